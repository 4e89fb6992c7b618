"""A Course + the days of its lessons -> the edits of its schedule, and the questions they leave open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from repotool.language import to_say
from repotool.model import Course, Edit, Lesson, Span, TableCell
from repotool.reading.course.hand import Hand, Replacement
from repotool.reading.course.schedule import hands_of
from repotool.reading.course.vocabulary import vocabulary
from repotool.rollover.model import Carried, RolledSchedule, Rollover, Todo
from repotool.rollover.schedule.calendar import Timetable, timetables
from repotool.rollover.schedule.cells import Cells
from repotool.rollover.schedule.contents import Contents, Counts
from repotool.rollover.schedule.deadlines import Shift, deadline_spans, rolled, shift_of
from repotool.rollover.schedule.new_rows import free_row, new_row, next_number
from repotool.rollover.schedule.pattern import pattern_of
from repotool.rollover.schedule.places import Placed, place
from repotool.rollover.schedule.questions import questions
from repotool.rollover.schedule.rows import DatedRow, Stream, streams, tells_weekdays, with_year

DEADLINES = ("deadline", "issued")
WORDED = ("homework", "materials", "topic")
"""Columns in whose cells a date behind "до" or "due" is a deadline."""


def roll_schedule(course: Course, options: Rollover, carried: Carried) -> RolledSchedule:
    """Next year's schedule in last year's clothes. Pure; of a course without a schedule nothing comes."""
    if not course.columns:
        return RolledSchedule()
    begin = options.start or min(options.days or (), default=date.today())
    hands = with_year(hands_of(course), course, begin.year)
    found = [stream for stream in streams(course, hands) if any(row.days for row in stream.rows)]
    tables = timetables(found, options, knows_weekdays=tells_weekdays(course))
    placed = [(stream, times, place(stream, times, options)) for stream, times in zip(found, tables, strict=True)]
    return _Rolling(course, options, carried, hands).roll(placed)


class _Rolling:
    def __init__(self, course: Course, options: Rollover, carried: Carried, hands: Mapping[int, Hand]) -> None:
        words = vocabulary()
        self.course = course
        self.options = options
        self.hands = hands
        self.words = words
        self.text = course.document.view.text
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.counts = Counts()
        self.contents = {
            index: Contents(course, index, Cells(course.document, index), options, carried, words, self.counts)
            for index in hands
        }
        self.changes: list[Replacement] = []
        self.settled: list[Span] = []
        self.todos: list[Todo] = []

    def roll(self, placed: Sequence[tuple[Stream, Timetable, list[Placed]]]) -> RolledSchedule:
        shift = _shift(placed)
        gone: set[Span] = set()
        for stream, times, rows in placed:
            for number, one in enumerate(rows):
                self.row(one, number, rows, stream)
                if one.fate == "gone" and one.row:
                    gone.add(one.row.lesson.row.span)
            self.todos += questions(self.course, stream, times, rows, self.options)
        for lesson in self.course.lessons:
            if lesson.row.span not in gone:
                self.lesson(lesson, shift)
        edits = [Edit(self.course.document.path, span, new) for span, new in _apart(self.changes)]
        return self.result(edits, placed, shift)

    def result(
        self, edits: list[Edit], placed: Sequence[tuple[Stream, Timetable, list[Placed]]], shift: Shift
    ) -> RolledSchedule:
        rows = [one for _, _, of_stream in placed for one in of_stream]
        taught = [one for one in rows if one.days and one.days[0] and not _is_free(one)]
        days = sorted(day for one in taught for day in _begun(one) if day)
        return RolledSchedule(
            edits=tuple(edits),
            todos=tuple(self.todos),
            cells=tuple(self.settled),
            lessons=len(taught),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            weekdays=tuple(sorted({weekday.day for weekday in pattern_of(days).weekdays})),
            marked=tuple(one.days[0] for one in rows if one.days and one.days[0] and _is_free(one)),
            unlinked=self.counts.unlinked,
            cleared=self.counts.cleared,
            recordings=self.counts.recordings,
            shift=shift,
        )

    def row(self, one: Placed, number: int, rows: Sequence[Placed], stream: Stream) -> None:
        """The row's date and weekday; or the row comes in, or goes."""
        if one.fate in ("new", "new free"):
            self.insert(one, number, rows, stream)
        elif one.fate == "gone" and one.row:
            self.changes.append((self.line_of(one.row.lesson), ""))
        elif one.row and one.row.cell and one.fate != "kept":
            self.settled.append(one.row.cell.span)
            self.changes += self.contents[one.row.table].cells.fill(one.row.cell, "") if not one.days[0] else []
            if one.days[0]:
                self.write_days(one.row, one.days, stream)

    def write_days(self, row: DatedRow, days: Sequence[date | None], stream: Stream) -> None:
        assert row.cell is not None
        cells, written = self.contents[row.table].cells, row.cell.span.cut(self.text)
        changes = row.hand.write(written, days)
        if changes is not None:
            moved = [(span.shift(row.cell.span.start), new) for span, new in changes]
            self.changes += cells.changes(row.cell, moved)
        else:
            content = self.borrowed(row, days, stream)
            self.changes += cells.fill(row.cell, content)
            if written or not content:
                told = to_say(f"«{written}» could not be written anew; check this lesson's day: {content or 'none'}")
                self.ask("date", told, row.cell.span)
        weekday = row.lesson.cells.get("weekday")
        if weekday is not None:
            self.settled.append(weekday.span)
            found = row.hand.write_weekdays(weekday.span.cut(self.text), [day for day in days if day])
            self.changes += cells.changes(weekday, [(span.shift(weekday.span.start), new) for span, new in found])

    def borrowed(self, row: DatedRow, days: Sequence[date | None], stream: Stream) -> str:
        """The days of a cell that cannot be written in its own manner, in that of the first row that has one date."""
        models = (self.cell_text(other) for other in stream.rows if len(other.days) == 1 and other.first)
        model = next(models, None)
        told = [row.hand.like(model, day) for day in days if day] if model is not None else []
        return ", ".join(text for text in told if text)

    def cell_text(self, row: DatedRow) -> str:
        return row.cell.span.cut(self.text) if row.cell else ""

    def insert(self, one: Placed, number: int, rows: Sequence[Placed], stream: Stream) -> None:
        """A new row before the next one that was there last year, or behind the last."""
        old = [other for other in rows[number:] if other.row and other.fate != "gone"]
        before = [other for other in rows[:number] if other.row and other.fate != "gone"]
        anchor = old[0].row if old else before[-1].row if before else None
        day = one.days[0]
        if anchor is None or day is None:
            return
        beside = [row for row in stream.rows if row.table == anchor.table]
        line = self.new_line(one, day, rows[:number], beside, self.contents[anchor.table])
        if line is None:
            self.ask("row", f"{day:%Y-%m-%d} needs a row, which could not be made: add it", anchor.lesson.row.span)
            return
        span = anchor.lesson.row.span
        above = bool(old) != stream.falling
        place, between = span.start if above else span.end, self.newline + self.indent(span)
        change = (Span(place, place), line + between if above else between + line)
        # Of several rows at one place the first in time comes first, but where the last lesson stands first.
        self.changes.insert(0 if stream.falling else len(self.changes), change)

    def new_line(
        self,
        one: Placed,
        day: date,
        earlier: Sequence[Placed],
        beside: Sequence[DatedRow],
        contents: Contents,
    ) -> str | None:
        if one.fate == "new free":
            return free_row(day, beside, contents)
        numbers = [row.lesson.number or "" for row in beside if not row.lesson.holiday]
        for _ in range(1 + sum(other.fate == "new" for other in earlier)):
            numbers.append(next_number(numbers))
        return new_row(day, beside, numbers[-1], contents)

    def lesson(self, lesson: Lesson, shift: Shift) -> None:
        """The other cells of a row that was there last year."""
        contents = self.contents[self.table_of(lesson)]
        hand = self.hands[contents.table]
        for name in DEADLINES:
            if name in lesson.cells:
                self.deadline(lesson.cells[name], hand, contents, shift)
        if lesson.holiday:
            return
        mine = list(contents.changes(lesson))
        for name in WORDED:
            if name in lesson.cells:
                mine += self.worded(lesson.cells[name], hand, shift, mine)
        self.changes += mine

    def table_of(self, lesson: Lesson) -> int:
        return next(i for i, c in self.contents.items() if lesson.row.span in c.rows)

    def deadline(self, cell: TableCell, hand: Hand, contents: Contents, shift: Shift) -> None:
        text = cell.span.cut(self.text)
        if cell.span in self.settled or not hand.dates(text):
            return
        self.settled.append(cell.span)
        if self.options.homework == "clear":
            self.changes += contents.cells.fill(cell, "")
            return
        changes = rolled(text, hand, shift)
        if changes is None:
            self.ask("deadline", f"«{text}» is of last year: which day is it now?", cell.span)
        else:
            moved = [(span.shift(cell.span.start), new) for span, new in changes]
            self.changes += contents.cells.changes(cell, moved)

    def worded(self, cell: TableCell, hand: Hand, shift: Shift, mine: Sequence[Replacement]) -> Iterator[Replacement]:
        """The deadlines in a cell's text, where nothing else is done there."""
        text = cell.span.cut(self.text)
        for span in deadline_spans(text, self.words, hand):
            place = span.shift(cell.span.start)
            if any(change.start < place.end and place.start < change.end for change, _ in mine):
                continue
            changes = rolled(span.cut(text), hand, shift)
            if changes is None:
                self.ask("deadline", f"«{span.cut(text).strip()}» is of last year: which day is it now?", place)
            yield from ((part.shift(place.start), new) for part, new in changes or [])

    def ask(self, kind: str, message: str, span: Span) -> None:
        self.todos.append(Todo(kind, self.course.document.path, message, span, span.cut(self.text)))

    def indent(self, row: Span) -> str:
        """The blanks before a row on its line, where nothing else is there."""
        begin = max(self.text.rfind("\n", 0, row.start), self.text.rfind("\r", 0, row.start)) + 1
        before = self.text[begin : row.start]
        return "" if before.strip() else before

    def line_of(self, lesson: Lesson) -> Span:
        """The row with its line break, or the one before it at the end of a text."""
        span = Span(lesson.row.span.start - len(self.indent(lesson.row.span)), lesson.row.span.end)
        if self.text.startswith(self.newline, span.end):
            return Span(span.start, span.end + len(self.newline))
        if self.text.endswith(self.newline, 0, span.start):
            return Span(span.start - len(self.newline), span.end)
        return span


def _shift(placed: Sequence[tuple[Stream, Timetable, list[Placed]]]) -> Shift:
    pairs = [
        (old, new)
        for _, _, rows in placed
        for one in rows
        if one.row and one.fate == "dated"
        for old, new in zip(one.row.days, one.days, strict=False)
        if old and new
    ]
    weekdays = {weekday.day for stream, _, _ in placed for weekday in pattern_of(stream.days).weekdays}
    return shift_of(pairs, sorted(weekdays))


def _begun(one: Placed) -> Iterator[date | None]:
    """The days of a row's lessons, without the last days of ranges."""
    ends = one.row.ends if one.row and one.row.ends else (False,) * len(one.days)
    return (day for day, end in zip(one.days, ends, strict=True) if not end)


def _is_free(one: Placed) -> bool:
    return one.fate in ("free", "new free") or bool(one.row and one.row.lesson.holiday)


def _apart(changes: Sequence[Replacement]) -> Iterator[Replacement]:
    """The changes in their order; of two that overlap, the first."""
    end = -1
    for span, new in sorted(changes, key=lambda change: change[0]):
        if span.start >= end:
            yield span, new
            end = max(end, span.end)
