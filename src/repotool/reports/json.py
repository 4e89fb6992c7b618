"""Findings as JSON: one array, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable

from repotool.reports.records import Record, as_object


def array(records: Iterable[Record]) -> str:
    """One array; each finding an object of its own, so that a diff of two reports can be read."""
    return json.dumps([as_object(r) for r in records], ensure_ascii=False, indent=2) + "\n"


def lines(records: Iterable[Record]) -> str:
    """One object a line, for programs that read as it comes."""
    return "".join(json.dumps(as_object(r), ensure_ascii=False) + "\n" for r in records)
