"""Times with a full stop, "18.10", told from dates without a year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from repotool.model import Span
from repotool.model.regex import regex
from repotool.reading.course import clock
from repotool.reading.course.written_dates import Calendar, Names, Order, Written

WORD_BEFORE = regex(r"(?:([^\W\d_]{1,20})|@)[^\S\n]{0,2}\Z")
WORD_AND_COMMA = regex(r"[^\W\d_],[^\S\n]{0,2}\Z")
SPAN_END = regex(r"\s*[-–—]\s*")
MONTHS = 12
EARLIEST = 7


def told_times(plain: str, names: Names) -> Iterator[Span]:
    """The dotted pairs of a text that are times whatever the calendar: "в 18.10", "at 9.30", "18.10–19.45"."""
    pairs = list(clock.DOTTED_TIME.finditer(plain))
    times = {pair.start() for pair in pairs if _behind_hour_word(plain, pair.start(), names)}
    for first, second in pairwise(pairs):
        if SPAN_END.fullmatch(plain, first.end(), second.start()):
            together = first.start() in times or not (_may_be_day(first) and _may_be_day(second))
            times |= {first.start(), second.start()} if together else set()
    return (Span(*pair.span()) for pair in pairs if pair.start() in times)


def _behind_hour_word(plain: str, start: int, names: Names) -> bool:
    word = WORD_BEFORE.search(plain, max(0, start - 24), start)
    return word is not None and (word[1] is None or names.tells_hour(word[1]))


def _may_be_day(pair: re.Match[str]) -> bool:
    """In either order of day and month."""
    numbers = int(pair[1]), int(pair[2])
    return 0 < min(numbers) <= MONTHS and 0 < max(numbers) <= 31


def may_be_time(text: str) -> bool:
    """Is it a dotted pair at which a lesson may begin: by day, at full five minutes?"""
    pair = clock.DOTTED_TIME.fullmatch(text)
    return pair is not None and int(pair[1]) >= EARLIEST and int(pair[2]) % 5 == 0


def repeated_times(cells: Iterable[Sequence[str]]) -> frozenset[str]:
    """Of the dates of each cell of a column, as written: those that stand behind others in several cells.

    Lessons begin at one time on many days; a day comes once.
    """
    times = Counter(text for dates in cells for text in set(dates[1:]) if may_be_time(text))
    return frozenset(text for text, count in times.items() if count > 1)


def without_dotted_times(
    dates: list[Written], text: str, order: Order, calendar: Calendar, known: frozenset[str]
) -> list[Written]:
    """Leaves out what is a time and no date, where the cell has its date before it; `known` are the column's times.

    The 10.30 of "04.09, 10.30": no such day, but such a time. The 18.10 of "Пн 3.03, 18.10": the third of March is the
    Monday that the cell speaks of, the 18th of October is none.
    """
    real = [found for found in dates if found.exists(order, calendar)]
    written = Counter(found.span.cut(text) for found in dates)

    def is_time(found: Written) -> bool:
        pair = found.span.cut(text)
        if found is real[0] or not clock.DOTTED_TIME.fullmatch(pair):
            return False
        if found not in real or pair in known:
            return True
        if not may_be_time(pair):
            return False
        # "23.04 Mittwoch, 07.05": what a word announces is a day of its own, whichever day the word was taken for.
        announced = WORD_AND_COMMA.search(text, max(0, found.span.start - 24), found.span.start) is not None
        return written[pair] > 1 or (not announced and _on_another_weekday(found, real[0], order, calendar))

    return [found for found in dates if not is_time(found)] if real else dates


def _on_another_weekday(found: Written, first: Written, order: Order, calendar: Calendar) -> bool:
    """Whether the weekday beside the first date is its own and not this one's."""
    one, other = first.value(order, calendar), found.value(order, calendar)
    if one is None or other is None or found.weekday is not None:
        return False
    return one.weekday() == first.weekday != other.weekday()


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks for these spans."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
