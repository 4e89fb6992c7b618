"""What the cells beside the date hold next year: topics, materials, homework, recordings, as the options ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from repotool.model import Course, InCell, Lesson, Link, Row, Span, TableCell
from repotool.reading.course import cells as reading
from repotool.reading.course.hand import Replacement
from repotool.reading.course.vocabulary import Vocabulary
from repotool.rollover.model import Carried, Rollover
from repotool.rollover.schedule.cells import Cells

QUOTES = "\"'"
SILENT = ("materials", "homework", "recording", "deadline")
"""Columns whose cells may hold a placeholder. One letter is a placeholder there, and a topic in the topic's column."""


class Counts(Struct):
    """How many links of homework were emptied, cells of materials and of recordings cleared."""

    unlinked: int = 0
    cleared: int = 0
    recordings: int = 0


class Place(Struct, frozen=True):
    """A cell of a row: its column's name in the vocabularies, where its links stand."""

    name: str | None
    where: InCell
    cell: TableCell


@dataclass(slots=True)
class Contents:
    """The contents of one table."""

    course: Course
    table: int
    cells: Cells
    options: Rollover
    carried: Carried
    words: Vocabulary
    counts: Counts = field(default_factory=Counts)
    reader: reading.Cells = field(init=False)
    seen: set[Span] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.reader = reading.Cells(self.course.document, self.words)
        rows = self.course.document.tables[self.table].rows
        self.rows = {row.span: number for number, row in enumerate(rows)}
        self.names = {c.index: c.name for c in self.course.columns if c.table == self.table}
        self.reader.learn([(p.where, p.cell) for row in rows for p in self.places(row, "materials", "homework")])
        self.silent = {index: self._silence(index) for index in self.names}

    rows: dict[Span, int] = field(init=False)
    names: dict[int, str | None] = field(init=False)
    silent: dict[int, str] = field(init=False)
    """What a cell of a column holds that has nothing to say, by the column's place."""

    def places(self, row: Row, *names: str) -> Iterator[Place]:
        for index, name in self.names.items():
            if name in names and index < len(row.cells):
                yield Place(name, InCell(self.table, self.rows[row.span], index), row.cells[index])

    def nothing(self, index: int) -> str:
        """What a cell of a column holds that has nothing to say."""
        asked = {"materials": self.options.materials, "homework": self.options.homework}
        return "" if asked.get(self.names.get(index) or "") == "clear" else self.silent.get(index, "")

    def word(self, place: str, languages: Sequence[str]) -> str:
        """The first phrase of a place of the vocabularies, in the first of `languages` that has one; with a capital."""
        parts = {part.locales[0]: part for part in self.words.parts}
        told = (parts[language].words.get(place, ()) for language in languages if language in parts)
        phrase = next((phrases[0] for phrases in told if phrases), "")
        return phrase[:1].upper() + phrase[1:]

    def changes(self, lesson: Lesson) -> Iterator[Replacement]:
        """What the options make of the cells of a lesson's row."""
        for place in self.places(lesson.row, "topic", "materials", "homework", "recording"):
            if place.cell.span not in self.seen or place.cell.span.start == place.cell.span.end:
                self.seen.add(place.cell.span)
                yield from self._change(place)

    def _change(self, place: Place) -> list[Replacement]:
        if place.name == "topic":
            return self.cells.fill(place.cell, "") if self.options.topics == "blank" else []
        if place.name == "materials":
            return self._materials(place)
        if place.name == "homework":
            return self._homework(place)
        return self._cleared(place, self.silent[place.where.column], "recordings")

    def _materials(self, place: Place) -> list[Replacement]:
        policy = self.options.materials
        if policy == "clear":
            return self._cleared(place, "", "cleared")
        if policy == "placeholder":
            return self._cleared(place, self._placeholder(place), "cleared")
        links = self._links(place)
        if policy == "auto" and links and not any(self.carried(self.course.document, link) for link in links):
            return self._cleared(place, self._placeholder(place), "cleared")
        return []

    def _homework(self, place: Place) -> list[Replacement]:
        policy = self.options.homework
        links = self._links(place)
        if policy == "keep" or (policy == "unlink" and not links):
            return []
        self.counts.unlinked += len([link for link in links if link.target])
        if policy == "clear":
            return self.cells.fill(place.cell, "")
        parts = [part for link in links for part in unlinked(link, self.cells.text)]
        return self.cells.changes(place.cell, parts)

    def _cleared(self, place: Place, content: str, count: str) -> list[Replacement]:
        if self._is_silent(place) and content:
            return []
        if not self._is_silent(place):
            setattr(self.counts, count, getattr(self.counts, count) + 1)
        return self.cells.fill(place.cell, content)

    def _links(self, place: Place) -> list[Link]:
        return self.reader.links.get(place.where, [])

    def _is_silent(self, place: Place) -> bool:
        return not self._links(place) and self.reader.says_nothing(place.cell)

    def _placeholder(self, place: Place) -> str:
        """The column's own, else that of the course."""
        own = self.silent[place.where.column]
        return own if own or self._has_silence(place.where.column) else self.course.placeholder or ""

    def _silence(self, index: int) -> str:
        if self.names[index] not in SILENT:
            return ""
        told = Counter(place.cell.raw for place in self._silent_places(index) if place.cell.raw.strip())
        return told.most_common(1)[0][0] if told else ""

    def _has_silence(self, index: int) -> bool:
        return next(self._silent_places(index), None) is not None

    def _silent_places(self, index: int) -> Iterator[Place]:
        for span, number in self.rows.items():
            row = self.course.document.tables[self.table].rows[number]
            if row.span == span and index < len(row.cells):
                place = Place(self.names[index], InCell(self.table, number, index), row.cells[index])
                if self._is_silent(place):
                    yield place


def unlinked(link: Link, text: str) -> Sequence[Replacement]:
    """The label stays and the target goes; an address without a label goes altogether."""
    if not link.target or text[link.span.start : link.span.start + 4].lower() == "<img":
        return []
    start, end = link.target_span.start, link.target_span.end
    if link.kind == "link" and text[link.span.end - 1 : link.span.end] == ")":
        start -= text[start - 1] == "<"
        return [(Span(start, link.span.end - 1), "")]
    if link.kind == "reference" and link.text_span is not None:
        return [(link.span, f"[{link.text_span.cut(text)}]()")]
    if link.kind == "html":
        return [(Span(start, end), "" if text[start - 1] in QUOTES else '""')]
    return [(link.span, "")] if link.kind in ("autolink", "bare") else []
