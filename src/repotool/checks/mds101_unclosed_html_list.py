"""MDS101: an HTML list in a table cell that is opened and not closed."""

from bisect import bisect_left
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span, Table, TableCell, Tag

LISTS = ("ul", "ol")


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    tags = sorted((tag for tag in document.tags if tag.name in LISTS), key=lambda tag: tag.span)
    starts = [tag.span.start for tag in tags]
    for table in document.tables if tags else ():
        for row in (table.header, *table.rows):
            for column, cell in enumerate(row.cells):
                here = tags[bisect_left(starts, cell.span.start) : bisect_left(starts, cell.span.end)]
                opened = _unclosed(here)
                if opened:
                    yield _hit(document, table, column, cell, opened)


def _unclosed(tags: list[Tag]) -> list[Tag]:
    """The lists that are open when the cell ends. A stray closing tag makes the cell too unclear to judge."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.role == "open":
            opened.append(tag)
        elif tag.role == "close":
            if not opened or opened[-1].name != tag.name:
                return []
            opened.pop()
    return opened


def _hit(document: Document, table: Table, column: int, cell: TableCell, opened: list[Tag]) -> Hit:
    missing = "".join(f"</{tag.name}>" for tag in reversed(opened))
    header = table.header.cells[column].text if column < len(table.header.cells) else ""
    end = Span(cell.span.end, cell.span.end)
    fix = Fix((Edit(document.path, end, missing),), True, f"add {missing} at the end of the cell")
    return Hit(document.path, opened[0].span, {"column": header or None, "missing": missing}, fix)
