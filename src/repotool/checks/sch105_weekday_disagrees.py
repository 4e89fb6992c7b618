"""SCH105: a weekday that is not the one of its date."""

from collections.abc import Iterator
from datetime import date

from repotool.model import Course, DateMark, Hit, Repository

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
YEARS_AROUND = (-1, 1, -2, 2, -3, 3, -4, 4, -5, 5)


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    marks = [mark for lesson in course.lessons for mark in lesson.dates if mark.value and mark.weekday is not None]
    wrong = [mark for mark in marks if _disagrees(mark, 0)]
    if 2 * len(wrong) <= len(marks):
        yield from (_hit(course, mark) for mark in wrong)
        return
    # Not the rows are wrong but the year: the weekdays of another one fit them all, or nothing is known for certain.
    other = next((years for years in YEARS_AROUND if not any(_disagrees(mark, years) for mark in marks)), None)
    if other is not None and len(marks) > 2 and marks[0].value:
        year = marks[0].value.year
        facts = {"other": year + other, "year": year, "wrong": len(wrong), "all": len(marks)}
        yield Hit(course.document.path, wrong[0].span, facts)


def _disagrees(mark: DateMark, years: int) -> bool:
    """Whether the weekday is another one, `years` later; 29 February has no such day, and no say."""
    assert mark.value is not None
    try:
        day: date = mark.value.replace(year=mark.value.year + years)
    except ValueError:
        return False
    return day.weekday() != mark.weekday


def _hit(course: Course, mark: DateMark) -> Hit:
    assert mark.value is not None and mark.weekday is not None
    facts = {"text": mark.text, "day": DAYS[mark.value.weekday()], "told": DAYS[mark.weekday]}
    return Hit(course.document.path, mark.span, facts)
