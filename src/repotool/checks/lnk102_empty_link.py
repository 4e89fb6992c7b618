"""LNK102: a link without a target. In the homework column of a schedule it is HWK101."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    schedules = [course for course in repo.courses if course.document.path == document.path]
    for link in document.links:
        if repo.resolution(document, link).kind == "empty" and link.kind != "reference":
            if any(course.in_column("homework", link.span) for course in schedules):
                continue
            yield Hit(document.path, link.span, {"target": link.target, "text": link.text or None})
