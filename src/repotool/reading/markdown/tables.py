"""Rows and cells of Markdown tables, as GitHub splits them."""

from __future__ import annotations

import re

from repotool.model.regex import regex

Extent = tuple[int, int]

_PIPE = regex(r"\\.|(\|)", re.DOTALL)
_DELIMITER_ROW = regex(r"\s*+(?:\|\s*+)?+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+(?:\|\s*+)?+")


def is_delimiter_row(line: str) -> bool:
    """Whether the line can stand between a table's header and its rows."""
    return "-" in line and _DELIMITER_ROW.fullmatch(line) is not None


def cells(row: str) -> list[Extent]:
    """Where the cells of a row stand, without their padding.

    A pipe separates unless a backslash stands before it, in code spans too. An empty cell is the empty place where
    its text would be written.
    """
    row = row.rstrip()
    start = len(row) - len(row.lstrip())
    pipes = _pipes(row)
    if pipes and pipes[0] == start:
        start = pipes.pop(0) + 1
    ends = pipes if pipes and pipes[-1] == len(row) - 1 else [*pipes, len(row)]
    if not pipes and start == len(row):
        return []
    starts = [start, *(pipe + 1 for pipe in ends)]
    return [_trimmed(row, *place) for place in zip(starts, ends, strict=False)]


def _pipes(row: str) -> list[int]:
    """Where the pipes stand that separate."""
    if "\\" in row:
        return [found.start() for found in _PIPE.finditer(row) if found[1]]
    places, at = [], row.find("|")
    while at >= 0:
        places.append(at)
        at = row.find("|", at + 1)
    return places


def alignments(delimiter_row: str) -> tuple[str, ...]:
    """ "left", "right", "center" or "" for each cell of the row under the header."""
    names = {(True, False): "left", (False, True): "right", (True, True): "center"}
    written = (delimiter_row[start:end] for start, end in cells(delimiter_row))
    return tuple(names.get((cell.startswith(":"), cell.endswith(":")), "") for cell in written)


def _trimmed(row: str, start: int, end: int) -> Extent:
    text = row[start:end]
    bare = text.strip()
    if not bare:
        middle = start + min(1, end - start)
        return middle, middle
    first = start + text.find(bare)
    return first, first + len(bare)
