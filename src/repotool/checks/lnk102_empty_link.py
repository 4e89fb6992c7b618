"""LNK102: a link without a target. In the homework column of a schedule it is HWK101."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository, Spans


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    schedules = (course for course in repo.courses if course.document.path == document.path)
    homework = Spans(span for course in schedules for span in course.column("homework"))
    for link in document.links:
        # `[comment]: <> (…)` is how one writes a comment that no reader gets to see.
        if repo.resolution(document, link).kind == "empty" and link.kind not in ("reference", "definition"):
            if homework.hold(link.span):
                continue
            image = "image" if link.kind == "image" or link.span.cut(document.view.text)[:4].lower() == "<img" else None
            yield Hit(document.path, link.span, {"target": link.target, "text": link.text or None, "image": image})
