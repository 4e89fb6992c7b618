"""MDS100: a document that was not parsed."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository, Span


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    if document.unparsable is not None:
        yield Hit(document.path, Span(0, 0), {"reason": document.unparsable})
