"""LNK105: a link to a place of a document that the document does not have."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "anchor":
            here = resolution.path == document.path
            facts = {
                "target": link.target,
                "anchor": resolution.fragment,
                "file": None if here else resolution.path,
                "suggestion": resolution.suggestion,
            }
            title = f"link to #{resolution.suggestion}"
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=False)
            yield Hit(document.path, link.target_span, facts, fix)
