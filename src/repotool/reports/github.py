"""Findings as workflow commands of GitHub Actions: it shows them beside the lines of a pull request.

The escapes are those of the runner's own toolkit: `%`, CR and LF in texts, `:` and `,` in properties besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from repotool.model import Severity
from repotool.model.shown import shown
from repotool.reports.records import Record, from_root

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def commands(records: Sequence[Record], root: Path | None = None) -> str:
    """One command a finding, the worst first: of each kind GitHub shows the first ten of a step only."""
    worst_first = sorted(records, key=lambda r: list(COMMANDS).index(r.finding.severity))
    return "".join(f"{_command(record, root)}\n" for record in worst_first)


def _command(record: Record, root: Path | None) -> str:
    finding = record.finding
    properties = {
        "file": from_root(record.repository, finding.file, root),
        "line": str(record.line),
        "endLine": str(record.end_line),
    }
    if record.line == record.end_line:  # columns of a place of several lines mean nothing to GitHub
        properties |= {"col": str(record.column), "endColumn": str(record.end_column)}
    properties["title"] = f"{finding.rule.code} {finding.rule.name}"
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[finding.severity]} {told}::{_text(_message(record))}"


def _message(record: Record) -> str:
    where = "" if record.cell is None else f"cell {record.cell}: "
    help_text = f" (help: {record.finding.help})" if record.finding.help else ""
    return f"{where}{record.finding.message}{help_text}"


def _text(text: str) -> str:
    return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _text(text).replace(":", "%3A").replace(",", "%2C")
