"""LNK102: a link without a target. In the homework column of a schedule it is HWK101."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    # `[comment]: <> (…)` is how one writes a comment that no reader gets to see.
    links = [link for link in document.links if link.kind not in ("reference", "definition")]
    empty = [link for link in links if repo.resolution(document, link).kind == "empty"]
    homework = repo.homework_cells.get(document.path) if empty else None
    for link in empty:
        if homework and homework.hold(link.span):
            continue
        image = "image" if link.kind == "image" or link.span.cut(document.view.text)[:4].lower() == "<img" else None
        yield Hit(document.path, link.span, {"target": link.target, "text": link.text or None, "image": image})
