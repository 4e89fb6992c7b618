"""LNK117: a link to a file of another repository of the fleet that is not there."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "member-missing":
            facts = {
                "target": link.target,
                "path": resolution.path,
                "ref": resolution.ref,
                "member": resolution.member,
                "suggestion": resolution.suggestion,
            }
            yield Hit(document.path, link.target_span, facts)
