"""SCH101: a cell of the date column that holds no date."""

import re
from collections.abc import Iterator

from repotool.model import Course, Hit, Lesson, Repository
from repotool.model.regex import regex

OPEN = regex(r"(?<!\w)(?:[XХ]{1,2}|[?_*]{1,2})(?=[./ -])", re.IGNORECASE)
"""Stands for a day that is not known yet; X may be of either alphabet."""


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    if not _is_dated(course):
        return
    for lesson in course.lessons:
        for mark in lesson.dates:
            if not mark.readable:
                yield Hit(course.document.path, mark.span, {"text": mark.text})
        if not lesson.dates and _looks_like_a_date(lesson):
            yield Hit(course.document.path, lesson.cells["date"].span, {"text": lesson.date_text})


def _is_dated(course: Course) -> bool:
    """Whether most of the lessons that say anything of a date say it readably: weeks and terms are no slips."""
    told = [lesson for lesson in course.lessons if _looks_like_a_date(lesson)]
    readable = [lesson for lesson in told if any(mark.readable for mark in lesson.dates)]
    return 2 * len(readable) > len(told)


def _looks_like_a_date(lesson: Lesson) -> bool:
    """Words without a number ("резерв", "TBA") are meant as they are, and so is a day to come: "XX.03.2025"."""
    told = lesson.date_text
    return "date" in lesson.cells and any(character.isdigit() for character in told) and not OPEN.search(told)
