"""HTML tables: `<table>` with its rows and cells, rowspan and colspan resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct, field

from repotool.model import Row, Span, Table, TableCell, Tag

WIDEST_SPAN = 1000
"""What HTML allows a cell to span; larger numbers are cut down to it."""
MOST_CELLS = 200_000
"""Spanning multiplies cells, so their number is limited: what would be more is not spread out."""

DEEPEST_TABLES = 8
"""Tables within tables are read so deep; deeper ones are the text of their cell."""

_PARTS = frozenset({"table", "tr", "td", "th"})


_Pending = dict[int, tuple[int, TableCell]]
"""Cells that reach into the next row: for a column, how many rows are left, and the cell."""


class _Cell(Struct):
    start: int
    end: int
    rows: int
    columns: int
    align: str


class _Line(Struct):
    start: int
    end: int
    cells: list[_Cell] = field(default_factory=list)


class _Open(Struct):
    """A table that is being read; `cell` is the cell whose end has not come."""

    start: int
    rows: list[_Line] = field(default_factory=list)
    cell: _Cell | None = None
    in_row: bool = False

    def end_cell(self, position: int) -> None:
        if self.cell:
            self.cell.end = position
            self.cell = None

    def end_row(self, position: int, end: int) -> None:
        self.end_cell(position)
        if self.in_row:
            self.rows[-1].end = end
        self.in_row = False


def html_tables(text: str, tags: Sequence[Tag], seen: Callable[[int, int], str]) -> Iterator[Table]:
    """The tables that the tags make, inner ones before the outer; `seen` tells what a reader sees of a stretch."""
    unfinished: list[_Open] = []
    ignored = 0
    for tag in tags:
        if tag.name not in _PARTS:
            continue
        if tag.name == "table" and tag.role == "open" and len(unfinished) == DEEPEST_TABLES:
            ignored += 1
        elif ignored:
            ignored -= tag.name == "table" and tag.role == "close"
        elif tag.name == "table" and tag.role == "open":
            unfinished.append(_Open(tag.span.start))
        elif unfinished and tag.name == "table":
            table = unfinished.pop()
            table.end_row(tag.span.start, tag.span.start)
            yield from _finished(text, table, tag.span.end, seen)
        elif unfinished:
            _read_part(unfinished[-1], tag)


def _read_part(table: _Open, tag: Tag) -> None:
    start, end = tag.span.start, tag.span.end
    if tag.role == "close":
        if tag.name == "tr":
            table.end_row(start, end)
        else:
            table.end_cell(start)
    elif tag.name == "tr":
        table.end_row(start, start)
        _begin_row(table, start, end)
    else:
        table.end_cell(start)
        if not table.in_row:
            _begin_row(table, start, start)
        align = tag.get("align")
        table.cell = _Cell(end, end, _number(tag, "rowspan"), _number(tag, "colspan"), align.value if align else "")
        table.rows[-1].cells.append(table.cell)


def _begin_row(table: _Open, start: int, end: int) -> None:
    table.rows.append(_Line(start, end))
    table.in_row = True


def _number(tag: Tag, name: str) -> int:
    attribute = tag.get(name)
    value = attribute.value.strip() if attribute else ""
    return min(max(int(value), 1), WIDEST_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _finished(text: str, table: _Open, end: int, seen: Callable[[int, int], str]) -> Iterator[Table]:
    lines = [line for line in table.rows if line.cells]
    if not lines:
        return
    rows = [
        Row(Span(line.start, line.end), tuple(cells))
        for line, cells in zip(lines, _spread(text, lines, seen), strict=True)
    ]
    known = {"left", "right", "center"}
    alignment = tuple(c.align if c.align in known else "" for c in lines[0].cells for _ in range(c.columns))
    yield Table(Span(table.start, end), "html", rows[0], tuple(rows[1:]), alignment)


def _spread(text: str, lines: Sequence[_Line], seen: Callable[[int, int], str]) -> Iterator[list[TableCell]]:
    """The cells of each row, a cell that spans several rows or columns in each of them."""
    pending: _Pending = {}
    left = MOST_CELLS
    for line in lines:
        row: list[TableCell] = []
        above, pending = pending if left > 0 else {}, {}
        for cell in line.cells:
            _take_from_above(row, above, pending)
            noun = _noun(text, cell, seen)
            for _ in range(cell.columns if left > len(row) else 1):
                if cell.rows > 1:
                    pending[len(row)] = (cell.rows - 1, noun)
                row.append(noun)
        _take_from_above(row, above, pending)
        left -= len(row)
        yield row


def _take_from_above(row: list[TableCell], above: _Pending, pending: _Pending) -> None:
    """Puts the cells that reach down from the rows above into their columns, as far as they come next."""
    while len(row) in above:
        count, noun = above.pop(len(row))
        if count > 1:
            pending[len(row)] = (count - 1, noun)
        row.append(noun)


def _noun(text: str, cell: _Cell, seen: Callable[[int, int], str]) -> TableCell:
    written = text[cell.start : cell.end]
    start = cell.start + len(written) - len(written.lstrip())
    end = max(start, cell.start + len(written.rstrip()))
    if not written.strip():
        start = end = cell.start
    return TableCell(Span(start, end), text[start:end], partial(seen, start, end))
