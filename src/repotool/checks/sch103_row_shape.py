"""SCH103: a row of the schedule with more or fewer cells than its header."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository, Row


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for index in sorted({column.table for column in course.columns}):
        table = course.document.tables[index]
        columns = len(table.header.cells)
        for row in table.rows:
            cells = _count(row)
            if cells != columns:
                facts = {"cells": cells, "columns": columns, "surplus": cells - columns if cells > columns else None}
                # Cells that are missing at the end, and empty ones too many, are seen by nobody.
                lost = any(cell.text for cell in row.cells[columns:])
                yield Hit(course.document.path, row.span, facts, severity=None if lost else "info")


def _count(row: Row) -> int:
    """How many cells a row has; a comment behind the last one is no cell."""
    cells = list(row.cells)
    while cells and cells[-1].raw.startswith("<!--") and cells[-1].raw.endswith("-->"):
        cells.pop()
    return len(cells)
