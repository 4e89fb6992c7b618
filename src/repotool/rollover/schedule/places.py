"""Rows and days brought together: which row gets which day, which rows are marked as free, come in or go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from repotool.rollover.model import Rollover
from repotool.rollover.schedule.calendar import Timetable
from repotool.rollover.schedule.extras import extras
from repotool.rollover.schedule.rows import DatedRow, Stream

BREAK = timedelta(days=21)
"""Weeks without lessons between two rows that are no accident: holidays between terms, an exam after them."""

Fate = Literal["dated", "filled", "kept", "blank", "free", "new free", "gone", "new"]
"""What becomes of a row. dated: it has new days · filled: it had none last year · kept: it had none and gets none ·
blank: the calendar is at its end · free: a row marked as free last year is used for a day off of this year ·
new free: one comes in · gone: one is not needed · new: the calendar has more days than last year had rows"""


class Placed(Struct, frozen=True):
    """A row of next year's schedule: `row` is last year's, None of one that comes in; `days` are its new days, one for
    each date of its cell. `pause`: a break of weeks before it was kept."""

    fate: Fate
    row: DatedRow | None
    days: tuple[date | None, ...] = ()
    pause: timedelta | None = None


def place(stream: Stream, timetable: Timetable, options: Rollover) -> list[Placed]:
    """The rows of a stream with their days, in the order in which they are taught."""
    placed = list(_Placing(stream, timetable, options).place())
    return list(_settled(_filled(placed)))


class _Placing:
    def __init__(self, stream: Stream, timetable: Timetable, options: Rollover) -> None:
        self.stream = stream
        self.timetable = timetable
        self.extras = extras(stream) if timetable.days is None else frozenset()
        self.pairs: dict[date, date] = {}
        """Days that lessons took turns on, last year's and this year's; the last one is the latest."""
        self.options = options
        self.slots = iter(timetable.slots())
        self.ahead: date | None = next(self.slots, None)
        self.free: list[date] = []
        self.last: date | None = None

    def place(self) -> Iterator[Placed]:
        before: DatedRow | None = None
        for row in self.stream.rows:
            if not row.days:
                yield Placed("kept", row)
                continue
            yield from self._row(row, before)
            before = row
        yield from self._left(self.stream)

    def _row(self, row: DatedRow, before: DatedRow | None) -> Iterator[Placed]:
        if row.lesson.holiday and self._was_public(row):
            yield Placed("free", row)  # it may be needed for a day off of this year, or not
            return
        if row.lesson.holiday and self.timetable.only_lessons:
            day = self._between()
            yield Placed("dated", row, (day, *[None] * (len(row.days) - 1))) if day else Placed("gone", row)
            return
        pause = self._pause(row, before)
        self.free.clear()
        days = self._days(row, pause)
        first = days[0] or date.max
        yield from (Placed("new free", None, (day,)) for day in self.free if day < first)
        yield Placed("dated" if days[0] else "blank", row, days, pause)
        yield from (Placed("new free", None, (day,)) for day in self.free if day > first)

    def _was_public(self, row: DatedRow) -> bool:
        off = self.options.days_off
        return off is not None and any(day in off for day in row.taught)

    def _pause(self, row: DatedRow, before: DatedRow | None) -> timedelta | None:
        """How long last year's break before the row was, where it was one and no calendar tells this year's."""
        if self.timetable.days is not None or before is None or not before.taught or not row.taught:
            return None
        gap = row.taught[0] - before.taught[-1]
        return gap if gap >= BREAK else None

    def _days(self, row: DatedRow, pause: timedelta | None) -> tuple[date | None, ...]:
        days: list[date | None] = []
        for number, (old, end) in enumerate(zip(row.days, row.ends, strict=True)):
            if not end:
                days.append(self._turn(row, number, pause if not days else None))
            elif days and days[-1] and old and (begun := row.days[len(days) - 1]):
                days.append(days[-1] + (old - begun))
            else:
                days.append(None)
        return tuple(days)

    def _turn(self, row: DatedRow, number: int, pause: timedelta | None) -> date | None:
        """The next day with a lesson, or the day as far from the lesson before as last year."""
        old = row.days[number]
        if old and self.pairs and (row.lesson.row.span, number) in self.extras:
            before = old if old in self.pairs else next(reversed(self.pairs))
            return self.pairs[before] + (old - before)
        day = self._next(pause)
        if old and day:
            self.pairs[old] = day
        return day

    def _next(self, pause: timedelta | None = None) -> date | None:
        """The next day with a lesson; days off on the way are noted."""
        earliest = self.last + pause - timedelta(days=3) if pause and self.last else date.min
        while self.ahead is not None:
            day, self.ahead = self.ahead, next(self.slots, None)
            if day < earliest:
                continue
            if not self._is_off(day):
                self.last = day
                return day
            if self.options.on_holiday == "mark" and day not in self.free:
                self.free.append(day)
        return None

    def _is_off(self, day: date) -> bool:
        return self.options.on_holiday != "keep" and day in (self.options.days_off or {})

    def _between(self) -> date | None:
        """A day of the week's pattern on which the calendar has no lesson, between the last one and the next."""
        if self.last is None or self.ahead is None:
            return None
        for day in self.timetable.pattern.slots(self.last + timedelta(days=1)):
            if day >= self.ahead:
                return None
            self.last = day
            return day
        return None

    def _left(self, stream: Stream) -> Iterator[Placed]:
        """The days that a calendar has more than last year had rows."""
        if self.timetable.days is None or not any(row.days for row in stream.rows):
            return
        while (day := self._next()) is not None:
            yield Placed("new", None, (day,))


def _filled(placed: list[Placed]) -> list[Placed]:
    """Days that are left go to the rows at the end that had none last year, before new rows come in for them."""
    dated = [index for index, one in enumerate(placed) if one.fate == "dated"]
    extra = [one for one in placed if one.fate == "new"]
    open_rows = (
        [
            index
            for index, one in enumerate(placed)
            if one.fate == "kept" and one.row and one.row.cell and not one.row.lesson.holiday and index > dated[-1]
        ]
        if dated and extra
        else []
    )
    filled = dict(zip(open_rows, extra, strict=False))
    for index, day in filled.items():
        placed[index] = replace(placed[index], fate="filled", days=day.days)
    return [one for one in placed if not any(one is used for used in filled.values())]


def _settled(placed: list[Placed]) -> Iterator[Placed]:
    """Days off beside rows that were marked as free last year use these rows; what is not needed of them goes."""
    marks: list[Placed] = []
    for one in placed:
        if one.fate in ("free", "new free"):
            marks.append(one)
        else:
            yield from _paired(marks)
            marks.clear()
            yield one
    yield from _paired(marks)


def _paired(marks: list[Placed]) -> Iterator[Placed]:
    rows = [one for one in marks if one.fate == "free"]
    days = [one for one in marks if one.fate == "new free"]
    for number in range(max(len(rows), len(days))):
        if number >= len(days):
            yield replace(rows[number], fate="gone")
        elif number < len(rows):
            row = rows[number].row
            assert row is not None
            yield Placed("free", row, (days[number].days[0], *[None] * (len(row.days) - 1)))
        else:
            yield days[number]
