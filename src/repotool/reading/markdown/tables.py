"""Rows and cells of Markdown tables, as GitHub splits them."""

from __future__ import annotations

import re
from itertools import pairwise

from repotool.model.regex import regex

Extent = tuple[int, int]

_PIPE = regex(r"\\.|(\|)", re.DOTALL)
_DELIMITER_ROW = regex(r"\s*+(?:\|\s*+)?+:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+(?:\|\s*+)?+")


def is_delimiter_row(line: str) -> bool:
    """Whether the line can stand between a table's header and its rows."""
    return "-" in line and _DELIMITER_ROW.fullmatch(line) is not None


def cells(row: str) -> list[Extent]:
    """Where the cells of a row stand, without their padding."""
    return [(start, start + len(text)) for start, text in texts_of_cells(row)]


def texts_of_cells(row: str) -> list[tuple[int, str]]:
    """Where each cell of a row begins, and what stands in it, without padding.

    A pipe separates unless a backslash stands before it, in code spans too. An empty cell is the empty place where
    its text would be written.
    """
    parts, at = _between_pipes(row.rstrip()), 0
    if len(parts) > 1 and not parts[0].strip():
        at = len(parts.pop(0)) + 1
    if parts == [""]:
        return []
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    found = []
    for part in parts:
        text = part.strip()
        found.append((at + (part.find(text) if text else min(1, len(part))), text))
        at += len(part) + 1
    return found


def _between_pipes(row: str) -> list[str]:
    """What stands before, between and behind the pipes that separate."""
    if "\\|" not in row:
        return row.split("|")
    pipes = [found.start() for found in _PIPE.finditer(row) if found[1]]
    return [row[start + 1 : end] for start, end in pairwise([-1, *pipes, len(row)])]


def alignments(delimiter_row: str) -> tuple[str, ...]:
    """ "left", "right", "center" or "" for each cell of the row under the header."""
    names = {(True, False): "left", (False, True): "right", (True, True): "center"}
    written = (delimiter_row[start:end] for start, end in cells(delimiter_row))
    return tuple(names.get((cell.startswith(":"), cell.endswith(":")), "") for cell in written)
