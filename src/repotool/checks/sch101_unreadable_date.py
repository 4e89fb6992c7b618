"""SCH101: a cell of the date column that holds no date."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for lesson in course.lessons:
        for mark in lesson.dates:
            if not mark.readable:
                yield Hit(course.document.path, mark.span, {"text": mark.text})
