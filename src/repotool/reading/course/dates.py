"""Dates as courses write them: "3 марта", "March 3rd", "10 и 12 февраля", "6/1/25", "04.09", "2025-03-03".

A date is read whole or not at all: one that does not exist (31 апреля) and one whose month is misspelt are unreadable,
and a date without a year has a value only where the course tells its year.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from repotool.model import DateMark, Span
from repotool.model.regex import regex
from repotool.reading.course import clock
from repotool.reading.course.calendar_names import (
    customary_order,
    folded,
    genitives,
    month_number,
    months,
    weekday_number,
)
from repotool.reading.course.dotted_times import blanked, may_be_time, repeated_times, told_times, without_dotted_times
from repotool.reading.course.vocabulary import Vocabulary
from repotool.reading.course.worded_dates import GAP, Token, tokens_of, worded_dates
from repotool.reading.course.written_dates import Calendar, Order, Written, numeric_dates

ORDERS: tuple[Order, Order] = ("day first", "month first")
NUMBERED = (
    "columns.lesson", "columns.week", "columns.number", "kind.lecture", "kind.seminar", "kind.class",
)  # fmt: skip
PADDED_MONTH = regex(r"\.\d\d\Z")
AFTER_DIGIT = regex(r"\d(?:<(?!/?(?:br|li|p|div)\b)[^<>]{1,12}>)?\Z", re.IGNORECASE)
LIKENESS = 0.7
"""From here on a word beside a number is a month gone wrong (мрата, Feburary), by difflib's ratio."""


class Reading(Struct, frozen=True):
    """How the dates of a column are read. `languages` begin with the document's own."""

    vocabulary: Vocabulary
    languages: tuple[str, ...]
    calendar: Calendar = field(default_factory=Calendar)
    order: Order = "day first"
    times: frozenset[str] = frozenset()
    """What the column writes as a time though it looks like a date: "18.10"."""

    def month(self, word: str) -> int | None:
        return month_number(word, self.languages)

    def weekday(self, word: str) -> int | None:
        return weekday_number(word, self.languages)

    def follows_day(self, word: str) -> bool:
        return folded(word) in genitives(self.languages)

    def homograph(self, word: str) -> bool:
        return self.vocabulary.names("words.homograph", word)

    def is_numbered(self, word: str) -> bool:
        return any(self.vocabulary.names(place, word) for place in NUMBERED)

    def is_place(self, word: str) -> bool:
        return self.vocabulary.names("columns.place", word)

    def joins(self, word: str) -> bool:
        return self.vocabulary.names("words.joiner", word)

    def ends(self, word: str) -> bool:
        return self.vocabulary.names("words.ordinal", word)

    def means_year(self, word: str) -> bool:
        return self.vocabulary.names("words.year", word)

    def tells_hour(self, word: str) -> bool:
        return self.vocabulary.names("words.hour", word)


def read(text: str, start: int, reading: Reading) -> tuple[DateMark, ...]:
    """The dates of a cell in their order; `start` is the cell's place in the text that the spans are to be of.

    Of a range ("10–12 февраля") these are the first and the last day. Where a cell plainly holds a date that cannot be
    read ("31 апреля", "3 мрата"), that is a mark which is not readable.
    """
    marks = []
    for found in written(text, reading):
        value = found.value(reading.order, reading.calendar)
        exists = found.exists(reading.order, reading.calendar)
        marks.append(DateMark(found.span.shift(start), found.span.cut(text), value, exists, found.weekday))
    if not marks:
        spans = _misspelt(clock.plain(text), reading)
        marks = [DateMark(span.shift(start), span.cut(text), None, readable=False) for span in spans]
    return tuple(marks)


def written(text: str, reading: Reading) -> list[Written]:
    """The dates of a cell as they are written, in their order; spans are of `text`."""
    return _dates_and_times(text, reading)[0]


def weekday_words(text: str, reading: Reading) -> list[Span]:
    """The words of a text that are weekdays."""
    tokens = tokens_of(clock.plain(text), reading)
    return [Span(t.start, t.end) for t in tokens if _is_weekday(t, text, reading)]


def _is_weekday(token: Token, text: str, reading: Reading) -> bool:
    """The ending of "4th", or of "4<sup>th</sup>", is no Thursday."""
    if token.kind != "word" or AFTER_DIGIT.search(text, max(0, token.start - 16), token.start):
        return False
    return reading.weekday(token.text) is not None


def with_weekdays(marks: tuple[DateMark, ...], told: str, reading: Reading) -> tuple[DateMark, ...]:
    """The dates with the weekdays of the row's own column for them: one for each date, or one for all."""
    words = (reading.weekday(token.text) for token in tokens_of(told, reading) if token.kind == "word")
    days = [day for day in words if day is not None]
    if len(days) == 1:
        days *= len(marks)
    if len(days) != len(marks):
        return marks
    return tuple(replace(mark, weekday=day) for mark, day in zip(marks, days, strict=True))


def read_time(text: str, reading: Reading) -> str | None:
    """The first time of a date cell as HH:MM, also one with a full stop where it is surely none of the cell's dates."""
    _, dotted = _dates_and_times(text, reading)
    return clock.read_time(text) or (clock.read_time(dotted[0], dotted=True) if dotted else None)


def _dates_and_times(text: str, reading: Reading) -> tuple[list[Written], list[str]]:
    """The dates of a cell, and its times with a full stop, both in their order."""
    dates, times = _written(text, reading)
    kept = without_dotted_times(dates, text, reading.order, reading.calendar, reading.times)
    left_out = [found.span for found in dates if found not in kept and may_be_time(found.span.cut(text))]
    return kept, [span.cut(text) for span in sorted([*times, *left_out])]


def _written(text: str, reading: Reading) -> tuple[list[Written], list[Span]]:
    """The dates of a text as written, in their order, and the dotted pairs whose surroundings call them times."""
    bare = clock.clockless(clock.plain(text))
    times = list(told_times(bare, reading))
    timeless = blanked(bare, times)
    numeric = list(numeric_dates(timeless, reading))
    bare = blanked(timeless, [found.span for found in numeric])
    tokens = tokens_of(bare, reading, timeless)
    worded = worded_dates(bare, tokens, reading)
    if worded:  # beside "3 марта", "(1/2)" is not the first of February and "1.5" not of May
        numeric = [found for found in numeric if found.year or PADDED_MONTH.search(found.span.cut(text))]
    if worded or any(found.month for found in numeric):  # nor is "18.10" of October, nor beside "2025-03-03"
        pairs = [found.span for found in numeric if not found.year and may_be_time(found.span.cut(text))]
        times += pairs
        numeric = [found for found in numeric if found.span not in pairs]
    dates = sorted([*numeric, *worded], key=lambda found: found.span)
    weekdays = [t for t in tokens if _is_weekday(t, text, reading)]
    marks = [Span(t.start, t.end) for t in tokens if t.kind == "word" and reading.means_year(t.text)]
    return _beside_weekdays(dates, weekdays, blanked(bare, marks), reading), times


def _beside_weekdays(dates: list[Written], weekdays: list[Token], text: str, reading: Reading) -> list[Written]:
    """The dates, each with the weekday beside it; a weekday between two dates is of the one that no comma divides."""
    found: dict[int, Token] = {}
    for token in weekdays:
        after = bisect_left(dates, token.end, key=lambda date: date.span.start)
        gaps = {}
        if after < len(dates):
            gaps[after] = text[token.end : dates[after].span.start]
        if after > 0:
            gaps[after - 1] = text[dates[after - 1].span.end : token.start]
        near = [index for index, gap in gaps.items() if GAP.fullmatch(gap)]
        if near:
            nearest = min(near, key=lambda index: sum(gaps[index].count(mark) for mark in ",)\n"))
            found.setdefault(nearest, token)
    return [_with_weekday(date, found.get(index), reading) for index, date in enumerate(dates)]


def _with_weekday(date: Written, token: Token | None, reading: Reading) -> Written:
    if token is None:
        return date
    return replace(date, weekday=reading.weekday(token.text), weekday_span=Span(token.start, token.end))


def order_of(texts: Iterable[str], reading: Reading) -> Order:
    """Whether the numeric dates of a column begin with the day or the month, decided by the column as a whole.

    A number above 12 decides; else the weekday words; else the custom of the language. Where that puts the month first
    ("3/10" is the tenth of March in English), the order in which the dates are sorted goes before it.
    """
    dates = [found for text in texts for found in _written(text, reading)[0] if found.month is None]
    custom: Order = "day first"
    if reading.languages and any(found.separator == "/" for found in dates):
        custom = customary_order(reading.languages[0])
    tests: list[Callable[[Order], int]] = [
        lambda order: sum(found.exists(order, Calendar()) for found in dates),
        lambda order: sum(_on_its_weekday(found, order, reading.calendar) for found in dates),
        lambda order: -_descents(dates, order) if custom == "month first" else 0,
    ]
    for test in tests:
        day_first, month_first = map(test, ORDERS)
        if day_first != month_first:
            return "day first" if day_first > month_first else "month first"
    return custom


def times_of(texts: Iterable[str], reading: Reading) -> frozenset[str]:
    """The times of a column that look like dates."""
    cells = ([f.span.cut(text) for f in _written(text, reading)[0] if f.month is None] for text in texts)
    return repeated_times(cells)


def months_of(text: str, reading: Reading) -> list[int]:
    """The months of the dates of a cell whose year depends on the calendar."""
    dates, _ = _dates_and_times(text, reading)
    return [found.day_and_month(reading.order)[1] for found in dates if not found.year]


def _on_its_weekday(found: Written, order: Order, calendar: Calendar) -> bool:
    value = found.value(order, calendar)
    return found.weekday is not None and value is not None and value.weekday() == found.weekday


def _descents(dates: list[Written], order: Order) -> int:
    """How often a date of the column lies before the one above it."""
    days = [(found.year or 0, *reversed(found.day_and_month(order))) for found in dates]
    return sum(later < earlier for earlier, later in pairwise(days))


def _misspelt(plain: str, reading: Reading) -> Iterator[Span]:
    """Numbers beside a word that is nearly a month."""
    tokens = tokens_of(clock.clockless(plain), reading)
    for left, right in pairwise(tokens):
        kinds, word = {left.kind, right.kind}, left if left.kind == "word" else right
        if (
            kinds == {"day", "word"}
            and GAP.fullmatch(plain, left.end, right.start)
            and _like_month(word, reading.languages)
        ):
            yield Span(left.start, right.end)


def _like_month(word: Token, languages: tuple[str, ...]) -> bool:
    name, names = folded(word.text), [n for n in months(languages) if len(n) > 3]
    if len(name) < 4 or len(name) > 20:
        return False
    return any(name.startswith(n) for n in names) or bool(difflib.get_close_matches(name, names, 1, LIKENESS))
