"""Dates whose month is a word: which of the numbers around a month are its days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec import Struct, field

from repotool.model import Span
from repotool.model.regex import regex
from repotool.reading.course.written_dates import Names, Written

Side = Literal["before", "after"]
SIDES: tuple[Side, Side] = ("before", "after")

TOKEN = regex(
    r"(?P<plain>[№#]\s?\d+)|(?P<year>(?<!\d)(?:19|20)\d\d(?!\d))|(?P<day>(?<!\d)\d{1,2}(?!\d))|(?P<word>[^\W\d_]+)"
)
DASHES = frozenset("-–—−")
JOINTS = DASHES | frozenset(",;/&+")
GAP = regex(r"\s*(?:[.,()'’-]\s*){0,3}")
NUMBER = regex(r"\.?\s{0,3}\d")
SENTENCE_END = regex(r"[.!?]\s+\Z")

LEFT_OVER, NAMED, NO_DAY, DIVIDED = 2, 2, 3, 1
"""What speaks against a reading: a number that is nobody's day; a day that the word before it names ("Week 1"); a month
without a day; a comma or a new line between a month and its day."""


class Token(NamedTuple):
    """`kind` is year, day, word, or plain: what looks like part of a date and is none, "№ 3", or "10 may be moved"."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str, names: Names, whole: str | None = None) -> list[Token]:
    """The years, one- and two-digit numbers and words of a text; `whole` is the text with what was blanked in it."""
    tokens = [Token(match.lastgroup or "", match[0], *match.span()) for match in TOKEN.finditer(text)]
    doubtful = {i for i, token in enumerate(tokens) if token.kind == "word" and names.homograph(token.text)}
    if not doubtful:
        return tokens
    told = _lines_with_words(tokens, text, names)
    for index in doubtful:
        token = tokens[index]
        if not _has_own_capital(token, whole or text) and text.count("\n", 0, token.start) in told:
            tokens[index] = token._replace(kind="plain")
    return tokens


def _has_own_capital(token: Token, text: str) -> bool:
    """Whether a homograph is written as a name is: "10 May", not "Task 10. May be moved"."""
    begins = SENTENCE_END.search(text, max(0, token.start - 4), token.start) and not NUMBER.match(text, token.end)
    return token.text[0].isupper() and not begins


def _lines_with_words(tokens: list[Token], text: str, names: Names) -> set[int]:
    """The lines, counted from 0, that hold more than a date."""
    ordinary: dict[str, bool] = {}
    found = set()
    for token in tokens:
        if token.kind == "word":
            if token.text not in ordinary:
                ordinary[token.text] = not _is_of_dates(token.text, names)
            if ordinary[token.text]:
                found.add(text.count("\n", 0, token.start))
    return found


def _is_of_dates(word: str, names: Names) -> bool:
    if names.month(word) is not None or names.weekday(word) is not None:
        return True
    return names.joins(word) or names.ends(word) or names.means_year(word)


def worded_dates(text: str, tokens: list[Token], names: Names) -> list[Written]:
    """The dates of a text whose month is a word.

    Both readings are tried, days before their months and days after, and the one is taken that leaves less unexplained:
    only a list as a whole tells that the 8 of "1 March 8 March" is not the first March's.
    """
    months = [
        (index, month)
        for index, token in enumerate(tokens)
        if token.kind == "word" and (month := names.month(token.text)) is not None
    ]
    if not months:
        return []
    readings = [_Reading(text, tokens, names, side, dict(months)) for side in SIDES]
    return list(min(readings, key=_Reading.cost).dates())


class _Month(Struct, frozen=True):
    """A month word with its days; `side` tells where they stand."""

    index: int
    number: int
    days: list[int]
    side: Side


class _Reading(Struct):
    """One way to share the numbers of a text among its months; each number is taken once."""

    text: str
    tokens: list[Token]
    names: Names
    side: Side
    months: dict[int, int]
    taken: set[int] = field(default_factory=set)
    shared: list[_Month] = field(default_factory=list)

    def __post_init__(self) -> None:
        for index, number in self.months.items():
            month = self.share(index, number)
            if month:
                self.shared.append(month)
                self.taken.update(month.days)

    def share(self, index: int, number: int) -> _Month | None:
        before, after = self.days_before(index), self.days_after(index)
        if before and (not after or self.side == "before" or self.names.follows_day(self.tokens[index].text)):
            return _Month(index, number, before + self.days_behind(index, before[-1]), "before")
        return _Month(index, number, after, "after") if after else None

    def cost(self) -> int:
        """What speaks against this reading, the less the better."""
        days = [index for index, token in enumerate(self.tokens) if token.kind == "day"]
        free = [index for index in days if index not in self.taken]
        left = sum(not self.is_named(index) and not self.is_quantity(index) for index in free)
        named = sum(index in self.taken and self.is_named(index) for index in days)
        divided = sum(self.is_divided(month) for month in self.shared)
        return LEFT_OVER * left + NAMED * named + NO_DAY * (len(self.months) - len(self.shared)) + DIVIDED * divided

    def is_divided(self, month: _Month) -> bool:
        ends = [self.tokens[month.index], self.tokens[month.days[0 if month.side == "after" else -1]]]
        first, second = sorted(ends, key=lambda token: token.start)
        return any(mark in self.text[first.end : second.start] for mark in ",\n")

    def dates(self) -> Iterator[Written]:
        used: set[int] = set()
        for month in self.shared:
            year = self.year_of(month, used)
            for day in month.days:
                yield self.written(month, day, year)

    def written(self, month: _Month, day: int, year: Token | None) -> Written:
        tokens = [self.tokens[day]]
        inner = max((d for d in month.days if d < month.index), default=None) if month.side == "before" else None
        if day == (month.days[0] if inner is None else inner):
            tokens.append(self.tokens[month.index])
        if year and (month.side == "before" or len(month.days) == 1) and len(tokens) > 1:
            tokens.append(year)
        start, end = min(t.start for t in tokens), max(t.end for t in tokens)
        span = Span(start, max(end, self.end_of(day)))
        return Written(span, int(self.tokens[day].text), 0, month.number, int(year.text) if year else None)

    def end_of(self, index: int) -> int:
        """The end of a number, with the ending that is written onto it: "3rd"."""
        number, *endings = self.tokens[index : index + 2]
        if endings and endings[0].start == number.end and self.names.ends(endings[0].text):
            return endings[0].end
        return number.end

    def days_before(self, index: int) -> list[int]:
        day = self.skip(index - 1, -1)
        days: list[int] = []
        while self.is_day(day) and (self.are_joined(day, days[0]) if days else self.near(day, index)):
            if days and self.is_label(day, days[0]):
                break
            days.insert(0, day)
            day = self.skip(day - 1, -1)
        return days

    def is_label(self, day: int, following: int) -> bool:
        """Does it count something else than days: the 1 of "Week 1, 3 March", the 12 of "room 12 and 3 March"?"""
        if not self.is_named(day):
            return False
        name, divided = self.tokens[day - 1].text, not self.has_joiner(day, following)
        marks = self.marks_between(day, following)
        return self.names.is_place(name) or (divided and not marks & DASHES and self.names.is_numbered(name))

    def days_after(self, index: int) -> list[int]:
        day = self.skip(index + 1, 1)
        days: list[int] = []
        while self.is_day(day) and (self.are_joined(days[-1], day) if days else self.near(index, day)):
            if self.is_of_next_month(day) or (days and self.is_counted(days[-1], day)):
                break
            days.append(day)
            day = self.skip(day + 1, 1)
        return days

    def days_behind(self, index: int, last: int) -> list[int]:
        """The 3 of "2 марта и 3", where nothing follows it."""
        day = self.skip(index + 1, 1)
        if not self.is_day(day) or not self.has_joiner(index, day) or not self.near(index, day):
            return []
        if not self.ascend(last, day):
            return []
        rest = self.text[self.tokens[day].end :].partition("\n")[0]
        return [] if re.search(r"\w", rest) else [day]

    def is_of_next_month(self, day: int) -> bool:
        """Does a month follow that has this day before it? Where days come after, one that has no day of its own."""
        month = self.skip(day + 1, 1)
        if month not in self.months or not self.near(day, month):
            return False
        following = self.skip(month + 1, 1)
        return self.side == "before" or not (self.is_day(following) and self.near(month, following))

    def is_counted(self, last: int, day: int) -> bool:
        """Is it, behind a comma, the number of something: the 10 of "March 3, 10 slots"?"""
        comma = "," in self.text[self.tokens[last].end : self.tokens[day].start]
        return comma and not self.has_joiner(last, day) and self.is_quantity(day)

    def is_quantity(self, day: int) -> bool:
        """Does an ordinary word follow a number, as in "2 slots"?"""
        follower = self.tokens[day + 1] if day + 1 < len(self.tokens) else None
        if follower is None or follower.kind not in ("word", "plain") or not follower.text[0].islower():
            return False
        gap = self.text[self.tokens[day].end : follower.start]
        ordinary = not _is_of_dates(follower.text, self.names) and not self.names.tells_hour(follower.text)
        return ordinary and re.fullmatch(r"[^\S\n]+", gap) is not None

    def skip(self, index: int, step: int) -> int:
        """Past ordinal endings, weekdays and the words between the days of a month: "3rd of March", "10 и 12 марта"."""
        while 0 <= index < len(self.tokens) and self.tokens[index].kind == "word" and self.is_skipped(index):
            index += step
        return index

    def is_skipped(self, index: int) -> bool:
        word = self.tokens[index].text
        if index in self.months:
            return False
        return self.names.joins(word) or self.names.ends(word) or self.names.weekday(word) is not None

    def is_day(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "day" and index not in self.taken

    def is_named(self, day: int) -> bool:
        """Is the word before a number its name, as in "Week 1"?"""
        index = day - 1
        if index < 0 or self.tokens[index].kind not in ("word", "plain") or index in self.months:
            return False
        gap = self.text[self.tokens[index].end : self.tokens[day].start]
        return bool(re.fullmatch(r"[^\S\n]*[.№#]?[^\S\n]*", gap)) and not self.is_skipped(index)

    def near(self, left: int, right: int) -> bool:
        """Nothing but space, full stops and skipped words lies between two tokens."""
        return all(GAP.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) for i in range(left, right))

    def are_joined(self, left: int, right: int) -> bool:
        """A comma, a dash or a joining word makes two numbers days of one month."""
        marks = self.marks_between(left, right)
        return self.ascend(left, right) and marks <= JOINTS and (bool(marks) or self.has_joiner(left, right))

    def marks_between(self, left: int, right: int) -> set[str]:
        return set(re.sub(r"[\w\s.()]+", "", self.text[self.tokens[left].end : self.tokens[right].start]))

    def has_joiner(self, left: int, right: int) -> bool:
        return any(self.names.joins(token.text) for token in self.tokens[left + 1 : right])

    def ascend(self, left: int, right: int) -> bool:
        return int(self.tokens[left].text) < int(self.tokens[right].text)

    def year_of(self, month: _Month, used: set[int]) -> Token | None:
        """The year behind the month and its days, else the one before them."""
        first, last = min(month.days[0], month.index), max(month.days[-1], month.index)
        for index in (self.skip(last + 1, 1), first - 1):
            left, right = (last, index) if index > last else (index, first)
            if self.is_year(index) and index not in used and self.near(left, right):
                used.add(index)
                return self.tokens[index]
        return None

    def is_year(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "year"
