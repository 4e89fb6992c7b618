"""The parts of a date as written: where its day, its month and its year stand, and how."""

from __future__ import annotations

import re

from msgspec import Struct

from repotool.model import Span
from repotool.model.regex import regex
from repotool.reading.course import clock
from repotool.reading.course.dates import Reading
from repotool.reading.course.written_dates import Written

PIECE = regex(r"(?P<number>\d+)|(?P<word>[^\W\d_]+)")
SUFFIX = regex(r"\s*(st|nd|rd|th)(?![^\W\d_])", re.IGNORECASE)


class Parts(Struct, frozen=True):
    """A date taken apart; spans are of the cell's text. A `day` may stand alone: the 10 of "10 и 12 февраля".

    `month` is of digits or, where the date is `named`, a word. `suffix` is the ordinal ending of an English day: "3rd".
    """

    written: Written
    day: Span
    month: Span | None = None
    year: Span | None = None
    named: bool = False
    dotted: bool = False
    suffix: Span | None = None

    @property
    def span(self) -> Span:
        """The whole date, its ordinal ending included."""
        parts = [part for part in (self.written.span, self.day, self.month, self.year, self.suffix) if part]
        return Span(min(part.start for part in parts), max(part.end for part in parts))


def parts_of(found: Written, text: str, reading: Reading) -> Parts:
    """Where the parts of a date of `text` stand."""
    plain = clock.plain(text)
    pieces = list(PIECE.finditer(plain, found.span.start, found.span.end))
    numbers = [piece for piece in pieces if piece["number"]]
    word = next((p for p in pieces if p["word"] and found.month and reading.month(p["word"]) == found.month), None)
    if word is not None:
        return _named(found, numbers, word, plain)
    if len(numbers) == 1:
        named = found.month is not None
        return Parts(found, _span(numbers[0]), named=named, suffix=_suffix(plain, numbers[0]))
    if len(numbers[0]["number"]) == 4:
        year, month, day = numbers[:3]
        return Parts(found, _span(day), _span(month), _span(year))
    day, month = numbers[:2] if found.month or reading.order == "day first" else (numbers[1], numbers[0])
    return Parts(found, _span(day), _span(month), _span(numbers[2]) if len(numbers) > 2 else None)


def _named(found: Written, numbers: list[re.Match[str]], word: re.Match[str], plain: str) -> Parts:
    day = next(n for n in numbers if len(n["number"]) <= 2 and int(n["number"]) == found.first)
    year = next((n for n in numbers if len(n["number"]) == 4), None)
    dotted = plain[word.end() : word.end() + 1] == "."
    return Parts(found, _span(day), _span(word), _span(year) if year else None, True, dotted, _suffix(plain, day))


def _suffix(plain: str, day: re.Match[str]) -> Span | None:
    found = SUFFIX.match(plain, day.end())
    return Span(*found.span(1)) if found and found[1].lower() == ordinal(int(day["number"])) else None


def _span(match: re.Match[str]) -> Span:
    return Span(*match.span())


def ordinal(day: int) -> str:
    """The ending of an English ordinal number."""
    if 11 <= day % 100 <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
