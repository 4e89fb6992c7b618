"""LNK115: a link from the root of the repository, which only GitHub understands so."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "ok" and link.target.startswith("/"):
            yield Hit(document.path, link.target_span, {"target": link.target})
