"""Dates as they are written, before anyone asks which day they are: numbers, month words, years, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, Protocol

from repotool.model import Season, Span
from repotool.reading import clock

Order = Literal["day first", "month first"]
LEAP_YEAR = 2000

NUMERIC = re.compile(
    r"(?<![\w./])(?:"
    r"(?P<y>\d{4})(?P<s>[-./])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"  # 2025-03-10
    r"|(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?:(?P=sep)(?P<yy>\d{4}|\d{2}))?"  # 10.03, 3/10, 10.03.25
    r"|(?P<da>\d{1,2})-(?P<db>\d{1,2})-(?P<dy>\d{4})"  # 10-03-2025
    r")(?![\w/]|\.\d)"
)
RANGE_START = re.compile(r"(?<![\w./])(\d{1,2})\s?[-–—]\s?\Z")
TOKEN = re.compile(r"(?P<year>(?<!\d)(?:19|20)\d\d(?!\d))|(?P<day>(?<!\d)\d{1,2}(?!\d))|(?P<word>[^\W\d_]+)")
JOINT = re.compile(r"\s*[-–—−,;/&+]\s*")
GAP = re.compile(r"[\s.,()'’-]{0,4}")


class Names(Protocol):
    """What words mean in a date."""

    def month(self, word: str) -> int | None: ...

    def weekday(self, word: str) -> int | None: ...

    def joins(self, word: str) -> bool:
        """Does it stand between days of one month: "и", "and"?"""

    def ends(self, word: str) -> bool:
        """Does it stand between a day and its month: "3-го марта", "3rd of March"?"""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a date without a year leans on: the calendar year and season of the course, as far as they are known."""

    year: int | None = None
    season: Season | None = None

    def year_of(self, month: int) -> int | None:
        """The year of a month of the course; the January of an autumn course belongs to the year after."""
        if self.year is None:
            return None
        return self.year + 1 if self.season == "autumn" and month == 1 else self.year


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written, before anyone asks whether there is such a day.

    Of a numeric date, `first` and `second` wait for the order of the column; else `first` is the day and `month` is
    known. `weekday` (Monday is 0) is the word beside it.
    """

    span: Span
    first: int
    second: int
    month: int | None
    year: int | None
    separator: str = ""
    weekday: int | None = None

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


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def written(text: str, names: Names) -> list[Written]:
    """The dates of a text as written, in their order."""
    bare = clock.clockless(clock.plain(text))
    numeric = list(_numeric(bare))
    for found in numeric:
        bare = bare[: found.span.start] + " " * (found.span.end - found.span.start) + bare[found.span.end :]
    tokens = tokens_of(bare)
    worded = list(_Worded(bare, tokens, names).dates())
    if worded:  # beside "3 марта", "(1/2)" is not the first of February
        numeric = [found for found in numeric if found.separator != "/" or found.year]
    weekdays = [t for t in tokens if t.kind == "word" and names.weekday(t.text) is not None]
    dates = [_with_weekday(found, weekdays, bare, names) for found in [*numeric, *worded]]
    return sorted(dates, key=lambda found: found.span)


def tokens_of(text: str) -> list[Token]:
    """The years, one- and two-digit numbers and words of a text."""
    return [Token(match.lastgroup or "", match[0], *match.span()) for match in TOKEN.finditer(text)]


def _numeric(plain: str) -> Iterator[Written]:
    for match in NUMERIC.finditer(plain):
        span = Span(*match.span())
        if match["y"]:
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


class _Worded:
    """Reads the dates of a text whose month is a word, taking each number and year once."""

    def __init__(self, text: str, tokens: list[Token], names: Names) -> None:
        self.text, self.tokens, self.names = text, tokens, names
        self.taken: set[int] = set()

    def dates(self) -> Iterator[Written]:
        for index, token in enumerate(self.tokens):
            month = self.names.month(token.text) if token.kind == "word" else None
            if month is not None:
                yield from self.around(index, month)

    def around(self, index: int, month: int) -> Iterator[Written]:
        """The dates that the month word at `index` belongs to: the numbers before it, else those after it."""
        before, after = self.days_before(index), self.days_after(index)
        if before and after and self.is_label(before[0] - 1):  # the 1 of "Week 1 Feb 10" counts weeks
            before = []
        days = before or after
        if not days:
            return
        first, last = min(days[0], index), max(days[-1], index)
        year = self.year_at(last + 1, after=True) or self.year_at(first - 1, after=False)
        self.taken.update(days)
        for day in days:
            tokens = [self.tokens[day]]
            if day == (days[-1] if before else days[0]):
                tokens.append(self.tokens[index])
            if year and (before or len(days) == 1) and len(tokens) > 1:
                tokens.append(year)
            start, end = min(t.start for t in tokens), max(t.end for t in tokens)
            span = Span(start, max(end, self.end_of(day)))
            yield Written(span, int(self.tokens[day].text), 0, month, int(year.text) if year else None)

    def end_of(self, index: int) -> int:
        """The end of a number, with the ending that is written onto it: "3rd"."""
        number, *endings = self.tokens[index : index + 2]
        if endings and endings[0].start == number.end and self.names.ends(endings[0].text):
            return endings[0].end
        return number.end

    def days_before(self, index: int) -> list[int]:
        day = self.skip(index - 1, -1)
        days: list[int] = []
        while self.is_day(day) and (not days or self.joined(day, days[0])) and (days or self.near(day, index)):
            days.insert(0, day)
            day = self.skip(day - 1, -1)
        return days

    def days_after(self, index: int) -> list[int]:
        day = self.skip(index + 1, 1)
        days: list[int] = []
        while self.is_day(day) and (self.joined(days[-1], day) if days else self.near(index, day)):
            if days and self.is_month(self.skip(day + 1, 1)):
                break
            days.append(day)
            day = self.skip(day + 1, 1)
        return days

    def skip(self, index: int, step: int) -> int:
        """Past ordinal endings and the words between the days of a month: "3rd of March", "10 и 12 февраля"."""
        while 0 <= index < len(self.tokens) and self.tokens[index].kind == "word" and self.is_joiner(index):
            index += step
        return index

    def is_joiner(self, index: int) -> bool:
        word = self.tokens[index].text
        return self.names.joins(word) or self.names.ends(word)

    def is_day(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "day" and index not in self.taken

    def is_month(self, index: int) -> bool:
        inside = 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"
        return inside and self.names.month(self.tokens[index].text) is not None

    def is_label(self, index: int) -> bool:
        inside = 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"
        return inside and self.names.weekday(self.tokens[index].text) is None

    def near(self, left: int, right: int) -> bool:
        """Nothing but space, full stops and skipped words lies between two tokens."""
        return all(GAP.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) for i in range(left, right))

    def joined(self, left: int, right: int) -> bool:
        """A comma, a dash or a joining word makes two numbers days of one month."""
        between = self.text[self.tokens[left].end : self.tokens[right].start]
        words = [self.tokens[i].text for i in range(left + 1, right)]
        if any(self.names.joins(word) for word in words):
            return len(between) <= 12
        return bool(JOINT.fullmatch(re.sub(r"[^\W\d_]+", "", between)))

    def year_at(self, index: int, *, after: bool) -> Token | None:
        index = self.skip(index, 1) if after else index
        if not 0 <= index < len(self.tokens) or self.tokens[index].kind != "year" or index in self.taken:
            return None
        left, right = (index - 1, index) if after else (index, index + 1)
        if not self.near(left, right):
            return None
        self.taken.add(index)
        return self.tokens[index]


def _with_weekday(found: Written, weekdays: list[Token], text: str, names: Names) -> Written:
    for token in weekdays:
        before = token.end <= found.span.start and GAP.fullmatch(text, token.end, found.span.start)
        after = found.span.end <= token.start and GAP.fullmatch(text, found.span.end, token.start)
        if before or after:
            day = names.weekday(token.text)
            return Written(found.span, found.first, found.second, found.month, found.year, found.separator, weekday=day)
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
