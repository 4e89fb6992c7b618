"""The days of each course as months, a week a row."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from repotool.language import said
from repotool.model import Course, Lesson
from repotool.reports.years.words import day as day_of

if TYPE_CHECKING:
    from repotool.reports.site.pages import Member

MONTH_HEADS = (
    "January {year}", "February {year}", "March {year}", "April {year}", "May {year}", "June {year}",
    "July {year}", "August {year}", "September {year}", "October {year}", "November {year}", "December {year}",
)  # fmt: skip
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST_MONTHS = 24
"""Of one course; a schedule with a wrong year may span more, and is shown as far."""


class Day(Struct, frozen=True):
    """A day of a month, `number` 0 for one of another month. `marks` are of "lesson", "due", "off"."""

    number: int
    marks: tuple[str, ...] = ()
    what: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return "\n".join(self.what)


class Month(Struct, frozen=True):
    name: str
    weeks: tuple[tuple[Day, ...], ...]


class CourseCalendar(Struct, frozen=True):
    label: str
    title: str
    page: str
    months: tuple[Month, ...]
    agenda: tuple[tuple[str, tuple[str, ...]], ...]
    """Every day with something, in words."""


class _Marks(Struct, frozen=True):
    lessons: dict[date, list[str]] = field(default_factory=dict)
    due: dict[date, list[str]] = field(default_factory=dict)
    off: dict[date, list[str]] = field(default_factory=dict)


def calendar_of(members: Sequence[Member]) -> tuple[CourseCalendar, ...]:
    """The calendar of every course that has days; the newest first."""
    found = [
        _calendar(member, course)
        for member in members
        for course in member.result.repository.courses
        if any(mark.value for lesson in course.lessons for mark in lesson.dates)
    ]
    return tuple(reversed(found))


def _calendar(member: Member, course: Course) -> CourseCalendar:
    marks = _marks(course)
    days = sorted({*marks.lessons, *marks.due, *marks.off})
    months = sorted({(day.year, day.month) for day in days})[:MOST_MONTHS]
    agenda = tuple((f"{day_of(day)} {day.year}", tuple(_what(day, marks))) for day in days)
    return CourseCalendar(
        member.label,
        course.title or said("a course without a title"),
        member.page,
        tuple(_month(year, month, marks) for year, month in months),
        agenda,
    )


def _marks(course: Course) -> _Marks:
    marks = _Marks()
    for lesson in course.lessons:
        for mark in lesson.dates:
            if mark.value is not None:
                where = marks.off if lesson.holiday else marks.lessons
                where.setdefault(mark.value, []).append(_lesson(lesson))
        for work in lesson.homework:
            if work.deadline is not None:
                marks.due.setdefault(work.deadline, []).append(said(f"due: {work.label}"))
    return marks


def _lesson(lesson: Lesson) -> str:
    number = " ".join((lesson.number or "").split())
    what = "; ".join(lesson.topics) or (said("day off") if lesson.holiday else "")
    return ". ".join(part for part in (number, what) if part) or said("lesson")


def _what(day: date, marks: _Marks) -> Iterator[str]:
    for told in (marks.lessons, marks.due, marks.off):
        yield from told.get(day, ())


def _month(year: int, month: int, marks: _Marks) -> Month:
    weeks = calendar.Calendar().monthdayscalendar(year, month)
    return Month(
        said(MONTH_HEADS[month - 1]).replace("{year}", str(year)),
        tuple(tuple(_day(date(year, month, n), marks) if n else Day(0) for n in week) for week in weeks),
    )


def _day(day: date, marks: _Marks) -> Day:
    kinds = [name for name, told in (("lesson", marks.lessons), ("due", marks.due), ("off", marks.off)) if day in told]
    return Day(day.day, tuple(kinds), tuple(_what(day, marks)))
