"""Findings as JSON: one array, or one object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from repotool.reports.records import Record, as_object


def array(records: Iterable[Record]) -> str:
    """One array; each finding an object of its own, so that a diff of two reports can be read."""
    return json.dumps([as_object(r) for r in records], ensure_ascii=False, indent=2) + "\n"


def statistics(records: Iterable[Record]) -> str:
    """How often each rule was met, most often first, as one array."""
    found = Counter((r.finding.rule.code, r.finding.rule.name) for r in records)
    rows = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return json.dumps([{"code": code, "name": name, "count": count} for (code, name), count in rows], indent=2) + "\n"


def lines(records: Iterable[Record]) -> str:
    """One object a line, for programs that read as it comes."""
    return "".join(json.dumps(as_object(r), ensure_ascii=False) + "\n" for r in records)
