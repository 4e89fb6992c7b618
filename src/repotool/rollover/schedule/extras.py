"""Days of last year that are no step in the rhythm of the lessons: a deadline on a Sunday, the second of two lessons of
one day, the second day of an exam. They keep their distance from the lesson before them, and take no lesson's place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import takewhile

from repotool.model import Lesson, Span
from repotool.reading.course.vocabulary import vocabulary
from repotool.rollover.schedule.pattern import pattern_of
from repotool.rollover.schedule.rows import DatedRow, Stream

NEAR = timedelta(days=7)
"""A lesson on another weekday stands for one that fell out, where one did so near."""
LONG = 3
"""Letters of a word for a deadline that is none for anything else, as "by" is."""
Which = tuple[Span, int]
"""A date: the span of its row, and which of the dates in its cell it is."""


def extras(stream: Stream) -> frozenset[Which]:
    """The dates of a stream that are none of its lessons' turns."""
    days = stream.days
    if not days:
        return frozenset()
    pattern = pattern_of(days)
    regular = {weekday.day: weekday.lessons for weekday in pattern.weekdays}
    taught = Counter(day for row in stream.rows if not row.lesson.holiday for day in row.taught)
    slots = Counter(takewhile(lambda day: day <= max(days), pattern.slots(min(days))))
    fallen_out = sorted((slots - taught).elements())
    seen: Counter[date] = Counter()
    found = set()
    for row, number, day in _dates(stream):
        seen[day] += 1
        if day.weekday() in regular:
            is_turn = seen[day] <= regular[day.weekday()]
        else:
            is_turn = not _is_beside(row.lesson) and _takes_one(fallen_out, day)
        if not is_turn:
            found.add((row.lesson.row.span, number))
    return frozenset(found)


def _dates(stream: Stream) -> Iterator[tuple[DatedRow, int, date]]:
    for row in stream.rows:
        for number, (day, end) in enumerate(zip(row.days, row.ends, strict=True)):
            if day is not None and not end:
                yield row, number, day


def _is_beside(lesson: Lesson) -> bool:
    """Whether a row tells of a day off, or of a deadline: "Deadline for homework 1"."""
    found = (vocabulary().pattern("words.deadline").match(topic) for topic in lesson.topics)
    return lesson.holiday or any(match is not None and len(match[0].strip()) >= LONG for match in found)


def _takes_one(fallen_out: list[date], day: date) -> bool:
    """Whether a lesson's turn fell out near the day, which is spent by that."""
    near = min(fallen_out, key=lambda slot: abs(slot - day), default=None)
    if near is None or abs(near - day) > NEAR:
        return False
    fallen_out.remove(near)
    return True
