"""Findings with lines and columns: what every report is written from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from repotool.model import Copy, Create, Edit, Finding, Fix, Move, Result
from repotool.reading.source import Lines


@dataclass(frozen=True, slots=True)
class Record:
    """A finding and its place in the file: lines and columns are 1-based, columns count characters."""

    finding: Finding
    repository: str
    line: int
    column: int
    end_line: int
    end_column: int
    source_line: str
    """The text of the first line, without its end."""
    cell: int | None = None
    cell_line: int | None = None
    """The notebook's cell, and the line in its source, both 1-based."""


def locate(results: Iterable[Result]) -> Iterator[Record]:
    """Every finding with its place, in the order of the findings."""
    for result in results:
        lines: dict[str, Lines] = {}
        for finding in result.findings:
            text = result.repository.file_text(finding.file)
            if finding.file not in lines:
                lines[finding.file] = Lines(text)
            yield _record(result, finding, text, lines[finding.file])


def _record(result: Result, finding: Finding, text: str, lines: Lines) -> Record:
    line, column = lines.place(finding.span.start)
    end_line, end_column = lines.place(finding.span.end)
    notebook = result.repository.notebooks.get(finding.file)
    cell, cell_line = (notebook.cell_at(finding.span.start) if notebook else None) or (None, None)
    source_line = lines.span(line).cut(text)
    return Record(finding, result.label, line, column, end_line, end_column, source_line, cell, cell_line)


def from_here(label: str, file: str) -> str:
    """A file as the user would open it from the current folder; `label` is how its repository is named from there."""
    return file if label in ("", ".") else f"{label.rstrip('/')}/{file}"


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
