"""SCH104: a lesson's number that is given twice, or skipped."""

import re
from collections.abc import Iterator

from repotool.model import Course, Hit, Lesson, Repository
from repotool.model.regex import regex

NUMBER = regex(r"\d{1,3}")
MIN_NUMBERED = 3


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for table in course.document.tables:
        series: dict[str, list[tuple[int, Lesson]]] = {}
        for lesson in (x for x in course.lessons if table.span.holds(x.row.span)):
            kind = re.sub(r"[\W\d]+", " ", lesson.number or "").strip().casefold()
            for number in NUMBER.findall(lesson.number or ""):
                series.setdefault(kind, []).append((int(number), lesson))
        for numbered in series.values():
            if len(numbered) >= MIN_NUMBERED:
                yield from _judged(course, numbered)


def _judged(course: Course, numbered: list[tuple[int, Lesson]]) -> Iterator[Hit]:
    seen: dict[int, Lesson] = {}
    highest = numbered[0][0] - 1
    for number, lesson in numbered:
        place = lesson.cells["number"].span if "number" in lesson.cells else lesson.row.span
        if number in seen and _differ(seen[number], lesson):
            yield Hit(course.document.path, place, {"number": lesson.number, "twice": number})
        elif number > highest + 1:
            missing = str(highest + 1) if number == highest + 2 else f"{highest + 1}–{number - 1}"
            yield Hit(course.document.path, place, {"number": lesson.number, "missing": missing})
        seen[number], highest = lesson, max(highest, number)


def _differ(one: Lesson, other: Lesson) -> bool:
    """A lesson may go on in the next row, under its number."""
    return one.row != other.row and bool(one.topics and other.topics) and one.topics != other.topics
