"""YRS107: a form, an invitation or a place in an LMS that last year's repository had, too."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link in document.links:
        if link.kind != "reference" and link.target in repo.inherited:
            text = link.text if link.text != link.target else None
            yield Hit(document.path, link.span, {"text": text or None, "target": link.target})
