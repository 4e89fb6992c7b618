"""Several repositories at a glance: how much of each was read, and how much was found."""

from __future__ import annotations

import io
from collections.abc import Sequence

from repotool.language import said
from repotool.model import Result
from repotool.model.shown import shown

HEADS = ("repository", "documents", "notebooks", "errors", "warnings", "infos", "mendable")
Row = tuple[str, ...]


def overview(results: Sequence[Result], *, terminal: bool = False) -> str:
    """A table with a row for each repository; nothing for a single one. Elsewhere than on a terminal, plain columns."""
    if len(results) < 2:
        return ""
    rows = [_row(result) for result in results]
    return _drawn(rows) if terminal else _plain([tuple(map(said, HEADS)), *rows])


def _row(result: Result) -> Row:
    levels = [finding.severity for finding in result.findings]
    mendable = sum(finding.fix is not None and finding.fix.safe for finding in result.findings)
    counts = (levels.count("error"), levels.count("warning"), levels.count("info"), mendable)
    return (shown(result.title or result.label), *map(str, (result.documents, result.notebooks, *counts)))


def _plain(rows: Sequence[Row]) -> str:
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    return "".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        + "\n"
        for row in rows
    )


def _drawn(rows: Sequence[Row]) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for at, head in enumerate(map(said, HEADS)):
        table.add_column(head, justify="right" if at else "left", overflow="fold")
    colours = ("", "", "", "bold red", "yellow", "blue", "cyan")
    for row in rows:
        table.add_row(
            *(Text(cell, style=colour if cell != "0" else "dim") for cell, colour in zip(row, colours, strict=True))
        )
    drawn = io.StringIO()
    Console(file=drawn, force_terminal=True, legacy_windows=False).print(table)
    return drawn.getvalue()
