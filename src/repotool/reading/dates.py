"""Dates as courses write them: "3 марта", "March 3rd", "10 и 12 февраля", "6/1/25", "04.09", "2025-03-03".

The only module that knows Babel, and with it the names of months and weekdays in every language. A date is read whole
or not at all: one that does not exist (31 апреля) and one whose month is misspelt are unreadable, and a date without a
year has a value only where the course tells its year.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise

from repotool.model import DateMark, Refused, Span
from repotool.reading import clock
from repotool.reading.vocabulary import Vocabulary
from repotool.reading.written_dates import GAP, Calendar, Order, Token, Written, tokens_of, written

ORDERS: tuple[Order, Order] = ("day first", "month first")
LIKENESS = 0.7
"""From here on a word beside a number is a month gone wrong (мрата, Feburary), by difflib's ratio."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the dates of a column are read. `languages` begin with the document's own."""

    vocabulary: Vocabulary
    languages: tuple[str, ...]
    calendar: Calendar = field(default_factory=Calendar)
    order: Order = "day first"

    def month(self, word: str) -> int | None:
        return _month(word, self.languages)

    def weekday(self, word: str) -> int | None:
        return _weekday(word, self.languages)

    def joins(self, word: str) -> bool:
        return self.vocabulary.names("words.joiner", word)

    def ends(self, word: str) -> bool:
        return self.vocabulary.names("words.ordinal", word)


def read(text: str, start: int, reading: Reading) -> tuple[DateMark, ...]:
    """The dates of a cell in their order; `start` is the cell's place in the text that the spans are to be of.

    Of a range ("10–12 февраля") these are the first and the last day. Where a cell plainly holds a date that cannot be
    read ("31 апреля", "3 мрата"), that is a mark which is not readable.
    """
    marks = []
    for found in _without_dotted_times(written(text, reading), text, reading):
        value = found.value(reading.order, reading.calendar)
        exists = found.exists(reading.order, reading.calendar)
        marks.append(DateMark(found.span.shift(start), found.span.cut(text), value, exists, found.weekday))
    if not marks:
        spans = _misspelt(clock.plain(text), reading.languages)
        marks = [DateMark(span.shift(start), span.cut(text), None, readable=False) for span in spans]
    return tuple(marks)


def with_weekdays(marks: tuple[DateMark, ...], told: str, reading: Reading) -> tuple[DateMark, ...]:
    """The dates with the weekdays of the row's own column for them: one for each date, or one for all."""
    words = (reading.weekday(token.text) for token in tokens_of(told) if token.kind == "word")
    days = [day for day in words if day is not None]
    if len(days) == 1:
        days *= len(marks)
    if len(days) != len(marks):
        return marks
    return tuple(replace(mark, weekday=day) for mark, day in zip(marks, days, strict=True))


def order_of(texts: Iterable[str], reading: Reading) -> Order:
    """Whether the numeric dates of a column begin with the day or the month, decided by the column as a whole.

    A number above 12 decides; else the weekday words; else the custom of the language. Where that puts the month first
    ("3/10" is the tenth of March in English), the order in which the dates are sorted goes before it.
    """
    dates = [found for text in texts for found in written(text, reading) if found.month is None]
    custom: Order = "day first"
    if reading.languages and any(found.separator == "/" for found in dates):
        custom = _custom(reading.languages[0])
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


def _on_its_weekday(found: Written, order: Order, calendar: Calendar) -> bool:
    value = found.value(order, calendar)
    return found.weekday is not None and value is not None and value.weekday() == found.weekday


def _descents(dates: list[Written], order: Order) -> int:
    """How often a date of the column lies before the one above it."""
    days = [(found.year or 0, *reversed(found.day_and_month(order))) for found in dates]
    return sum(later < earlier for earlier, later in pairwise(days))


def _without_dotted_times(dates: list[Written], text: str, reading: Reading) -> list[Written]:
    """Leaves out the 10.30 of "04.09, 10.30": no such day, but such a time, and the cell has its date."""
    real = [found for found in dates if found.exists(reading.order, reading.calendar)]
    return [
        found for found in dates if not real or found in real or not clock.DOTTED_TIME.fullmatch(found.span.cut(text))
    ]


def _misspelt(plain: str, languages: tuple[str, ...]) -> Iterator[Span]:
    """Numbers beside a word that is nearly a month."""
    tokens = tokens_of(clock.clockless(plain))
    for left, right in pairwise(tokens):
        kinds, word = {left.kind, right.kind}, left if left.kind == "word" else right
        if kinds == {"day", "word"} and GAP.fullmatch(plain, left.end, right.start) and _like_month(word, languages):
            yield Span(left.start, right.end)


def _like_month(word: Token, languages: tuple[str, ...]) -> bool:
    name, names = _folded(word.text), [n for n in _months(languages) if len(n) > 3]
    if len(name) < 4 or len(name) > 20:
        return False
    return any(name.startswith(n) for n in names) or bool(difflib.get_close_matches(name, names, 1, LIKENESS))


@lru_cache(maxsize=4096)
def _month(word: str, languages: tuple[str, ...]) -> int | None:
    return _named(_folded(word), _months(languages))


@lru_cache(maxsize=4096)
def _weekday(word: str, languages: tuple[str, ...]) -> int | None:
    return _named(_folded(word), _weekdays(languages))


def _named(word: str, names: Mapping[str, int]) -> int | None:
    """The number of a name, also of a shortened one: "сент" and "Sept" begin only one month."""
    if word in names or len(word) < 3:
        return names.get(word)
    begun = {number for name, number in names.items() if name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


@cache
def _months(languages: tuple[str, ...]) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in languages:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                _add_names(names, _locale(language).months[form][width])
    return names


@cache
def _weekdays(languages: tuple[str, ...]) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in languages:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                _add_names(names, _locale(language).days[form][width])
    return names


def _add_names(names: dict[str, int], numbered: Mapping[int, str]) -> None:
    for number in sorted(numbered):
        words = re.findall(r"[^\W\d_]+", numbered[number])  # the last: Catalan has "de gener"
        if words:
            names.setdefault(_folded(words[-1]), number)


@cache
def _custom(language: str) -> Order:
    """Which of day and month comes first in the short dates of a language."""
    pattern = str(_locale(language).date_formats["short"].pattern)
    return "month first" if pattern.find("M") < pattern.find("d") else "day first"


@cache
def _locale(language: str):  # type: ignore[no-untyped-def]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError) as error:
        known = "name the file as Babel names the language, such as ru.toml"
        raise Refused(f"vocabulary {language}.toml: {language} is no language Babel knows; {known}") from error


def _folded(word: str) -> str:
    return word.casefold().replace("ё", "е")
