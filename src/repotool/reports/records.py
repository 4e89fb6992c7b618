"""Findings with lines and columns: what every report is written from."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from repotool.engine.baseline import Key, identity
from repotool.model import Copy, Create, Edit, Finding, Fix, Move, Result, Span
from repotool.reading.source import Lines


class Place(Struct, frozen=True):
    """From where to where: lines and columns are 1-based, columns count characters, the end is not included."""

    line: int
    column: int
    end_line: int
    end_column: int


class Texts:
    """The texts of one repository's files, and where their spans lie in lines and columns."""

    def __init__(self, result: Result) -> None:
        self._repository = result.repository
        self._lines: dict[str, Lines] = {}
        self._last: tuple[str, int, str] = ("", 0, "")

    def lines(self, file: str) -> Lines:
        """Raises KeyError for a file that was not read."""
        if file not in self._lines:
            self._lines[file] = Lines(self._repository.file_text(file))
        return self._lines[file]

    def place(self, file: str, span: Span) -> Place:
        lines = self.lines(file)
        return Place(*lines.place(span.start), *lines.place(span.end))

    def source_line(self, file: str, line: int) -> str:
        """A line without its end. One is kept: thousands of findings may stand on a line of megabytes."""
        if self._last[:2] != (file, line):
            lines = self.lines(file)
            self._last = (file, line, lines.span(line).cut(lines.text))
        return self._last[2]


class Record(Struct, frozen=True):
    """A finding and its place in the file: lines and columns are 1-based, columns count characters."""

    finding: Finding
    repository: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    cell_line: int | None = None
    """The notebook's cell, and the line in its source, both 1-based."""
    key: Key = ("", "", "")
    """What stays the same when lines move: see the baseline."""
    texts: Texts | None = None

    @property
    def source_line(self) -> str:
        """The text of the first line, without its end."""
        return self.texts.source_line(self.finding.file, self.line) if self.texts is not None else ""

    def edits(self) -> list[tuple[Edit, Place]] | None:
        """The edits of the fix, each with its place; None where there is no fix, or it does more than edit."""
        fix = self.finding.fix
        if fix is None or self.texts is None or not all(isinstance(op, Edit) for op in fix.ops):
            return None
        return [(op, self.texts.place(op.file, op.span)) for op in fix.ops if isinstance(op, Edit)]


def locate(results: Iterable[Result]) -> Iterator[Record]:
    """Every finding with its place, in the order of the findings."""
    for result in results:
        texts = Texts(result)
        for finding in result.findings:
            yield _record(result, finding, texts)


def _record(result: Result, finding: Finding, texts: Texts) -> Record:
    place = texts.place(finding.file, finding.span)
    notebook = result.repository.notebooks.get(finding.file)
    cell, cell_line = (notebook.cell_at(finding.span.start) if notebook else None) or (None, None)
    return Record(
        finding,
        result.label,
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        cell,
        cell_line,
        identity(result, finding),
        texts,
    )


def from_here(label: str, file: str) -> str:
    """A file as the user would open it from the current folder; `label` is how its repository is named from there."""
    return file if label in ("", ".") else f"{label.rstrip('/')}/{file}"


def from_root(label: str, file: str, root: Path | None) -> str:
    """A file as a CI service names it: from `root`, the folder of its checkout, where the file lies in it."""
    here = from_here(label, file)
    if root is None:
        return here
    seen = Path(os.path.relpath(here, root)).as_posix()
    return here if seen.startswith("../") else seen


def as_object(record: Record) -> dict[str, Any]:
    """The finding as the JSON reports write it. Its keys are a promise: none is ever renamed or removed."""
    finding = record.finding
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message,
        "repository": record.repository,
        "file": finding.file,
        "line": record.line,
        "column": record.column,
        "end_line": record.end_line,
        "end_column": record.end_column,
        "cell": record.cell,
        "cell_line": record.cell_line,
        "target": finding.target,
        "help": finding.help,
        "fix": _fix_object(finding.fix) if finding.fix else None,
    }


def _fix_object(fix: Fix) -> dict[str, Any]:
    """`start` and `end` count characters of the file, read as UTF-8 with its line endings as they are."""
    return {
        "safe": fix.safe,
        "title": fix.title,
        "edits": [
            {"file": op.file, "start": op.span.start, "end": op.span.end, "replacement": op.replacement}
            for op in fix.ops
            if isinstance(op, Edit)
        ],
        "moves": [{"from": op.file, "to": op.to} for op in fix.ops if isinstance(op, Move)],
        "creates": [op.file for op in fix.ops if isinstance(op, Create | Copy)],
    }
