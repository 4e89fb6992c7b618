"""The rows of a schedule -> lessons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

from msgspec.structs import replace

from repotool.model import (
    Column,
    DateMark,
    Document,
    Homework,
    InCell,
    Lesson,
    LessonKind,
    Material,
    Row,
    Span,
    TableCell,
)
from repotool.reading.course import clock, dates, hand, scheduled
from repotool.reading.course.cells import Cells, is_dash, lines
from repotool.reading.course.rolled_years import moved_months
from repotool.reading.course.vocabulary import Vocabulary
from repotool.reading.course.written_dates import Calendar

KINDS: tuple[LessonKind, ...] = get_args(LessonKind)
DATED = ("date", "deadline", "issued")
LONGEST_HOLIDAY = 60


def read_lessons(
    document: Document, columns: Sequence[Column], calendar: Calendar, words: Vocabulary
) -> tuple[tuple[Lesson, ...], str | None]:
    """The lessons of all tables that `columns` are of, and the placeholder of their empty cells (see Cells.learn)."""
    cells = Cells(document, words)
    tables = _tables(document, columns, cells)
    placeholder = cells.learn([place for table in tables for place in table.places("materials", "homework")])
    readings = _readings(tables, columns, calendar, words)
    lessons: list[Lesson] = []
    for table, reading in zip(tables, readings, strict=True):
        rows = (index for index in range(len(table.rows)) if table.is_lesson(index, reading))
        lessons += [table.lesson(index, reading) for index in rows]
    return tuple(lessons), placeholder


def table_hands(
    document: Document, columns: Sequence[Column], calendar: Calendar, words: Vocabulary
) -> Mapping[int, hand.Hand]:
    """How each table of a schedule, by its number in the document, writes its dates."""
    tables = _tables(document, columns, Cells(document, words))
    readings = _readings(tables, columns, calendar, words)
    texts = [table.texts(*DATED, "weekday") for table in tables]
    hands = [hand.learn(cells, reading) for cells, reading in zip(texts, readings, strict=True)]
    told = hand.together(hands)
    return {table.index: hand.informed(own, told) for table, own in zip(tables, hands, strict=True)}


def _tables(document: Document, columns: Sequence[Column], cells: Cells) -> list[_Table]:
    return [_Table(document, index, columns, cells) for index in sorted({column.table for column in columns})]


def _readings(
    tables: Sequence[_Table], columns: Sequence[Column], calendar: Calendar, words: Vocabulary
) -> list[dates.Reading]:
    languages = words.languages_of([column.header for column in columns])
    readings = [table.reading(dates.Reading(words, languages, calendar)) for table in tables]
    months = [month for table, reading in zip(tables, readings, strict=True) for month in table.months(reading)]
    calendar = replace(calendar, moved=moved_months(months, calendar.season))
    return [replace(reading, calendar=calendar) for reading in readings]


class _Table:
    """One table of the schedule."""

    def __init__(self, document: Document, index: int, columns: Sequence[Column], cells: Cells) -> None:
        self.table, self.index, self.cells, self.words = document.tables[index], index, cells, cells.words
        self.rows: Sequence[Row] = self.table.rows
        self.text = document.view.text
        self.named = [(column.name, column.index) for column in columns if column.table == index and column.name]
        self.columns = scheduled.places_of(columns, index)

    def cell(self, row: int, name: str) -> TableCell | None:
        return self.by_name(row).get(name)

    def by_name(self, row: int) -> Mapping[str, TableCell]:
        cells = self.rows[row].cells
        return {name: cells[place] for name, place in self.columns.items() if place < len(cells)}

    def places(self, *names: str, row: int | None = None) -> list[tuple[InCell, TableCell]]:
        """The cells of all columns of these names, of one row or of all."""
        return [
            (InCell(self.index, r, place), self.rows[r].cells[place])
            for r in (range(len(self.rows)) if row is None else [row])
            for name, place in self.named
            if name in names and place < len(self.rows[r].cells)
        ]

    def written(self, cell: TableCell) -> str:
        return cell.span.cut(self.text)

    def reading(self, reading: dates.Reading) -> dates.Reading:
        """How this table's dates are read: all its dates together tell whether the day or the month comes first."""
        reading = replace(reading, times=dates.times_of(self.texts("date"), reading))
        return replace(reading, order=dates.order_of(self.texts(*DATED), reading))

    def texts(self, *names: str) -> list[str]:
        return [self.written(cell) for _, cell in self.places(*names)]

    def months(self, reading: dates.Reading) -> list[int]:
        """The months of the date column, from its first row to its last."""
        return [month for text in self.texts("date") for month in dates.months_of(text, reading)]

    def is_lesson(self, row: int, reading: dates.Reading) -> bool:
        """See `scheduled.is_lesson`; where nothing but the date column says something, a date or a holiday is one."""
        told = scheduled.is_lesson(self.table, self.rows[row], self.columns)
        if told is not None:
            return told
        cell = self.cell(row, "date")
        return cell is not None and (bool(self.dates_of(cell, reading)) or self.names_holiday(cell.text))

    def lesson(self, row: int, reading: dates.Reading) -> Lesson:
        cells = self.by_name(row)
        topics = self.cells.topics(cells.get("topic"))
        number = _number(cells)
        homework = self.homework(row, reading)
        materials = self.materials(row)
        return Lesson(
            row=self.rows[row],
            number=number,
            kind=self.kind(cells, topics),
            dates=self.marks(cells, reading),
            date_text=" ".join(cells["date"].text.split()) if "date" in cells else "",
            time=self.time(cells, reading),
            topics=topics,
            materials=materials,
            homework=homework,
            holiday=not homework and not materials and self.is_holiday(cells, topics),
            cells=cells,
        )

    def marks(self, cells: Mapping[str, TableCell], reading: dates.Reading) -> tuple[DateMark, ...]:
        marks = self.dates_of(cells.get("date"), reading)
        return dates.with_weekdays(marks, cells["weekday"].text, reading) if "weekday" in cells else marks

    def dates_of(self, cell: TableCell | None, reading: dates.Reading) -> tuple[DateMark, ...]:
        return () if cell is None else dates.read(self.written(cell), cell.span.start, reading)

    def first_day(self, cell: TableCell | None, reading: dates.Reading) -> date | None:
        return next((mark.value for mark in self.dates_of(cell, reading) if mark.value), None)

    def time(self, cells: Mapping[str, TableCell], reading: dates.Reading) -> str | None:
        told = clock.read_time(self.written(cells["time"]), dotted=True) if "time" in cells else None
        return told or (dates.read_time(self.written(cells["date"]), reading) if "date" in cells else None)

    def materials(self, row: int) -> tuple[Material, ...]:
        places = self.places("materials", row=row)
        items = (item for place, cell in places for item in self.cells.items(place, cell))
        return tuple(Material(item.text, item.target, item.link) for item in items)

    def homework(self, row: int, reading: dates.Reading) -> tuple[Homework, ...]:
        issued = self.first_day(self.cell(row, "issued"), reading)
        deadline = self.first_day(self.cell(row, "deadline"), reading)
        works = []
        for place, cell in self.places("homework", row=row):
            items = list(self.cells.items(place, cell))
            for index, item in enumerate(items):
                end = items[index + 1].span.start if index + 1 < len(items) else cell.span.end
                due = deadline or self.due(Span(item.span.start, end), reading)
                works.append(Homework(item.text, item.target, item.span, item.link, issued, due))
        return tuple(works)

    def due(self, span: Span, reading: dates.Reading) -> date | None:
        """The date after a word such as "до" or "due" in a part of the text: "ДЗ 1, сдать до 15 марта"."""
        text = clock.plain(span.cut(self.text))
        for word in self.words.pattern("words.deadline").finditer(text):
            mark = next(iter(dates.read(text[word.end() :], 0, reading)), None)
            if mark and mark.value and re.fullmatch(r"\D{0,14}", text[word.end() : word.end() + mark.span.start]):
                return mark.value
        return None

    def kind(self, cells: Mapping[str, TableCell], topics: Sequence[str]) -> LessonKind:
        """Told by the kind column, the number ("Лекция 01"), or the topic's beginning ("Семинар 3. …", "Лекция: …")."""
        for name in ("kind", "number"):
            for kind in KINDS:
                if name in cells and self.words.mentions(f"kind.{kind}", cells[name].text):
                    return kind
        for kind in KINDS:
            begin = self.words.pattern(f"kind.{kind}").match(topics[0]) if topics else None
            if begin and re.match(r"\s*(?:[№#]?\s*\d|[.:–—-]|\Z)", topics[0][begin.end() :]):
                return kind
        return "class"

    def is_holiday(self, cells: Mapping[str, TableCell], topics: Sequence[str]) -> bool:
        """A row without materials and homework that says so in words, or by a dash where the number or topic stands."""
        number, topic = (cells[name].text if name in cells else "" for name in ("number", "topic"))
        told = [topic, number, *(cells[name].text for name in ("kind", "date", "materials") if name in cells)]
        if any(self.names_holiday(text) for text in told):
            return True
        if topics or re.search(r"\d", number):
            return False
        return is_dash(number) or is_dash(topic)

    def names_holiday(self, text: str) -> bool:
        """Whether a short text is a holiday's name, whole or between punctuation: "MLK Day (no class)"."""
        text = text.replace("_", " ").strip()
        if len(text) > LONGEST_HOLIDAY or len(lines(text)) != 1:
            return False
        return any(
            re.fullmatch(r"(?:.*[(\[:—–,.!-]\s*|\W*)", text[: match.start()])
            and re.fullmatch(r"(?:\s*[)\]:—–,.!-].*|\W*)", text[match.end() :])
            for match in self.words.pattern("words.holiday").finditer(text)
        )


def _number(cells: Mapping[str, TableCell]) -> str | None:
    """The number as written, double spaces and all, where it is written without markup; else the week's."""
    cell = cells.get("number") or cells.get("week")
    if cell is None:
        return None
    plain = cell.raw.split() == cell.text.split()
    return (cell.raw if plain else " ".join(cell.text.split())).strip() or None
