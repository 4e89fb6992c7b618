"""Findings as GitLab's Code Quality report: an array of issues in the form of Code Climate."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from repotool.model import Severity
from repotool.model.shown import shown
from repotool.reports.fingerprints import with_fingerprints
from repotool.reports.json import dumped
from repotool.reports.records import Record, from_root

SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}


def code_quality(records: Sequence[Record], root: Path | None = None) -> str:
    """One array; paths are from `root`, the folder of the checkout, as GitLab wants them."""
    issues = [
        {
            "description": f"{record.finding.rule.code}: {shown(record.finding.message)}",
            "check_name": record.finding.rule.name,
            "fingerprint": digest,
            "severity": SEVERITIES[record.finding.severity],
            "location": {
                "path": shown(from_root(record.repository, record.finding.file, root)),
                "lines": {"begin": record.line, "end": record.end_line},
            },
        }
        for record, digest in with_fingerprints(records)
    ]
    return dumped(issues, indent=1)
