"""Verdicts on web links: for people by file, for programs one record for each distinct address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from repotool.language import counted, said
from repotool.model import KINDS, Checked, Place, Result, Verdict
from repotool.model.regex import regex
from repotool.model.web import has_anchor
from repotool.reports import json, text
from repotool.reports.records import locate

# What GitHub's and Azure's runners take for a command: at the beginning of a line, or anywhere in it.
_COMMAND = regex(r"^(\s*)::", re.MULTILINE)
_OLD_COMMAND = regex(r"##(?=\[)")


def grouped(results: Sequence[Result]) -> str:
    """The findings by file, as `check` tells them."""
    return disarmed(text.grouped(list(locate(results))))


def disarmed(report: str) -> str:
    """A report whose lines no CI runner takes for commands: a file or an address may be named like one."""
    return _OLD_COMMAND.sub(r"#\\x23", _COMMAND.sub(r"\1\\x3a:", report))


def summary(verdicts: Sequence[Verdict], hosts: int, remembered: int) -> str:
    """What came of it in one line."""
    if not verdicts:
        return said("No web links to ask.") + "\n"
    counts = Counter(verdict.kind for verdict in verdicts)
    parts = ", ".join(f"{counts[kind]} {said(kind)}" for kind in KINDS if counts[kind])
    known = said(f" ({remembered} known from earlier runs)") if remembered else ""
    return said(f"{counted(len(verdicts), 'address')} on {counted(hosts, 'host')}: {parts}{known}") + "\n"


def array(checked: Iterable[Checked]) -> str:
    """All records as one array."""
    return _harmless(json.dumped([as_object(record) for record in checked], indent=2))


def line(checked: Checked) -> str:
    """One record as one line."""
    return _harmless(json.dumped(as_object(checked)))


def as_object(checked: Checked) -> dict[str, Any]:
    """A record as the JSON reports write it. Its keys are a promise: none is ever renamed or removed."""
    verdict = checked.verdict
    return {
        "url": verdict.url,
        "verdict": verdict.kind,
        "reason": verdict.reason,
        "status": verdict.status,
        "final_url": verdict.final_url,
        "moved_to": verdict.moved_to,
        "archive": verdict.archive,
        "places": [_place(place, verdict) for place in checked.places],
    }


def _place(place: Place, verdict: Verdict) -> dict[str, Any]:
    """`anchor` tells whether the page has the place that the fragment names; null where that is not known."""
    known = place.fragment is not None and verdict.anchors is not None
    return {
        "repository": place.repository,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "cell_line": place.cell_line,
        "fragment": place.fragment,
        "anchor": has_anchor(verdict.anchors or frozenset(), place.fragment or "") if known else None,
    }


def _harmless(text: str) -> str:
    """JSON that says the same, and holds no runner's command."""
    return text.replace("##[", "\\u0023#[")
