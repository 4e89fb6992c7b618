"""Days of last year outside the schedule, in tables of deadlines, tests, consultations: which they are now is asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from repotool.language import to_say
from repotool.model import DateMark, Document, Spans, Table
from repotool.reading.course.columns import column_names
from repotool.reading.course.dates import Reading, read
from repotool.reading.course.vocabulary import vocabulary
from repotool.rollover.model import RolledSchedule, Todo
from repotool.rollover.turn import Turn

DATED = ("date", "deadline", "issued")
STALE = 2
"""So many years a day may be behind the new term and still be one that was meant to move."""


def dated_tables(document: Document, turn: Turn, schedule: RolledSchedule) -> Iterator[Todo]:
    """A question for each table that is no part of the schedule, and has days of last year."""
    settled = Spans(schedule.cells)
    for table in document.tables:
        if any(settled.hold(cell.span) for row in table.rows for cell in row.cells) or _is_past(document, table):
            continue
        marks = [mark for mark in _marks(document, table) if _is_of_last_year(mark, turn)]
        if marks:
            first = marks[0]
            yield Todo("date", document.path, _message(first.text, len(marks)), first.span, first.text)


def _message(first: str, count: int) -> str:
    if count == 1:
        return to_say(f"«{first}» is of last year: which day is it now?")
    return to_say(f"the table's {count} days are of last year, from «{first}» on: which are they now?")


def _marks(document: Document, table: Table) -> Iterator[DateMark]:
    """The days in the columns of dates and deadlines."""
    words = vocabulary()
    names = column_names(table, words, {})
    reading = Reading(words, words.locales)
    for row in table.rows:
        for name, cell in zip(names, row.cells, strict=False):
            if name in DATED:
                yield from (m for m in read(cell.span.cut(document.view.text), cell.span.start, reading) if m.readable)


def _is_of_last_year(mark: DateMark, turn: Turn) -> bool:
    if mark.value is None:
        return True
    start = turn.options.start or min(turn.options.days or (), default=mark.value)
    return mark.value < start and turn.step.year - mark.value.year <= STALE


def _is_past(document: Document, table: Table) -> bool:
    """Whether the heading above says that the table is of former years."""
    above = bisect_right(document.headings, table.span.start, key=lambda heading: heading.span.start)
    return above > 0 and vocabulary().mentions("words.archive", document.headings[above - 1].text)
