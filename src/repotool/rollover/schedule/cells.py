"""New contents of table cells, in the width that the column has."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from repotool.model import Document, Row, Span, TableCell
from repotool.reading.course.hand import Replacement, apply

Side = Literal["left", "middle", "right"]
BLANK = " \t"
ROOMY = 4
"""With so many blanks in a cell it can be seen to which side its content keeps."""
ALIGNED = 0.5
"""A column is aligned if more than this share of its cells has one width, and some are padded to it."""


class Padding(Struct, frozen=True):
    """The blanks around a cell's content, up to its borders."""

    left: int
    right: int

    def around(self, content: int) -> int:
        return self.left + content + self.right


class Cells:
    """The cells of one table: what to write where, so that an aligned column stays aligned.

    Only cells of pipe tables have borders that can be aligned.
    """

    def __init__(self, document: Document, table: int) -> None:
        self.text = document.view.text
        self.table = document.tables[table]
        self.piped = self.table.kind == "pipe"
        self.widths: Mapping[int, int] = self._widths() if self.piped else {}
        self.sides = {column: self._side(column) for column in self.widths}
        self.columns = {cell.span: n for row in self.table.rows for n, cell in enumerate(row.cells)}

    def changes(self, cell: TableCell, replacements: Sequence[Replacement]) -> list[Replacement]:
        """Some parts of a cell are replaced (spans are of the document); the blanks behind it make up for it."""
        if not replacements:
            return []
        inner = [(span.shift(-cell.span.start), new) for span, new in replacements]
        content = apply(cell.span.cut(self.text), inner)
        if not content.strip():
            return self.fill(cell, content.strip())
        old = self._padding(cell)
        new = self._fitted(cell, width(content), old)
        blanks = [
            (Span(cell.span.start - old.left, cell.span.start), " " * new.left) if new.left != old.left else None,
            (Span(cell.span.end, cell.span.end + old.right), " " * new.right) if new.right != old.right else None,
        ]
        return [*(blank for blank in blanks if blank), *replacements]

    def fill(self, cell: TableCell, content: str) -> list[Replacement]:
        """The cell gets other content, or none."""
        old = self._padding(cell)
        whole = Span(cell.span.start - old.left, cell.span.end + old.right)
        if not self.piped:
            whole = cell.span
            return [(whole, content)] if whole.cut(self.text) != content else []
        new = self._fitted(cell, width(content), old)
        if content:
            written = " " * max(1, new.left) + content + " " * max(1, new.right)
        else:
            written = " " * (new.around(0) if self._is_aligned(cell, old) else min(1, old.around(0)))
        return [(whole, written)] if whole.cut(self.text) != written and cell.span.cut(self.text) != content else []

    def line(self, row: Row, contents: Mapping[int, str]) -> str:
        """The row's own text with other contents in its columns; cells that belong to other rows, too, stay."""
        changes = [
            change
            for column, content in contents.items()
            if column < len(row.cells) and row.span.holds(row.cells[column].span)
            for change in self.fill(row.cells[column], content)
        ]
        return apply(row.span.cut(self.text), [(span.shift(-row.span.start), new) for span, new in changes])

    def _padding(self, cell: TableCell) -> Padding:
        start, end = cell.span.start, cell.span.end
        while start > 0 and self.text[start - 1] in BLANK:
            start -= 1
        while end < len(self.text) and self.text[end] in BLANK:
            end += 1
        return Padding(cell.span.start - start, end - cell.span.end)

    def _content(self, cell: TableCell) -> int:
        return width(cell.span.cut(self.text))

    def _width(self, cell: TableCell) -> int:
        return self._padding(cell).around(self._content(cell))

    def _widths(self) -> Mapping[int, int]:
        """The width of each column that is aligned."""
        found = {}
        for column in range(len(self.table.header.cells)):
            cells = [row.cells[column] for row in self.table.rows if column < len(row.cells)]
            widths = Counter(self._width(cell) for cell in cells)
            usual, count = widths.most_common(1)[0] if widths else (0, 0)
            padded = any(self._width(cell) == usual and self._has_more_than_one_blank(cell) for cell in cells)
            if padded and count > ALIGNED * len(cells):
                found[column] = usual
        return found

    def _has_more_than_one_blank(self, cell: TableCell) -> bool:
        padding = self._padding(cell)
        return cell.span.start < cell.span.end and max(padding.left, padding.right) > 1

    def _side(self, column: int) -> Side:
        """To which side the contents of a column keep, as the cells with room on both sides show it."""
        cells = [row.cells[column] for row in self.table.rows if column < len(row.cells)]
        paddings = [self._padding(cell) for cell in cells if cell.span.start < cell.span.end]
        roomy = [padding for padding in paddings if padding.around(0) >= ROOMY]
        if sum(padding.right <= 1 for padding in roomy) * 2 > len(roomy):
            return "right"
        middle = sum(padding.left == padding.around(0) // 2 for padding in roomy)
        return "middle" if middle * 2 > len(roomy) else "left"

    def _is_aligned(self, cell: TableCell, padding: Padding) -> bool:
        """Whether it has its column's width, or a content too long for it."""
        wanted = self.widths.get(self.columns.get(cell.span, -1))  # one of the header has no column here
        return wanted is not None and padding.around(self._content(cell)) >= wanted

    def _fitted(self, cell: TableCell, content: int, old: Padding) -> Padding:
        """The blanks around other content."""
        if not self._is_aligned(cell, old) or content == self._content(cell):
            return old
        room = self.widths[self.columns[cell.span]] - content
        if room < 2:
            return Padding(min(1, old.left), min(1, old.right))
        side = self.sides[self.columns[cell.span]]
        left = {"left": min(1, old.left), "middle": room // 2, "right": room - 1}[side]
        return Padding(left, room - left)


def width(text: str) -> int:
    """The columns that a text fills in an editor: those that align tables count wide letters twice."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
