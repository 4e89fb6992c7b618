"""Dates as they are written, before anyone asks which day they are: the nouns, and the dates of numbers alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, Protocol

from msgspec import Struct, field

from repotool.model import Season, Span
from repotool.model.regex import regex

Order = Literal["day first", "month first"]
LEAP_YEAR = 2000

NUMERIC = regex(
    r"(?<![\w./])(?:"
    r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?:T(?=\s))?"  # 2025-03-10, 2025-03-10T18:10
    r"|(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?:(?P=sep)(?P<yy>\d{4}|\d{2}))?"  # 10.03, 3/10, 10.03.25
    r"|(?P<da>\d{1,2})-(?P<db>\d{1,2})-(?P<dy>\d{4})"  # 10-03-2025
    r")(?![\d_/]|\.\d)(?P<tail>[^\W\d_]*)"
)
RANGE_START = regex(r"(?<![\w./])(\d{1,2})\s?[-–—]\s?\Z")


class Names(Protocol):
    """What words mean in a date."""

    def month(self, word: str) -> int | None: ...

    def weekday(self, word: str) -> int | None: ...

    def follows_day(self, word: str) -> bool:
        """Is it the form of a month that only stands behind its day: "марта", not "март"?"""

    def homograph(self, word: str) -> bool:
        """Is it an ordinary word as well as a month or weekday: "may", "march"?"""

    def is_numbered(self, word: str) -> bool:
        """Does a number behind it count lessons or weeks: "Week 1, 3 March"?"""

    def is_place(self, word: str) -> bool:
        """Does a number behind it name a room?"""

    def joins(self, word: str) -> bool:
        """Does it stand between days of one month: "и", "and"?"""

    def ends(self, word: str) -> bool:
        """Does it stand between a day and its month: "3-го марта", "3rd of March"?"""

    def means_year(self, word: str) -> bool:
        """Does it stand behind a year: "2025г.", "2025 года"?"""

    def tells_hour(self, word: str) -> bool:
        """Does it stand before a time of day, and never before a date: "в 18.10", "at 18.10"?"""


class Calendar(Struct, frozen=True):
    """What a date without a year leans on: the calendar year and season of the course, as far as they are known.

    `moved` tells of months that are not of that year: how many years later they are, None where that is not known.
    """

    year: int | None = None
    season: Season | None = None
    moved: Mapping[int, int | None] = field(default_factory=dict)

    def year_of(self, month: int) -> int | None:
        """The year of a month of the course; the January of an autumn course belongs to the year after."""
        if self.year is None:
            return None
        years = self.moved.get(month, 1 if self.season == "autumn" and month == 1 else 0)
        return None if years is None else self.year + years


class Written(Struct, frozen=True):
    """A date as written, before anyone asks whether there is such a day.

    Of a numeric date, `first` and `second` wait for the order of the column; else `first` is the day and `month` is
    known. `weekday` (Monday is 0) is the word beside it, `weekday_span` its place.
    """

    span: Span
    first: int
    second: int
    month: int | None
    year: int | None
    separator: str = ""
    weekday: int | None = None
    weekday_span: Span | None = None

    def day_and_month(self, order: Order) -> tuple[int, int]:
        if self.month is not None:
            return self.first, self.month
        return (self.first, self.second) if order == "day first" else (self.second, self.first)

    def value(self, order: Order, calendar: Calendar) -> date | None:
        """The day, or None where there is no such day or its year is not known."""
        day, month = self.day_and_month(order)
        year = self.year or calendar.year_of(month)
        return _date(year, month, day) if year else None

    def exists(self, order: Order, calendar: Calendar) -> bool:
        """Whether there is such a day: in its year, or in any where the year is not known."""
        day, month = self.day_and_month(order)
        return _date(self.year or calendar.year_of(month) or LEAP_YEAR, month, day) is not None


def numeric_dates(plain: str, names: Names) -> Iterator[Written]:
    """The dates of a text that are written in numbers alone; a word may be written onto their year: "5.03.2025г."."""
    for match in NUMERIC.finditer(plain):
        span = Span(match.start(), match.start("tail"))
        if match["tail"] and not ((match["yy"] or match["dy"]) and names.means_year(match["tail"])):
            continue
        if match["y"]:
            span = Span(match.start(), match.end("d"))
            yield Written(span, int(match["d"]), 0, int(match["m"]), int(match["y"]))
        elif match["dy"]:
            yield Written(span, int(match["da"]), int(match["db"]), None, int(match["dy"]), "-")
        else:
            year = _full_year(match["yy"])
            before = RANGE_START.search(plain, max(0, span.start - 6), span.start)
            if before and match["sep"] == ".":  # the 10 of "10–12.02"
                yield Written(Span(*before.span(1)), int(before[1]), int(match["b"]), None, year, ".")
            yield Written(span, int(match["a"]), int(match["b"]), None, year, match["sep"])


def _full_year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
