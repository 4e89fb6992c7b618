"""The rows of a schedule, in the order in which they were taught."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Course, Lesson, Span, TableCell
from repotool.reading.course.hand import Hand

BACK = timedelta(days=21)
"""A table whose dates fall back as far as this begins anew: lectures first, then seminars."""
ASTRAY = timedelta(days=7)
"""A lesson that stands farther behind the next one was not moved: its month or year is wrong."""
SPRING = range(1, 7)
YEARS_BACK = 12
"""So far back a year is sought on whose weekdays the dates of a course lie that does not tell its year."""


class DatedRow(Struct, frozen=True):
    """A row with the days that its date cell told; `days` has one for each date there, None where it is not known.

    `ends` tells of each whether it is the last day of a range, which is no lesson of its own. A row whose cell is that
    of the row above it (`rowspan`) has no days of its own, and neither has one whose cell is empty.
    """

    lesson: Lesson
    table: int
    hand: Hand
    cell: TableCell | None
    days: tuple[date | None, ...] = ()
    ends: tuple[bool, ...] = ()
    stray: date | None = None
    """The day that the cell told, where it stood far out of order."""

    @property
    def first(self) -> date | None:
        return next((day for day in self.days if day), None)

    @property
    def taught(self) -> list[date]:
        """The days of its lessons, as far as they are known."""
        return [day for day, end in zip(self.days, self.ends, strict=True) if day and not end]

    @property
    def slots(self) -> int:
        """How many days of a calendar it takes."""
        return sum(not end for end in self.ends)


class Stream(Struct, frozen=True):
    """Rows that follow each other in time; `falling` where the document has the last one first."""

    rows: tuple[DatedRow, ...]
    falling: bool = False

    @property
    def days(self) -> list[date]:
        """The days of its lessons, and of the rows that were marked as free."""
        return [day for row in self.rows for day in row.taught]


def with_year(hands: Mapping[int, Hand], course: Course, target: int) -> Mapping[int, Hand]:
    """The hands, told last year's number where the course itself does not tell it.

    It is the last year before `target` on whose weekdays the dates lie as the table says; the year before, where the
    table says nothing of weekdays.
    """
    if course.year is not None:
        return hands
    years = range(target - 1, target - 1 - YEARS_BACK, -1)
    best = max(years, key=lambda year: (_agreeing(_in_year(hands, year), course), year))
    return _in_year(hands, best)


def tells_weekdays(course: Course) -> bool:
    return course.year is not None or any(mark.weekday is not None for row in course.lessons for mark in row.dates)


def streams(course: Course, hands: Mapping[int, Hand]) -> list[Stream]:
    """The rows of all tables of a schedule; tables that follow each other in time are one stream."""
    tables = {row.span: index for index in hands for row in course.document.tables[index].rows}
    rows: dict[int, list[DatedRow]] = {}
    seen: set[Span] = set()
    for lesson in course.lessons:
        index = tables[lesson.row.span]
        rows.setdefault(index, []).append(_row(course, lesson, index, hands[index], seen))
    runs = [run for index in sorted(rows) for run in _runs(rows[index])]
    joined: list[Stream] = []
    for run in sorted(runs, key=lambda run: min(run.days, default=date.max)):
        before = next((place for place, other in enumerate(joined) if _follows(run, other)), None)
        if before is None:
            joined.append(run)
        else:
            joined[before] = Stream((*joined[before].rows, *run.rows), run.falling)
    return sorted(joined, key=lambda stream: stream.rows[0].lesson.row.span)


def _row(course: Course, lesson: Lesson, table: int, hand: Hand, seen: set[Span]) -> DatedRow:
    cell = lesson.cells.get("date")
    if cell is None or cell.span in seen:
        return DatedRow(lesson, table, hand, None)
    if cell.span.start < cell.span.end:
        seen.add(cell.span)
    text = cell.span.cut(course.document.view.text)
    days = tuple(hand.values(text))
    if not days and lesson.dates:  # a date that cannot be read is one, too
        days = (None,)
    return DatedRow(lesson, table, hand, cell, days, tuple(hand.ranges(text)) or (False,) * len(days))


def _runs(rows: Sequence[DatedRow]) -> Iterator[Stream]:
    """The rows of a table, parted where it begins anew; a table with the last lesson first is turned round."""
    firsts = [row.first for row in rows if row.first]
    steps = [later - earlier for earlier, later in pairwise(firsts)]
    falling = sum(step < timedelta(0) for step in steps) > sum(step > timedelta(0) for step in steps)
    run: list[DatedRow] = []
    last: date | None = None
    for row in _without_strays(list(reversed(rows) if falling else rows)):
        if last and row.first and last - row.first > BACK:
            yield Stream(tuple(run), falling)
            run = []
        run.append(row)
        last = row.first or last
    if run:
        yield Stream(tuple(run), falling)


def _without_strays(rows: Sequence[DatedRow]) -> Iterator[DatedRow]:
    """A row whose day lies behind those of the next rows, while its neighbours are in order, has a day written by
    mistake: it is as one that is not known."""
    last: date | None = None
    for place, row in enumerate(rows):
        later = [other.first for other in rows[place + 1 : place + 3] if other.first]
        if (
            row.first
            and last
            and later
            and later[0] < row.first - ASTRAY
            and last <= min(later) <= max(later) < row.first
        ):
            yield replace(row, days=(None,) * len(row.days), stray=row.first)
        else:
            yield row
            last = row.first or last


def _follows(run: Stream, other: Stream) -> bool:
    return bool(run.days and other.days) and run.falling == other.falling and min(run.days) > max(other.days)


def _in_year(hands: Mapping[int, Hand], year: int) -> Mapping[int, Hand]:
    told = {}
    for index, hand in hands.items():
        calendar = hand.reading.calendar
        unknown = bool(calendar.moved) and not any(calendar.moved.values())
        moved = dict.fromkeys(SPRING, 1) if unknown else calendar.moved  # from autumn to spring
        told[index] = hand.in_calendar(replace(calendar, year=year, moved=moved))
    return told


def _agreeing(hands: Mapping[int, Hand], course: Course) -> int:
    found = 0
    for row in (row for stream in streams(course, hands) for row in stream.rows):
        marks = [mark.weekday for mark in row.lesson.dates]
        if len(marks) == len(row.days):
            found += sum(day is not None and day.weekday() == told for day, told in zip(row.days, marks, strict=True))
    return found
