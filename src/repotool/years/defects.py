"""Defects that were taken along from year to year: each told once, with the first year it stands in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from repotool.model import Balance, Finding, InheritedDefect, Result
from repotool.model.text import Span
from repotool.reading.source import Lines

Sameness = tuple[str, str]
"""The rule, and what it was found in."""
LEVELS = ("error", "warning", "info")


def inherited_defects(results: Sequence[Result]) -> list[InheritedDefect]:
    """What stands in two editions or more: the worst and the most faithful first."""
    seen: dict[Sameness, dict[int, Finding]] = {}
    for at, result in enumerate(results):
        for sameness, finding in _distinct(result).items():
            seen.setdefault(sameness, {})[at] = finding
    defects = [_defect(found) for found in seen.values() if len(found) > 1]
    return sorted(defects, key=_order)


def balances(results: Sequence[Result]) -> Iterator[Balance]:
    """For each edition, how many of its defects the one before had."""
    before: set[Sameness] = set()
    for result in results:
        here = _distinct(result)
        inherited = before & here.keys()
        yield Balance(len(here), len(inherited), len(before) - len(inherited))
        before = set(here)


def _defect(found: dict[int, Finding]) -> InheritedDefect:
    editions = tuple(sorted(found))
    return InheritedDefect(found[editions[-1]], editions, tuple(found[at].file for at in editions))


def _order(defect: InheritedDefect) -> tuple[int, int, str, str, str]:
    finding = defect.finding
    return (LEVELS.index(finding.severity), -len(defect.editions), finding.rule.code, finding.message, finding.file)


def _distinct(result: Result) -> dict[Sameness, Finding]:
    lines: dict[str, Lines] = {}
    found: dict[Sameness, Finding] = {}
    for finding in result.findings:
        text = result.repository.file_text(finding.file)
        if finding.file not in lines:
            lines[finding.file] = Lines(text)
        found.setdefault((finding.rule.code, _what(finding, text, lines[finding.file])), finding)
    return found


def _what(finding: Finding, text: str, lines: Lines) -> str:
    """What is wrong, wherever it stands: the target of a link, else the words themselves, else their line.

    Where a whole file is meant, its name is all there is to tell it by.
    """
    if finding.target:
        return finding.target
    cut = finding.span.cut(text).strip()
    if finding.span == Span(0, 0) or not text:
        return f"{finding.file}\n{finding.message}"
    words = cut or lines.span(lines.place(finding.span.start)[0]).cut(text)
    return hashlib.sha256(" ".join(words.split()).encode("utf-8", "surrogatepass")).hexdigest()
