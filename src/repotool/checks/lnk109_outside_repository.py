"""LNK109: a link that leads out of the repository, or to one computer."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "outside":
            local = None if resolution.path else link.target
            facts = {"target": link.target, "local": local, "suggestion": resolution.suggestion}
            title = f"link to {resolution.suggestion}"
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=False)
            yield Hit(document.path, link.target_span, facts, fix)
