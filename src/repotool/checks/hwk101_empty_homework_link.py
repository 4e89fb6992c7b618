"""HWK101: a homework of the schedule whose link is empty. Before its day it is planned, and no defect."""

from collections.abc import Iterator
from datetime import date

from repotool.model import Course, Hit, Homework, Lesson, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for lesson in course.lessons:
        for homework in lesson.homework:
            if homework.link is not None and homework.target is None:
                planned = _is_planned(lesson, homework, repo.today)
                facts = {
                    "label": homework.label,
                    "number": lesson.number or None,
                    "date": lesson.date_text or None,
                    "coming": (lesson.date_text or str(homework.issued)) if planned else None,
                    "target": homework.link.target,
                    "suggestion": homework.suggestion,
                }
                yield Hit(course.document.path, homework.link.span, facts, severity="info" if planned else None)


def _is_planned(lesson: Lesson, homework: Homework, today: date) -> bool:
    days = [homework.issued] if homework.issued else [mark.value for mark in lesson.dates]
    return bool(days) and all(day is not None and day > today for day in days)
