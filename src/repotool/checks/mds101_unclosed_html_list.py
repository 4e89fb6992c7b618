"""MDS101: an HTML list in a table cell that is opened and not closed, closed and not opened, or has a broken tag."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct

from repotool.model import Document, Edit, Fix, Hit, Repository, Span, Spans, Table, TableCell
from repotool.model.regex import regex

LISTS = ("ul", "ol")
BROKEN = regex(
    r"<(?P<close>/?)(?P<name>ul|ol|li)(?:[ \t]*(?=<|$)|(?=[^\s<>/\w][^<>]*</li>)|(?=[А-ЯЁа-яёA-Z0-9][^<>=]*</li>))"
)
"""A list's tag without its `>`: `<liGitFlow</li>`, `<ul<li>`, `</ul` at the end of the cell."""
MOST = 300
"""Tags of one cell; nobody writes more, and where there are more the cell is not judged."""
LONGEST = 24
"""Characters of a broken item that are shown."""


class Mark(Struct, frozen=True):
    """A tag of a list. Of a broken one, `missing` is the place where its `>` belongs."""

    span: Span
    name: str
    role: Literal["open", "close", "empty"]
    missing: int | None = None


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    tags = [Mark(tag.span, tag.name, tag.role) for tag in document.tags if tag.name in (*LISTS, "li")]
    tags.sort(key=lambda mark: mark.span)
    starts = [tag.span.start for tag in tags]
    hidden, seen = Spans([*document.code, *document.comments]), set[Span]()
    for table in document.tables if tags or BROKEN.search(document.view.text) else ():
        for row in (table.header, *table.rows):
            for column, cell in enumerate(row.cells):
                if cell.span not in seen:  # one that spans rows stands in each of them
                    seen.add(cell.span)
                    whole = tags[bisect_left(starts, cell.span.start) : bisect_left(starts, cell.span.end)]
                    if len(whole) <= MOST:
                        yield from _Cell(document, table, column, cell, whole, hidden).hits()


class _Cell:
    """The list tags of one cell, matched with each other as a browser does it."""

    def __init__(
        self, document: Document, table: Table, column: int, cell: TableCell, tags: list[Mark], hidden: Spans
    ) -> None:
        self.document, self.cell, self.hidden = document, cell, hidden
        header = table.header.cells[column].text if column < len(table.header.cells) else ""
        self.column = header if header and cell not in table.header.cells else None
        self.marks = sorted([*tags, *self._broken(tags)], key=lambda mark: mark.span)
        self.opened: list[Mark] = []
        self.stray: list[Mark] = []
        self.crossed: Mark | None = None
        for mark in self.marks:
            self._match(mark)
        self.unclosed = [mark for mark in self.opened if mark.name in LISTS]

    def _broken(self, tags: list[Mark]) -> Iterator[Mark]:
        text, known = self.document.view.text, {tag.span.start for tag in tags}
        found = BROKEN.finditer(text, self.cell.span.start, self.cell.span.end) if tags else iter(())
        for match in islice(found, MOST):
            span = Span(match.start(), match.end("name"))
            if span.start not in known and not self.hidden.hold(span):
                yield Mark(span, match["name"], "close" if match["close"] else "open", span.end)

    def _match(self, mark: Mark) -> None:
        top = self.opened[-1].name if self.opened else None
        if mark.role == "empty":
            self.crossed = self.crossed or mark
        elif mark.role == "open":
            if mark.name == top == "li":
                self.opened.pop()  # an item ends where the next one begins
            self.opened.append(mark)
        elif mark.name == "li":
            self._close_item(mark, top)
        else:
            self._close_list(mark)

    def _close_item(self, mark: Mark, top: str | None) -> None:
        if top == "li":
            self.opened.pop()
        else:
            self.stray.append(mark)

    def _close_list(self, mark: Mark) -> None:
        lists = [other for other in self.opened if other.name in LISTS]
        if not lists:
            self.stray.append(mark)
        elif lists[-1].name != mark.name:
            self.crossed = self.crossed or mark
        else:
            del self.opened[self.opened.index(lists[-1]) :]

    def hits(self) -> Iterator[Hit]:
        broken = [mark for mark in self.marks if mark.missing is not None]
        clear = self.crossed is None and not self.stray
        yield from (self._of_broken(mark, clear) for mark in broken)
        if self.crossed is not None:
            yield self._hit(self.crossed, {"crossed": self._written(self.crossed)}, None)
        elif self.stray:
            yield self._of_stray()
        elif self.unclosed:
            yield self._of_unclosed(certain=not broken)

    def _of_broken(self, mark: Mark, clear: bool) -> Hit:
        assert mark.missing is not None
        tag, end = self._written(mark), Span(mark.missing, mark.missing)
        rest = self.document.view.text[mark.missing : self.cell.span.end].partition("<")[0].rstrip()[:LONGEST]
        fix = Fix((Edit(self.document.path, end, ">"),), clear and mark not in self.unclosed, f"write {tag}>")
        return self._hit(mark, {"broken": tag + rest, "whole": f"{tag}>{rest}"}, fix)

    def _of_stray(self) -> Hit:
        """Browsers pass over them, so that taking them out changes nothing that is seen."""
        written = "".join(self._written(mark) for mark in self.stray)
        opens = any(mark.role == "open" for mark in self.marks)
        certain = not (self.unclosed or opens) or all(self._follows_a_tag(mark) for mark in self.stray)
        edits = tuple(Edit(self.document.path, mark.span, "") for mark in self.stray)
        fix = Fix(edits, True, f"take out {written}") if certain else None
        return self._hit(self.stray[0], {"stray": written}, fix)

    def _follows_a_tag(self, mark: Mark) -> bool:
        """Words before a closing tag that no tag opened are an item whose opening tag is missing."""
        before = max((other.span.end for other in self.marks if other.span.end <= mark.span.start), default=-1)
        return before >= 0 and not self.document.view.text[before : mark.span.start].strip()

    def _of_unclosed(self, certain: bool) -> Hit:
        first, last = self.unclosed[0], self.marks[-1]
        if last in self.unclosed and len(self.unclosed) > 1 and last.span.end == self.cell.span.end:
            edit = Edit(self.document.path, last.span, f"</{last.name}>")
            fix = Fix((edit,), False, f"close the list with </{last.name}>")
            return self._hit(last, {"reopened": self._written(last), "closing": f"</{last.name}>"}, fix)
        missing = "".join(f"</{mark.name}>" for mark in reversed(self.unclosed))
        end = Span(self.cell.span.end, self.cell.span.end)
        fix = Fix((Edit(self.document.path, end, missing),), certain, f"add {missing} at the end of the cell")
        return self._hit(first, {"missing": missing}, fix)

    def _written(self, mark: Mark) -> str:
        return mark.span.cut(self.document.view.text)

    def _hit(self, mark: Mark, facts: dict[str, str], fix: Fix | None) -> Hit:
        return Hit(self.document.path, mark.span, {"column": self.column, **facts}, fix)
