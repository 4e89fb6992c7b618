"""A course as its documents tell it: lessons, homework, archives, grading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from repotool.model.document import Document, Link, Row, TableCell
from repotool.model.text import Span
from repotool.model.years import Dating, YearMark

LessonKind = Literal["lecture", "seminar", "class"]
Season = Literal["spring", "autumn"]
UnitKind = Literal["homework", "lesson"]


class DateMark(Struct, frozen=True):
    """A date as the table writes it; `value` is None where it is not readable or the year is not known.

    `weekday` is the one written beside it or in the row's column for weekdays; Monday is 0.
    """

    span: Span
    text: str
    value: date | None
    readable: bool = True
    weekday: int | None = None


class Material(Struct, frozen=True):
    """A material of a lesson: a link, or words without one (`target` None)."""

    text: str
    target: str | None
    link: Link | None = None


class Homework(Struct, frozen=True):
    """A homework of a lesson. `target` is None where there is no link or an empty one."""

    label: str
    target: str | None
    span: Span
    link: Link | None = None
    issued: date | None = None
    deadline: date | None = None
    suggestion: str | None = None
    """Where there is no link: a file that matches by number, name or order, and that no link reaches."""


class Lesson(Struct, frozen=True):
    """A row of the schedule. `number` is as written; `holiday` is the mark of a day without a lesson."""

    row: Row
    number: str | None
    kind: LessonKind
    dates: tuple[DateMark, ...]
    date_text: str
    time: str | None
    topics: tuple[str, ...]
    materials: tuple[Material, ...]
    homework: tuple[Homework, ...]
    holiday: bool
    cells: Mapping[str, TableCell] = field(default_factory=dict)
    """The row's cells by the name of their column: date, number, topic, materials, homework … (see the vocabularies)"""


class ArchiveEntry(Struct, frozen=True):
    """One earlier year of a series: `year` as written ("2023-2024", "2022"), the link's label and target."""

    year: str
    text: str
    target: str
    link: Link


class Archive(Struct, frozen=True):
    """A series of earlier years: what it is, without the years, and its entries in the order of the document."""

    series: str
    entries: tuple[ArchiveEntry, ...]


class Threshold(Struct, frozen=True):
    """A line of the grading: from `points` points and `assignments` assignments of `min_mark` or better, `mark`."""

    points: float
    assignments: int | None
    min_mark: float | None
    mark: str
    span: Span


class Workload(Struct, frozen=True):
    """What a sentence says that the whole course has: so many assignments, or so many points at most.

    `agreeing` are the numbers that a schedule may have without contradicting it: of "three tasks and five contests" the
    schedule may list the tasks alone. `text` is what says it, as written.
    """

    kind: Literal["assignments", "points"]
    number: float
    text: str
    span: Span
    agreeing: frozenset[float]


class Unit(Struct, frozen=True):
    """A folder, or the files of one number, that hold one homework or one lesson; `files` are what may be linked."""

    kind: UnitKind
    path: str
    number: int | None
    files: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether `path` is the unit, or lies in it."""
        return path == self.path or path in self.files or path.startswith(f"{self.path}/")


class Column(Struct, frozen=True):
    """A column of the schedule: its name in the vocabularies (None: an extra one), its header as written."""

    name: str | None
    header: str
    table: int
    index: int


class Course(Struct, frozen=True):
    """A course as its documents tell it. `document` holds the schedule; spans of lessons are spans of its text."""

    document: Document
    title: str | None
    season: Season | None
    year: int | None
    academic_year: str | None
    lessons: tuple[Lesson, ...] = ()
    archives: tuple[Archive, ...] = ()
    grading: tuple[Threshold, ...] = ()
    workload: tuple[Workload, ...] = ()
    columns: tuple[Column, ...] = ()
    placeholder: str | None = None
    """What a cell of materials or homework holds that has nothing to say yet, as written; "" where it is left empty."""
    about: Document | None = None
    """The document of title, archives and grading, where it is another one than `document`."""
    units: tuple[Unit, ...] = ()
    days_off: Mapping[date, str] = field(default_factory=dict)
    """The public holidays of the years of the lessons, by the country that the configuration names."""
    dating: Dating | None = None
    year_marks: tuple[YearMark, ...] = ()

    def column(self, name: str) -> Iterator[Span]:
        """The cells of the schedule's column `name`."""
        cells = (lesson.cells.get(name) for lesson in self.lessons)
        return (cell.span for cell in cells if cell is not None)
