"""HWK102: a homework that is only a label, in a column where the others are links."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository

MIN_LINKS = 2
"""One link among labels says nothing of what the column is meant to hold."""


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    homework = [(lesson, work) for lesson in course.lessons for work in lesson.homework]
    labels = [(lesson, work) for lesson, work in homework if work.link is None]
    links = len(homework) - len(labels)
    if links < MIN_LINKS or links <= len(labels):
        return
    for lesson, work in labels:
        facts = {"label": work.label, "number": lesson.number or None, "suggestion": work.suggestion}
        yield Hit(course.document.path, work.span, facts)
