"""LNK111: a word that stands for a link to come."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    images = [link.span for link in document.links if link.kind in ("image", "html")]
    for link, resolution in repo.resolved(document):
        # A badge that leads nowhere is a common trick: it is to be seen, not to be followed.
        if resolution.kind == "placeholder" and not any(link.span.holds(s) and s != link.span for s in images):
            yield Hit(document.path, link.target_span, {"target": link.target, "text": link.text or None})
