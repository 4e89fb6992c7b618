"""Findings as SARIF 2.1.0, for code scanning.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Columns count code points, and say so; places in
notebooks are those of their JSON, and the cell stands in the message.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from repotool.model import Rule, Severity
from repotool.model.shown import shown, shown_lines
from repotool.reports.fingerprints import with_fingerprints
from repotool.reports.json import dumped
from repotool.reports.records import Place, Record, from_root
from repotool.version import __version__

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
ROOT = "%SRCROOT%"


def log(records: Sequence[Record], root: Path | None = None) -> str:
    """One SARIF log of one run; files are named from `root`, the folder of the checkout."""
    rules = list({r.finding.rule.code: r.finding.rule for r in records}.values())
    index = {rule.code: i for i, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": "repotool", "semanticVersion": __version__, "rules": [_rule(r) for r in rules]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(record, digest, index[record.finding.rule.code], root)
            for record, digest in with_fingerprints(records)
        ],
    }
    told = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return dumped(told, indent=1)


def _rule(rule: Rule) -> dict[str, Any]:
    why, bad, good = rule.why.strip(), rule.bad.strip(), rule.good.strip()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": why},
        "help": {
            "text": f"{why}\n\nWrong: {bad}\nRight: {good}",
            "markdown": f"{why}\n\nWrong:\n{_fenced(bad)}\n\nRight:\n{_fenced(good)}\n",
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": rule.default},
        "properties": {"tags": [rule.family], "problem.severity": _problem(rule.severity), "since": rule.since},
    }


def _fenced(text: str) -> str:
    """A code block whose fence no example holds."""
    return f"````\n{text}\n````"


def _problem(severity: Severity) -> str:
    """The word code scanning sorts by."""
    return "recommendation" if severity == "info" else severity


def _result(record: Record, digest: str, rule_index: int, root: Path | None) -> dict[str, Any]:
    finding = record.finding
    place = Place(record.line, record.column, record.end_line, record.end_column)
    result: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(record)},
        "locations": [
            {"physicalLocation": {**_artifact(record, finding.file, root), "region": _region(place)}},
        ],
        "partialFingerprints": {"repotoolFinding/v1": digest},
    }
    fixes = _fixes(record, root)
    return {**result, "fixes": fixes} if fixes else result


def _message(record: Record) -> str:
    finding = record.finding
    where = "" if record.cell is None else f"cell {record.cell}: "
    help_text = f" (help: {shown(finding.help)})" if finding.help else ""
    return f"{where}{shown(finding.message)}{help_text}"


def _artifact(record: Record, file: str, root: Path | None) -> dict[str, Any]:
    path = from_root(record.repository, file, root)
    return {"artifactLocation": {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": ROOT}}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _fixes(record: Record, root: Path | None) -> list[dict[str, Any]]:
    """The fix, where it only edits, and writes what JSON can hold."""
    edits, fix = record.edits(), record.finding.fix
    if fix is None or not edits or any(_is_raw(edit.replacement) for edit, _ in edits):
        return []
    changes = []
    for file in dict.fromkeys(edit.file for edit, _ in edits):
        replacements = [
            {"deletedRegion": _region(place), "insertedContent": {"text": edit.replacement}}
            for edit, place in edits
            if edit.file == file
        ]
        changes.append({**_artifact(record, file, root), "replacements": replacements})
    return [{"description": {"text": shown_lines(fix.title)}, "artifactChanges": changes}]


def _is_raw(text: str) -> bool:
    """Whether a text holds bytes that are not UTF-8."""
    return any("\ud800" <= c <= "\udfff" for c in text)
