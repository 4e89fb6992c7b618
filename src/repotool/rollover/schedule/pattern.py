"""The week of a course: on which weekdays it has how many lessons, as most of last year's weeks tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

from msgspec import Struct
from msgspec.structs import replace

WEEK = timedelta(days=7)
REGULAR = 0.3
"""A weekday is one of the course's if it has lessons in so many of the weeks in which it could have."""
TOLERANCE = 0.5
"""Lessons a week that the pattern may have more than the weeks of last year had: lessons fell out."""
FURTHEST = 200
"""Weeks that a term is looked at, at most."""


class Weekday(Struct, frozen=True):
    """`lessons` on `day` (Monday is 0), every `every` weeks, the first time `phase` weeks after the course begins."""

    day: int
    lessons: int = 1
    every: int = 1
    phase: int = 0

    @property
    def a_week(self) -> float:
        return self.lessons / self.every


class Pattern(Struct, frozen=True):
    """The weekdays of a course, from Monday on."""

    weekdays: tuple[Weekday, ...]

    def slots(self, start: date) -> Iterator[date]:
        """The days of the lessons from `start` on, a day with two lessons twice."""
        monday = start - timedelta(days=start.weekday())
        for week in range(FURTHEST):
            for weekday in self.weekdays:
                if week >= weekday.phase and (week - weekday.phase) % weekday.every == 0:
                    day = monday + week * WEEK + timedelta(days=weekday.day)
                    if day >= start:
                        yield from [day] * weekday.lessons

    def begun(self, start: date, first: date | None) -> Pattern:
        """This pattern, turned so that it has a lesson on `start`, where last year's first lesson was on `first`.

        A course that begins on one of its own weekdays stays as it is; else all weekdays move with the first.
        """
        days = {weekday.day for weekday in self.weekdays}
        if start.weekday() in days or not self.weekdays:
            return self
        own = first.weekday() if first is not None and first.weekday() in days else min(days)
        return self.turned(start.weekday() - own)

    def turned(self, by: int) -> Pattern:
        turned = (replace(weekday, day=(weekday.day + by) % 7) for weekday in self.weekdays)
        return Pattern(tuple(sorted(turned, key=lambda weekday: weekday.day)))


def pattern_of(days: Sequence[date]) -> Pattern:
    """The week that most of `days` keep to. A lesson that was moved once, or a day that was used once, is left out."""
    if not days:
        return Pattern(())
    begin = min(days) - timedelta(days=min(days).weekday())
    weeks = {(day - begin).days // 7 for day in days}
    candidates = [_weekday(number, days, begin) for number in range(7)]
    told = [(share, weekday) for found in candidates if found for share, weekday in [found]]
    regular = [weekday for share, weekday in sorted(told, key=lambda one: -one[0]) if share >= REGULAR]
    chosen: list[Weekday] = []
    for weekday in regular or [max(told, key=lambda one: one[0])[1]]:
        rate = sum(other.a_week for other in chosen) + weekday.a_week
        if not chosen or rate <= len(days) / len(weeks) + TOLERANCE:
            chosen.append(weekday)
    return Pattern(tuple(sorted(chosen, key=lambda weekday: weekday.day)))


def _weekday(number: int, days: Sequence[date], begin: date) -> tuple[float, Weekday] | None:
    """What a weekday has, and the share of the course's weeks in which it has it; None of one without lessons."""
    lessons = Counter(day for day in days if day.weekday() == number)
    if not lessons:
        return None
    weeks = sorted((day - begin).days // 7 for day in lessons)
    every = _every(weeks)
    usual = Counter(lessons.values())
    most = min(usual, key=lambda count: (-usual[count], count))
    possible = len({(day - begin).days // 7 for day in days}) / every
    return min(1.0, len(weeks) / possible), Weekday(number, most, every, weeks[0] if every > 1 else 0)


def _every(weeks: Sequence[int]) -> int:
    """1 for each week, 2 for each second one; a weekday that is rarer is no habit."""
    steps = [two - one for one, two in pairwise(weeks)]
    return 2 if len(steps) > 1 and median_low(steps) == 2 else 1
