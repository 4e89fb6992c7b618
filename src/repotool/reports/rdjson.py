"""Findings in reviewdog's diagnostic format (rdjson): it comments on the lines of a merge request anywhere.

The form: reviewdog's proto/rdf. Lines are 1-based; columns are 1-based and count bytes of UTF-8.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from repotool.model import Severity
from repotool.model.shown import shown
from repotool.reports.json import dumped
from repotool.reports.records import Place, Record, Texts, from_root

SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def diagnostics(records: Sequence[Record], root: Path | None = None) -> str:
    """One object with all diagnostics; a fix in the file itself is a suggestion."""
    told = {"source": {"name": "repotool"}, "diagnostics": [_diagnostic(record, root) for record in records]}
    return dumped(told, indent=1)


def _diagnostic(record: Record, root: Path | None) -> dict[str, Any]:
    finding = record.finding
    place = Place(record.line, record.column, record.end_line, record.end_column)
    told = {
        "message": shown(f"{finding.message} (help: {finding.help})" if finding.help else finding.message),
        "location": {
            "path": shown(from_root(record.repository, finding.file, root)),
            "range": _range(record.texts, finding.file, place),
        },
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule.code},
    }
    suggestions = _suggestions(record)
    return {**told, "suggestions": suggestions} if suggestions else told


def _suggestions(record: Record) -> list[dict[str, Any]]:
    edits = record.edits() or []
    if any(edit.file != record.finding.file or not edit.replacement.isprintable() for edit, _ in edits):
        return []
    return [{"range": _range(record.texts, edit.file, place), "text": edit.replacement} for edit, place in edits]


def _range(texts: Texts | None, file: str, place: Place) -> dict[str, dict[str, int]]:
    return {
        "start": {"line": place.line, "column": _bytes_before(texts, file, place.line, place.column)},
        "end": {"line": place.end_line, "column": _bytes_before(texts, file, place.end_line, place.end_column)},
    }


def _bytes_before(texts: Texts | None, file: str, line: int, column: int) -> int:
    if texts is None:
        return column
    lines = texts.lines(file)
    before = lines.whole(line).cut(lines.text)[: column - 1]
    return len(before.encode("utf-8", "surrogateescape")) + 1
