"""The step `columns`: the schedule's columns renamed, added, dropped and put in order. Each cell keeps its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from repotool.language import counted, to_say
from repotool.model import Course, Document, Edit, Refused, Span, Table
from repotool.model.shown import shown
from repotool.reading.markdown.tables import cells, is_delimiter_row
from repotool.reading.source import Lines
from repotool.writing.moves import in_file
from repotool.years.recipe import ColumnsStep
from repotool.years.work import Work

NEW_DELIMITER = " --- "


def run(step: ColumnsStep, work: Work) -> list[str]:
    """Changes every table of every schedule that is not of this shape yet."""
    told, ops = [], []
    for course in work.repo.courses:
        for index in sorted({column.table for column in course.columns}):
            edits = list(_edits(step, course, index))
            ops += [in_file(edit, course.document) for edit in edits]
            if edits:
                rows = counted(len(edits) - 2, "row")
                told.append(to_say(f"{shown(course.document.path)}: {rows} with other columns"))
    work.do(ops)
    return told


class _Column(Struct, frozen=True):
    """A column of the new table: where it stood (None: it is new), and what its header is to say (None: as it does)."""

    index: int | None
    header: str | None = None
    default: str = ""


def _edits(step: ColumnsStep, course: Course, index: int) -> Iterator[Edit]:
    table = course.document.tables[index]
    headers = [column for column in course.columns if column.table == index]
    names = [column.name or column.header for column in headers]
    wanted = _wanted(step, names, [column.header for column in headers], _empty(table, course))
    if [column.index for column in wanted] == list(range(len(names))) and not any(c.header for c in wanted):
        return
    if table.kind != "pipe":
        raise Refused(f"{shown(course.document.path)}: its schedule is an HTML table, whose columns are not moved")
    document = course.document
    lines = [table.header.span, _delimiter(document, table), *(row.span for row in table.rows)]
    for number, line in enumerate(lines):
        yield Edit(document.path, line, _line(document, line, number, len(names), wanted))


def _wanted(step: ColumnsStep, names: Sequence[str], headers: Sequence[str], empty: Sequence[bool]) -> list[_Column]:
    """The columns of the new table in their order; those that `order` does not name come last."""
    columns: list[tuple[tuple[str, ...], _Column]] = []
    for index, (name, header) in enumerate(zip(names, headers, strict=True)):
        known = (name, header)
        dropped = step.drop_empty is True or (step.drop_empty and not {*known}.isdisjoint(step.drop_empty))
        if dropped and empty[index] and step.add.keys().isdisjoint(known):
            continue
        new = next((step.rename[key] for key in known if key in step.rename), None)
        columns.append((known, _Column(index, new if new != header else None)))
    for name, column in step.add.items():
        if not any(name in known or column.header in known for known, _ in columns):
            columns.append(((name, column.header), _Column(None, column.header, column.default)))
    places = {name: place for place, name in enumerate(step.order)}
    columns.sort(key=lambda item: min(places.get(name, len(places)) for name in item[0]))
    return [column for _, column in columns]


def _empty(table: Table, course: Course) -> list[bool]:
    """Whether each column says nothing in any row."""
    nothing = {"", (course.placeholder or "").strip()}
    return [
        all(at >= len(row.cells) or row.cells[at].raw.strip() in nothing for row in table.rows)
        for at in range(len(table.header.cells))
    ]


def _delimiter(document: Document, table: Table) -> Span:
    lines = Lines(document.view.text)
    return lines.span(lines.line(table.header.span.start) + 1)


def _line(document: Document, line: Span, number: int, width: int, wanted: Sequence[_Column]) -> str:
    text = line.cut(document.view.text)
    parts = _parts(text)
    if number == 1 and not is_delimiter_row(text):
        parts = []
    if len(parts) > width or (number < 2 and len(parts) != width):
        place = Lines(document.view.text).line(line.start)
        raise Refused(
            f"{shown(document.path)}:{place}: the row has {len(parts)} cells, the header has {width}; mend it first"
        )
    made = [_cell(column, number, parts) for column in wanted]
    return text[: len(text) - len(text.lstrip())] + "|" + "|".join(made) + "|" + text[len(text.rstrip()) :]


def _cell(column: _Column, number: int, parts: Sequence[str]) -> str:
    if number == 0 and column.header is not None:
        return f" {column.header} "
    if column.index is not None:
        return parts[column.index] if column.index < len(parts) else " "
    if number == 1:
        return NEW_DELIMITER
    return f" {column.default} " if column.default else " "


def _parts(text: str) -> list[str]:
    """What stands between the pipes of a line, padding included."""
    extents = cells(text)
    parts = []
    for at, (start, end) in enumerate(extents):
        before = extents[at - 1][1] if at else 0
        after = extents[at + 1][0] if at + 1 < len(extents) else len(text.rstrip())
        left = text.rfind("|", before, start) + 1 or before + (len(text) - len(text.lstrip()) if not at else 0)
        right = text.find("|", end, after)
        parts.append(text[left : right if right >= 0 else after])
    return parts
