"""HWK101: a homework of the schedule whose link is empty."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for lesson in course.lessons:
        for homework in lesson.homework:
            if homework.link is not None and homework.target is None:
                facts = {
                    "label": homework.label,
                    "number": lesson.number or None,
                    "date": lesson.date_text or None,
                    "target": homework.link.target,
                }
                yield Hit(course.document.path, homework.link.span, facts)
