"""Dates written back in kind: a new day in an old date's clothes.

A hand knows how one table writes: zeros before small numbers, names of months and weekdays, whole or short years,
English ordinals. What it writes it reads again: a cell that would not be read as the days it is to hold is not written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from repotool.model import Span
from repotool.model.regex import regex
from repotool.reading.course import clock
from repotool.reading.course.calendar_names import month_styles, weekday_styles
from repotool.reading.course.date_parts import Parts, ordinal, parts_of
from repotool.reading.course.dates import Reading, weekday_words, written
from repotool.reading.course.words_in_kind import Naming, Word, naming
from repotool.reading.course.written_dates import Calendar

Replacement = tuple[Span, str]
"""What to write in place of a span of the cell's text."""

RANGE = regex(r"[^\w,;&+]*[-–—−][^\w,;&+]*")
STRUCK = regex(r"(?:~~[^~\n]{1,200}~~|<(s|del)>[^<]{1,200}</\1>)[ \t]*")
SMALL = 10
"""Numbers below this one may have a zero before them."""


class Hand(Struct, frozen=True):
    """How a table writes its dates. `zeros` counts the padded and the bare small numbers of days and of months."""

    reading: Reading
    months: Naming
    weekdays: Naming
    zeros: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def in_calendar(self, calendar: Calendar) -> Hand:
        """The same hand, where another calendar tells the years of its dates."""
        return replace(self, reading=replace(self.reading, calendar=calendar))

    def dates(self, text: str) -> list[Parts]:
        """The dates of a cell, in their order."""
        return [parts_of(found, text, self.reading) for found in written(text, self.reading)]

    def values(self, text: str) -> list[date | None]:
        """The days that a cell of last year told."""
        return [p.written.value(self.reading.order, self.reading.calendar) for p in self.dates(text)]

    def ranges(self, text: str) -> list[bool]:
        """Of each date of a cell, whether it is the last day of a range that the date before it begins."""
        dates, plain = self.dates(text), clock.plain(text)
        gaps = (plain[one.span.end : two.span.start] for one, two in pairwise(dates))
        return [False, *(RANGE.fullmatch(gap) is not None for gap in gaps)][: len(dates)]

    def write(self, text: str, days: Sequence[date | None]) -> list[Replacement] | None:
        """Writes `days` in place of the dates of a cell; a date whose day is None is dropped, behind another one.

        None where it cannot be written so that it would be read again as these days. Days that were moved and are
        struck out (~~10 марта~~ 12 марта) go.
        """
        dates = self.dates(text)
        if len(days) != len(dates) or not dates or days[0] is None:
            return None
        changes = [(Span(*match.span()), "") for match in STRUCK.finditer(text)]
        kept = [(parts, day) for parts, day in zip(dates, days, strict=True) if day]
        for parts, day in kept:
            changes += self._one(parts, day, kept, text)
        for before, gone in pairwise(dates):
            if days[dates.index(gone)] is None:
                changes.append((Span(_end(before), _end(gone)), ""))
        return changes if self._is_read_as(apply(text, changes), [day for _, day in kept]) else None

    def like(self, text: str, day: date) -> str | None:
        """The text of a cell with one date, with another day in it."""
        changes = self.write(text, [day])
        return apply(text, changes) if changes is not None else None

    def write_weekdays(self, text: str, days: Sequence[date]) -> list[Replacement]:
        """Writes the weekdays of `days` in a cell that has nothing else: one for each day, or one for all."""
        spans = weekday_words(text, self.reading)
        if len(spans) == 1:
            days = days[:1]
        if len(spans) != len(days):
            return []
        return [change for span, day in zip(spans, days, strict=True) for change in self._weekday(span, day, text)]

    def _one(self, parts: Parts, day: date, others: Sequence[tuple[Parts, date]], text: str) -> Iterator[Replacement]:
        if parts.month is None:
            yield from self._bare_day(parts, day, others, text)
        else:
            yield from self._day(parts, day, text)
            yield from self._month(parts, parts.month, day, text)
            if parts.year is not None:
                yield parts.year, _year(day, parts.year)
        if parts.written.weekday_span is not None:
            yield from self._weekday(parts.written.weekday_span, day, text)

    def _bare_day(
        self, parts: Parts, day: date, others: Sequence[tuple[Parts, date]], text: str
    ) -> Iterator[Replacement]:
        """The 10 of "10 и 12 февраля": it gets a month of its own where the two days are no longer of one month."""
        whole = [(other, its_day) for other, its_day in others if other.month is not None]
        if not whole:
            yield from self._day(parts, day, text)
            return
        sibling, its_day = min(whole, key=lambda pair: abs(pair[0].span.start - parts.span.start))
        if its_day.month == day.month and its_day.year == day.year:
            yield from self._day(parts, day, text)
            return
        span = sibling.span
        changes = [*self._day(sibling, day, text), *self._month(sibling, sibling.month or span, day, text)]
        if sibling.year is not None:
            changes.append((sibling.year, _year(day, sibling.year)))
        moved = [(Span(part.start - span.start, part.end - span.start), new) for part, new in changes]
        yield parts.span, apply(span.cut(text), moved)

    def _day(self, parts: Parts, day: date, text: str) -> Iterator[Replacement]:
        yield parts.day, self._number("day", day.day, parts.day.cut(text), parts)
        if parts.suffix is not None:
            ending = ordinal(day.day)
            yield parts.suffix, ending.upper() if parts.suffix.cut(text).isupper() else ending

    def _month(self, parts: Parts, span: Span, day: date, text: str) -> Iterator[Replacement]:
        if not parts.named:
            yield span, self._number("month", day.month, span.cut(text), parts)
            return
        word = Word(parts.written.month or 0, span.cut(text), parts.dotted)
        yield from _named(span, word, self.months.write(day.month, word))

    def _weekday(self, span: Span, day: date, text: str) -> Iterator[Replacement]:
        number = self.reading.weekday(span.cut(text))
        if number is not None:
            word = Word(number, span.cut(text), text[span.end : span.end + 1] == ".")
            yield from _named(span, word, self.weekdays.write(day.weekday(), word))

    def _number(self, what: str, number: int, like: str, parts: Parts) -> str:
        """A day or month in digits, with a zero before it where this date, or else the table, has them."""
        padded = len(like) > 1 if int(like) < SMALL else self._pads(what, parts)
        return f"{number:02}" if padded else str(number)

    def _pads(self, what: str, parts: Parts) -> bool:
        padded, bare = self.zeros[what, True], self.zeros[what, False]
        if padded != bare:
            return padded > bare
        return self._pads("day", parts) if what == "month" else not parts.named

    def _is_read_as(self, text: str, days: Sequence[date]) -> bool:
        found = written(text, self.reading)
        told = [(*f.day_and_month(self.reading.order), f.year) for f in found]
        return len(told) == len(days) and all(
            (day, month) == (wanted.day, wanted.month) and year in (None, wanted.year)
            for (day, month, year), wanted in zip(told, days, strict=True)
        )


def learn(texts: Iterable[str], reading: Reading) -> Hand:
    """The hand that wrote the cells of a table."""
    cells = [(text, [parts_of(found, text, reading) for found in written(text, reading)]) for text in texts]
    months = [_month_word(parts, text) for text, dates in cells for parts in dates if parts.named and parts.month]
    weekdays = [
        Word(reading.weekday(span.cut(text)) or 0, span.cut(text), text[span.end : span.end + 1] == ".")
        for text, _ in cells
        for span in weekday_words(text, reading)
    ]
    zeros = Counter(zero for text, dates in cells for parts in dates for zero in _zeros(parts, text))
    return Hand(
        reading,
        naming(month_styles(reading.languages), months),
        naming(weekday_styles(reading.languages), weekdays),
        zeros,
    )


def together(hands: Iterable[Hand]) -> Counter[tuple[str, bool]]:
    """The small numbers of all tables of a course."""
    return sum((hand.zeros for hand in hands), Counter())


def informed(hand: Hand, zeros: Counter[tuple[str, bool]]) -> Hand:
    """The hand of a table that has no small numbers itself does as the other tables do."""
    return replace(hand, zeros=hand.zeros or zeros)


def apply(text: str, changes: Iterable[Replacement]) -> str:
    """`text` with what is to stand in place of its spans, which lie apart."""
    for span, new in sorted(changes, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def _month_word(parts: Parts, text: str) -> Word:
    return Word(parts.written.month or 0, parts.month.cut(text) if parts.month else "", parts.dotted)


def _zeros(parts: Parts, text: str) -> Iterator[tuple[str, bool]]:
    numbers = [("day", parts.day)] + ([("month", parts.month)] if parts.month and not parts.named else [])
    for what, span in numbers:
        if int(span.cut(text)) < SMALL:
            yield what, len(span.cut(text)) > 1


def _named(span: Span, old: Word, new: Word) -> Iterator[Replacement]:
    """A name in place of another, and the full stop behind it where only one of both has one."""
    full_stop = "." if new.dotted and not old.dotted else ""
    end = span.end + (1 if old.dotted and not new.dotted else 0)
    yield Span(span.start, end), new.text + full_stop


def _year(day: date, span: Span) -> str:
    return str(day.year) if span.end - span.start == 4 else f"{day.year % 100:02}"


def _end(parts: Parts) -> int:
    weekday = parts.written.weekday_span
    return max(parts.span.end, weekday.end if weekday else 0)
