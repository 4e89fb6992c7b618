"""Which days the streams of a schedule get: those of a calendar file, or last year's weekdays from the start on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from repotool.rollover.model import Rollover
from repotool.rollover.schedule.pattern import Pattern, pattern_of
from repotool.rollover.schedule.rows import Stream


class Timetable(Struct, frozen=True):
    """The days of one stream. `days` are those that a calendar lists; None: `pattern` goes on from `start`.

    `only_lessons`: the calendar has as many days as there are lessons, so that it tells nothing of the rows that were
    marked as free.
    """

    pattern: Pattern
    start: date
    days: tuple[date, ...] | None = None
    only_lessons: bool = False

    def slots(self) -> Iterator[date]:
        return iter(self.days) if self.days is not None else self.pattern.slots(self.start)


def timetables(streams: Sequence[Stream], options: Rollover, *, knows_weekdays: bool) -> list[Timetable]:
    """The timetable of each stream. `knows_weekdays`: those of last year are known, not only the steps."""
    if options.days is not None:
        return [
            _listed(stream, days, options) for stream, days in zip(streams, _shared(streams, options.days), strict=True)
        ]
    start = options.start or date.today()
    firsts = [min(stream.days) for stream in streams if stream.days]
    first = min(firsts, default=start)
    return [_patterned(stream, start, first, knows_weekdays=knows_weekdays) for stream in streams]


def _patterned(stream: Stream, start: date, first: date, *, knows_weekdays: bool) -> Timetable:
    """The stream that begins the term has its first lesson on `start`; another one as many weeks later as last year."""
    pattern, own = pattern_of(stream.days), min(stream.days, default=first)
    if own == first and knows_weekdays:
        return Timetable(pattern.begun(start, own), start)
    if own == first:
        return Timetable(pattern.turned(start.weekday() - _regular(pattern, own)), start)
    if not knows_weekdays:
        return Timetable(pattern.turned(start.weekday() - first.weekday()), start + (own - first))
    weeks = (_monday(own) - _monday(first)) // timedelta(days=7)
    later = _monday(start) + timedelta(days=7 * weeks + own.weekday())
    return Timetable(pattern, max(start, later))


def _regular(pattern: Pattern, day: date) -> int:
    days = [weekday.day for weekday in pattern.weekdays]
    return day.weekday() if day.weekday() in days or not days else days[0]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _listed(stream: Stream, days: Sequence[date], options: Rollover) -> Timetable:
    lessons = sum(row.slots for row in stream.rows if not row.lesson.holiday)
    rows = sum(row.slots for row in stream.rows)
    only = options.days_off is None and len(days) == lessons < rows
    return Timetable(pattern_of(days), days[0] if days else date.max, tuple(days), only)


def _shared(streams: Sequence[Stream], days: Sequence[date]) -> list[list[date]]:
    """The days of a calendar, shared among streams that go side by side.

    A calendar that begins anew as often as there are streams lists them one after the other; else a day goes to the
    stream whose weekday it is, and where weekdays do not tell, streams take turns as they did last year.
    """
    runs = _ascending(days)
    if len(streams) < 2:
        return [[day for run in runs for day in run]] if streams else []
    if len(runs) == len(streams):
        return runs
    ordered = sorted(days)
    weekdays = [{weekday.day for weekday in pattern_of(stream.days).weekdays} for stream in streams]
    owners = [[n for n, own in enumerate(weekdays) if day.weekday() in own] for day in ordered]
    if all(len(owner) == 1 for owner in owners):
        return [[day for day, owner in zip(ordered, owners, strict=True) if owner == [n]] for n in range(len(streams))]
    turns = sorted((day, n) for n, stream in enumerate(streams) for day in stream.days)
    shares: list[list[date]] = [[] for _ in streams]
    for number, day in enumerate(ordered):
        shares[turns[min(number, len(turns) - 1)][1] if turns else 0].append(day)
    return shares


def _ascending(days: Sequence[date]) -> list[list[date]]:
    """The days in runs that ascend; a list that mostly falls is turned round first."""
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(days)]
    if sum(steps) < 0:
        days = list(reversed(days))
    runs: list[list[date]] = []
    for day in days:
        if runs and runs[-1][-1] <= day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
