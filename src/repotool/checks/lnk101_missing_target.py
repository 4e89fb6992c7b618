"""LNK101: a link to a file or folder of this repository that is not there."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link in document.links:
        resolution = repo.resolution(document, link)
        # A reference link is as good as its definition, which is judged in its own place.
        if resolution.kind == "missing" and link.kind != "reference":
            facts = {"target": link.target, "path": resolution.path, "suggestion": resolution.suggestion}
            yield Hit(document.path, link.target_span, facts)
