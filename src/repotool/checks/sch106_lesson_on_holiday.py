"""SCH106: a lesson on a public holiday."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for lesson in course.lessons:
        for mark in lesson.dates if not lesson.holiday else ():
            if mark.value is not None and mark.value in course.days_off:
                facts = {"text": mark.text, "holiday": course.days_off[mark.value]}
                yield Hit(course.document.path, mark.span, facts)
