"""Deadlines: as far from the lessons of this year as they were from those of last year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from repotool.model import Span
from repotool.model.regex import regex
from repotool.reading.course.hand import Hand, Replacement
from repotool.reading.course.vocabulary import Vocabulary

FAR = timedelta(days=60)
"""A day that is farther from all lessons belongs to none of them."""
BETWEEN = regex(r"\D{0,14}")
"""What may stand between "до" or "due" and its date."""


class Shift(Struct, frozen=True):
    """Days of last year and what they are now: those of lessons on the regular weekdays, ascending."""

    days: Sequence[tuple[date, date]]

    def __call__(self, day: date) -> date | None:
        """The day as far from a lesson as it was last year; None where no lesson is near.

        The nearest lesson on the same weekday counts, for a deadline is so many weeks from its lesson; where there is
        none, the lesson before it.
        """
        near = [pair for pair in self.days if abs(day - pair[0]) <= FAR]
        weeks = [pair for pair in near if (day - pair[0]).days % 7 == 0]
        if weeks:
            old, new = min(weeks, key=lambda pair: (abs(day - pair[0]), pair[0]))
        elif near:
            old, new = near[max(0, bisect_right(near, day, key=lambda pair: pair[0]) - 1)]
        else:
            return None
        return new + (day - old)


def shift_of(pairs: Sequence[tuple[date, date]], weekdays: Sequence[int]) -> Shift:
    """`pairs` are days of lessons, last year's and this year's; of those moved off their weekday, none."""
    regular = [pair for pair in pairs if pair[0].weekday() in weekdays]
    return Shift(sorted(dict(regular or pairs).items()))


def deadline_spans(text: str, words: Vocabulary, hand: Hand) -> Iterator[Span]:
    """The stretches of a cell that hold a deadline: from behind a word such as "до" to the end of the date there."""
    for word in words.pattern("words.deadline").finditer(text):
        rest = text[word.end() :]
        found = next(iter(hand.dates(rest)), None)
        if found and BETWEEN.fullmatch(rest[: found.span.start]):
            yield Span(word.end(), word.end() + found.span.end)


def rolled(text: str, hand: Hand, shift: Shift) -> list[Replacement] | None:
    """The dates of a text with each day shifted; None where one of them has no day this year, or cannot be written."""
    days = [shift(day) if day else None for day in hand.values(text)]
    return hand.write(text, days) if days and all(days) else None
