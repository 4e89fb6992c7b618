"""Dates as courses write them: "3 марта", "March 3rd", "10 и 12 февраля", "6/1/25", "04.09", "2025-03-03".

The only module that knows Babel, and with it the names of months and weekdays in every language. A date is read whole
or not at all: one that does not exist (31 апреля) and one whose month is misspelt are unreadable, and a date without a
year has a value only where the course tells its year.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from repotool.model import DateMark, Refused, Season, Span
from repotool.reading.vocabulary import Vocabulary

Order = Literal["day first", "month first"]
ORDERS: tuple[Order, Order] = ("day first", "month first")
LONGEST = 1000
"""A cell is read as far as this: nobody's dates need more, and a stranger's megabyte costs nothing."""
LIKENESS = 0.7
"""From here on a word beside a number is a month gone wrong (мрата, Feburary), by difflib's ratio."""
LEAP_YEAR = 2000

HALF = r"\s*([ap])\.?m\b\.?"
TIME_SPAN = re.compile(
    rf"(?<![\d:.,/])(\d{{1,2}})(?::([0-5]\d))?(?:{HALF})?\s*[-–—]\s*(\d{{1,2}})(?::[0-5]\d)?{HALF}", re.I
)
TIME = re.compile(rf"(?<![\d:.,/])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?:{HALF})?|(?<![\d:.,/])(\d{{1,2}}){HALF}", re.I)
DOTTED_TIME = re.compile(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)(?![\d.])")
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
HIDDEN = re.compile(
    r"~~[^~\n]{1,200}~~|<(s|del)>[^<]{1,200}</\1>|<[^<>]{0,300}>|\]\([^()\s]{0,300}\)|&nbsp;|[*_`\[\]\\]"
)
"""Markup, and what is struck out: blanked, so that places stay what they are."""


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
class Reading:
    """How the dates of a column are read. `languages` begin with the document's own."""

    vocabulary: Vocabulary
    languages: tuple[str, ...]
    calendar: Calendar = field(default_factory=Calendar)
    order: Order = "day first"


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


def read(text: str, start: int, reading: Reading) -> tuple[DateMark, ...]:
    """The dates of a cell in their order; `start` is the cell's place in the text that the spans are to be of.

    Of a range ("10–12 февраля") these are the first and the last day. Where a cell plainly holds a date that cannot be
    read ("31 апреля", "3 мрата"), that is a mark which is not readable.
    """
    marks = []
    for found in _without_dotted_times(written(text, reading), text, reading):
        value = found.value(reading.order, reading.calendar)
        exists = found.exists(reading.order, reading.calendar)
        marks.append(DateMark(found.span.shift(start), found.span.cut(text), value, exists))
    if not marks:
        spans = _misspelt(_plain(text), reading.languages)
        marks = [DateMark(span.shift(start), span.cut(text), None, readable=False) for span in spans]
    return tuple(marks)


def read_time(text: str, *, dotted: bool = False) -> str | None:
    """The first time of a cell as HH:MM: "18:10", "в 10:30", "10:30–12:05", "6 - 8:30 pm"; if `dotted`: "18.10"."""
    plain = _plain(text)
    span = TIME_SPAN.search(plain)
    if span:
        start, end = int(span[1]), int(span[4])
        half = span[3] or (span[5] if start % 12 <= end % 12 else "")  # "11 - 1 pm" begins before noon
        return _clock(start, span[2], half)
    found = TIME.search(plain)
    if found:
        return _clock(int(found[1] or found[4]), found[2], found[3] or found[5])
    found = DOTTED_TIME.search(plain) if dotted else None
    return _clock(int(found[1]), found[2], "") if found else None


def _clock(hour: int, minute: str | None, half: str | None) -> str | None:
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return f"{hour:02}:{minute or '00'}" if hour < 24 else None


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


def written(text: str, reading: Reading) -> list[Written]:
    """The dates of a text as written, in their order."""
    plain = _plain(text)
    clockless = _clockless(plain)
    numeric = list(_numeric(clockless))
    for found in numeric:
        clockless = _blanked(clockless, found.span)
    tokens = [Token(m.lastgroup or "", m[0], *m.span()) for m in TOKEN.finditer(clockless)]
    worded = list(_Worded(clockless, tokens, reading).dates())
    if worded:  # beside "3 марта", "(1/2)" is not the first of February
        numeric = [found for found in numeric if found.separator != "/" or found.year]
    weekdays = [t for t in tokens if t.kind == "word" and _weekday(t.text, reading.languages) is not None]
    dates = [_with_weekday(found, weekdays, clockless, reading.languages) for found in [*numeric, *worded]]
    return sorted(dates, key=lambda found: found.span)


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


def _without_dotted_times(dates: list[Written], text: str, reading: Reading) -> list[Written]:
    """Leaves out the 10.30 of "04.09, 10.30": no such day, but such a time, and the cell has its date."""
    real = [found for found in dates if found.exists(reading.order, reading.calendar)]
    return [found for found in dates if not real or found in real or not DOTTED_TIME.fullmatch(found.span.cut(text))]


class _Worded:
    """Reads the dates of a text whose month is a word, taking each number and year once."""

    def __init__(self, text: str, tokens: list[Token], reading: Reading) -> None:
        self.text, self.tokens, self.reading = text, tokens, reading
        self.taken: set[int] = set()

    def dates(self) -> Iterator[Written]:
        for index, token in enumerate(self.tokens):
            month = _month(token.text, self.reading.languages) if token.kind == "word" else None
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
            span = Span(min(t.start for t in tokens), max(self.with_ending(t) for t in tokens))
            yield Written(span, int(self.tokens[day].text), 0, month, int(year.text) if year else None)

    def with_ending(self, token: Token) -> int:
        """The end of a token, or of the ending that is written onto it: "3rd"."""
        ending = next((t for t in self.tokens if t.start == token.end and t.kind == "word"), None)
        is_ending = ending is not None and self.reading.vocabulary.names("words.ordinal", ending.text)
        return ending.end if ending is not None and is_ending else token.end

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
        word, vocabulary = self.tokens[index].text, self.reading.vocabulary
        return vocabulary.names("words.joiner", word) or vocabulary.names("words.ordinal", word)

    def is_day(self, index: int) -> bool:
        return 0 <= index < len(self.tokens) and self.tokens[index].kind == "day" and index not in self.taken

    def is_month(self, index: int) -> bool:
        inside = 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"
        return inside and _month(self.tokens[index].text, self.reading.languages) is not None

    def is_label(self, index: int) -> bool:
        inside = 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"
        return inside and _weekday(self.tokens[index].text, self.reading.languages) is None

    def near(self, left: int, right: int) -> bool:
        """Nothing but space, full stops and skipped words lies between two tokens."""
        return all(GAP.fullmatch(self.text, self.tokens[i].end, self.tokens[i + 1].start) for i in range(left, right))

    def joined(self, left: int, right: int) -> bool:
        """A comma, a dash or a joining word makes two numbers days of one month."""
        between = self.text[self.tokens[left].end : self.tokens[right].start]
        words = [self.tokens[i].text for i in range(left + 1, right)]
        if any(self.reading.vocabulary.names("words.joiner", word) for word in words):
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


def _with_weekday(found: Written, weekdays: list[Token], text: str, languages: tuple[str, ...]) -> Written:
    for token in weekdays:
        before = token.end <= found.span.start and GAP.fullmatch(text, token.end, found.span.start)
        after = found.span.end <= token.start and GAP.fullmatch(text, found.span.end, token.start)
        if before or after:
            day = _weekday(token.text, languages)
            return Written(found.span, found.first, found.second, found.month, found.year, found.separator, weekday=day)
    return found


def _misspelt(plain: str, languages: tuple[str, ...]) -> Iterator[Span]:
    """Numbers beside a word that is nearly a month."""
    tokens = [Token(m.lastgroup or "", m[0], *m.span()) for m in TOKEN.finditer(_clockless(plain))]
    for left, right in pairwise(tokens):
        kinds, word = {left.kind, right.kind}, left if left.kind == "word" else right
        if kinds == {"day", "word"} and GAP.fullmatch(plain, left.end, right.start) and _like_month(word, languages):
            yield Span(left.start, right.end)


def _like_month(word: Token, languages: tuple[str, ...]) -> bool:
    name, names = _folded(word.text), [n for n in _months(languages) if len(n) > 3]
    if len(name) < 4 or len(name) > 20:
        return False
    return any(name.startswith(n) for n in names) or bool(difflib.get_close_matches(name, names, 1, LIKENESS))


def _month(word: str, languages: tuple[str, ...]) -> int | None:
    return _named(_folded(word), _months(languages))


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


def _plain(text: str) -> str:
    return HIDDEN.sub(_blank, text[:LONGEST])


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _clockless(plain: str) -> str:
    return TIME.sub(_blank, TIME_SPAN.sub(_blank, plain))


def _blanked(text: str, span: Span) -> str:
    return text[: span.start] + " " * (span.end - span.start) + text[span.end :]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
