"""A new file is put into its row of the schedule, in the column's own style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from repotool.model import Course, Document, Edit, InCell, Lesson, Link, Refused, Repository, Span, TableCell, View
from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.reading.course.cells import Cells as Reader
from repotool.reading.course.hand import Replacement
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.links.own_urls import with_path
from repotool.reading.links.targets import Written, decode, local_path, written
from repotool.reading.markdown import parse
from repotool.rollover.labels import label_of
from repotool.rollover.schedule.cells import Cells
from repotool.writing.edits import apply_edits

Name = Literal["materials", "homework"]
LISTED = regex(r"</li>(?=\s*(?:</ul>\s*)?\Z)", re.IGNORECASE)
ZEROS = regex(r"(?<!\d)0+(?=\d)")
LED = ("ok", "anchor")


class Published(Struct, frozen=True):
    """What putting `path` into a row takes: no edit where its link is there already. The edit's span is of the view."""

    lesson: Lesson
    column: Name
    link: str
    edits: tuple[Edit, ...]


def plan_publish(
    repo: Repository, path: str, row: str, column: Name | None = None, label: str | None = None
) -> Published:
    """What it takes to link `path`, a file or folder of the repository, from a row of the schedule.

    `row` is the lesson's number or day as the table writes it, its day (2026-03-02), or else the number of the row,
    counted from 1. Raises Refused where the link would be dead, and where row or column are not certain.
    """
    course = next((course for course in repo.courses if course.columns), None)
    if course is None:
        raise Refused("there is no schedule here: repotool looks for a table of dates or numbers, and topics")
    if repo.tree is None or path not in repo.tree:
        raise Refused(f"{shown(path)}: is not in the repository, or ignored by git: a link to it would be dead")
    lesson = find_row(course, row)
    name = column or _column_of(repo, course, path)
    place, cell = _place(course, lesson, name)
    return _Publishing(repo, course, path, lesson, name, place, cell).plan(label)


def find_row(course: Course, told: str) -> Lesson:
    """The lesson that the user means. Raises Refused where there is none, or several."""
    wanted = _key(told)
    numbered = {lesson.row.span: _key(lesson.number or "") for lesson in course.lessons}
    tests = [
        [lesson for lesson in course.lessons if numbered[lesson.row.span] == wanted],
        [lesson for lesson in course.lessons if ZEROS.sub("", numbered[lesson.row.span]) == ZEROS.sub("", wanted)],
        [lesson for lesson in course.lessons if _day(wanted) in [mark.value for mark in lesson.dates if mark.value]],
        [lesson for lesson in course.lessons if wanted in _written_days(lesson)],
        list(course.lessons[int(wanted) - 1 : int(wanted)]) if wanted.isdecimal() and int(wanted) else [],
    ]
    found = next((lessons for lessons in tests if lessons), [])
    if not found:
        raise Refused(f"--row {shown(told)}: the schedule has {len(course.lessons)} rows, and none is called so")
    if len(found) == 1 and found[0].holiday:
        raise Refused(f"--row {shown(told)}: is a day off ({shown(found[0].date_text)}); name the lesson or its day")
    if len(found) > 1:
        named = ", ".join(shown(f"{lesson.number or ''} ({lesson.date_text})".strip()) for lesson in found[:4])
        raise Refused(f"--row {shown(told)}: several rows are called so: {named}; name its day, or its own number")
    return found[0]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _written_days(lesson: Lesson) -> list[str]:
    """The lesson's day or days as the table writes them."""
    return [_key(text) for text in (lesson.date_text, *(mark.text for mark in lesson.dates)) if text]


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _column_of(repo: Repository, course: Course, path: str) -> Name:
    """Homework by its folder or by what the schedule leads to already; a lesson by its folder."""
    kinds = {unit.kind for unit in course.units if unit.holds(path)}
    if path in repo.homework or kinds == {"homework"}:
        return "homework"
    words, folders = vocabulary(), path.split("/")
    for name, place in (("homework", "folders.homework"), ("materials", "folders.lesson")):
        if any(words.names(place, folder) for folder in folders[:-1] or folders):
            return "homework" if name == "homework" else "materials"
    if kinds == {"lesson"}:
        return "materials"
    raise Refused(f"{shown(path)}: may be a lesson's material or homework; say which with --column materials|homework")


def _place(course: Course, lesson: Lesson, name: Name) -> tuple[InCell, TableCell]:
    for column in course.columns:
        rows = course.document.tables[column.table].rows
        number = next((n for n, row in enumerate(rows) if row.span == lesson.row.span), None)
        if column.name == name and number is not None and column.index < len(rows[number].cells):
            return InCell(column.table, number, column.index), rows[number].cells[column.index]
    raise Refused(f"{course.document.path}: the schedule has no column for {name} in this row")


class _Publishing:
    def __init__(
        self, repo: Repository, course: Course, path: str, lesson: Lesson, name: Name, place: InCell, cell: TableCell
    ) -> None:
        self.repo, self.course, self.document = repo, course, course.document
        self.path, self.lesson, self.name, self.place, self.cell = path, lesson, name, place, cell
        self.text = self.document.view.text
        self.reader = Reader(self.document, vocabulary())
        table = self.document.tables[place.table]
        self.column = [
            (InCell(place.table, number, place.column), row.cells[place.column])
            for number, row in enumerate(table.rows)
            if place.column < len(row.cells)
        ]
        self.reader.learn(self.column)
        self.links = self.reader.links.get(place, [])

    def plan(self, label: str | None) -> Published:
        target = self.target()
        if any(known.target and self.leads(known.target, self.document) for known in self.links):
            return Published(self.lesson, self.name, target, ())
        named = label or label_of(self.repo, self.path, self.lesson, self.name, self.siblings())
        link = f"[{named}]({target})"
        changes = Cells(self.document, self.place.table).changes(self.cell, self.filled(link, target, label))
        edits = tuple(Edit(self.document.path, span, new) for span, new in changes)
        return Published(self.lesson, self.name, self.proven(edits), edits)

    def filled(self, link: str, target: str, label: str | None) -> Sequence[Replacement]:
        """The new link in its cell: in place of a placeholder, in a link without a target, or beside what is there."""
        cell, written_text = self.cell, self.cell.span.cut(self.text)
        whole = [(cell.span, link)]
        empty = [found for found in self.links if not found.target and found.kind == "link"]
        if len(empty) == 1 and (label is None or label == empty[0].text):
            return [(empty[0].target_span, target)]
        if not self.links and self.reader.says_nothing(cell):
            return whole
        if not self.links and label is None and self.name == "homework" and _is_label(written_text):
            return [(Span(cell.span.start, cell.span.start), "["), (Span(cell.span.end, cell.span.end), f"]({target})")]
        end = LISTED.search(written_text)
        if end is not None:
            at = cell.span.start + end.end()
            return [(Span(at, at), f"<li>{link}</li>")]
        if self.uses_lists():
            return [(cell.span, f"<ul><li>{written_text}</li><li>{link}</li></ul>")]
        return [(Span(cell.span.end, cell.span.end), f"{self.joint()}{link}")]

    def uses_lists(self) -> bool:
        return any(LISTED.search(cell.span.cut(self.text)) for _, cell in self.column)

    def joint(self) -> str:
        """What stands between two links of a cell in this column."""
        gaps: Counter[str] = Counter()
        for place, _ in self.column:
            links = self.reader.links.get(place, [])
            gaps.update(self.text[a.span.end : b.span.start] for a, b in pairwise(links))
        return gaps.most_common(1)[0][0] if gaps else "<br>"

    def siblings(self) -> list[tuple[Link, str]]:
        """The column's links that lead to files of the repository, the nearest rows first, each with its path."""
        around = sorted(self.column, key=lambda one: (abs(one[0].row - self.place.row), -one[0].row))
        return [pair for place, _ in around for pair in self.leading(self.reader.links.get(place, []))]

    def leading(self, links: Sequence[Link]) -> Iterator[tuple[Link, str]]:
        for link in links:
            resolution = self.repo.resolutions.get((self.document.path, self.document.cell, link.span))
            if resolution is not None and resolution.kind in LED and resolution.path and link.kind == "link":
                yield link, resolution.path

    def target(self) -> str:
        """The target as the column writes its own: relative, with `./` or not, percent-encoded, or an address."""
        found = self.siblings() or list(self.leading(self.document.links))
        addresses = [(link, path) for link, path in found if "://" in link.target]
        if len(addresses) * 2 > len(found):
            raw, path = addresses[0][0].target_span.cut(self.text), addresses[0][1]
            address = with_path(raw, path, self.path)
            if address is not None:
                return address
        folder = self.document.path.rpartition("/")[0]
        return self.model([link for link, _ in found if "://" not in link.target]).anew(self.path, folder)

    def model(self, links: Sequence[Link]) -> Written:
        """A target to write the new one like: of the commoner beginning, and one that shows how letters are written."""
        known = [written(self.text, link.target_span.start, link.target_span.end, link.kind) for link in links]
        dotted = sum(raw.path.startswith("./") for raw in known) * 2 > len(known)
        fit = [raw for raw in known if raw.path.startswith("./") == dotted]
        shape = next((raw for raw in fit if not raw.path.isascii() or "%" in raw.path or raw.angles), None)
        best = shape or (fit[0] if fit else Written("", "", "link", False))
        return Written(best.path.rstrip("/"), "", "link", best.angles)

    def proven(self, edits: Sequence[Edit]) -> str:
        """The new link, read again in its cell. Raises Refused where none there leads to the file."""
        text = apply_edits(self.text, edits)
        after = parse(self.document.path, View(text))
        links = [link for link in after.links if link.where == self.place]
        made = next((link for link in links if self.leads(link.target, after)), None)
        if made is None:
            name = shown(self.path)
            raise Refused(f"{self.document.path}: the link to {name} cannot be put into this cell; add it by hand")
        return made.span.cut(text)

    def leads(self, target: str, document: Document) -> bool:
        if "://" in target:
            return decode(target.partition("#")[0]).rstrip("/").endswith(self.path)
        return local_path(target, document.path) == self.path


def _is_label(text: str) -> bool:
    return not re.search(r"[\[\]<>|\n]", text)
