"""Findings as JSON: one array, or one object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from repotool.model.shown import json_escaped
from repotool.reports.records import Record, as_object


def dumped(value: Any, *, indent: int | None = None) -> str:
    """JSON that a person can read and a terminal can print."""
    return json_escaped(json.dumps(value, ensure_ascii=False, indent=indent)) + "\n"


def array(records: Iterable[Record]) -> str:
    """One array; each finding an object of its own, so that a diff of two reports can be read."""
    return dumped([as_object(r) for r in records], indent=2)


def statistics(records: Iterable[Record]) -> str:
    """How often each rule was met, most often first, as one array."""
    found = Counter((r.finding.rule.code, r.finding.rule.name) for r in records)
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return dumped([{"code": code, "name": name, "count": count} for (code, name), count in rows], indent=2)


def lines(records: Iterable[Record]) -> str:
    """One object a line, for programs that read as it comes."""
    return "".join(dumped(as_object(r)) for r in records)
