"""NBK102: the marks of a merge that nobody finished, in the file itself or (nbdime's) in its cells."""

import re
from collections.abc import Iterator

from repotool.model import Cell, Hit, Notebook, Repository, Span, Spans
from repotool.model.regex import regex

OURS, MIDDLE, THEIRS = "<<<<<<<", "=======", ">>>>>>>"
CONFLICT = regex(r"^<{7}(?: [^\n]*)?\r?\n(?:(?!<{7}|>{7})[^\n]*\n)*?={7}\r?\n(?:(?!<{7}|>{7})[^\n]*\n)*?>{7}", re.M)
CELL_MARK = regex(r"\s*(?:<span[^<>\n]{0,60}>)?[*`]*(?:<|&lt;){7} (?:local|HEAD)\b[^\n<]{0,60}[*`]*(?:</span>)?\s*")


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if notebook.invalid is not None and (text := repo.sources[notebook.path].text):
        yield from (Hit(notebook.path, span) for span in _conflicts(text))
    for cell in notebook.cells:
        if _has_mark(cell.text):
            yield from _in_cell(notebook, cell, repo)


def _has_mark(text: str) -> bool:
    """A single character is found faster than any mark."""
    return ("<" in text and OURS in text) or ("&" in text and "&lt;&lt;" in text)


def _conflicts(text: str) -> Iterator[Span]:
    """From mark to mark, so that a text of many marks is walked once."""
    if OURS in text and MIDDLE in text and THEIRS in text:
        for found in CONFLICT.finditer(text):
            yield Span(found.start(), found.start() + len(OURS))


def _in_cell(notebook: Notebook, cell: Cell, repo: Repository) -> Iterator[Hit]:
    text = cell.text
    if CELL_MARK.fullmatch(text):
        yield Hit(notebook.path, cell.view.place(Span(0, len(text))))
        return
    code = next((Spans(d.code) for d in repo.cells.get(notebook.path, ()) if d.cell == cell.number), Spans(()))
    for span in _conflicts(f"{text}\n"):
        if not code.hold(span):  # a lesson about git shows what a conflict looks like
            yield Hit(notebook.path, cell.view.place(span))
