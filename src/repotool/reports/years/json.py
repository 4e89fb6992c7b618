"""A comparison for programs: one JSON object. Its keys are a promise: none is ever renamed or removed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from repotool.model import Balance, Comparison, Edition, Entry, Event, Heritage, InheritedDefect, Lineage, Passage
from repotool.reports.course import LONE


def whole(comparison: Comparison) -> str:
    """Editions, oldest first; what happened between each two; lineages; defects that were taken along."""
    return _dumped(
        {
            "editions": [_edition(e, b) for e, b in zip(comparison.editions, comparison.balances, strict=True)],
            "passages": [_passage(passage, comparison) for passage in comparison.passages],
            "lineages": [_lineage(lineage, comparison) for lineage in comparison.lineages],
            "defects": [_defect(defect, comparison) for defect in comparison.defects],
        }
    )


def stories(lineages: Sequence[Lineage], comparison: Comparison) -> str:
    """The chosen lineages alone, as an array."""
    return _dumped([_lineage(lineage, comparison) for lineage in lineages])


def _edition(edition: Edition, balance: Balance) -> dict[str, Any]:
    course = edition.course
    return {
        "label": edition.label,
        "repository": edition.repository,
        "title": course.title,
        "season": course.season,
        "year": course.year,
        "first_day": edition.days[0].isoformat() if edition.days else None,
        "last_day": edition.days[-1].isoformat() if edition.days else None,
        "grading": [
            {"mark": line.mark, "points": line.points, "assignments": line.assignments, "min_mark": line.min_mark}
            for line in course.grading
        ],
        "defects": {"total": balance.total, "inherited": balance.inherited, "mended": balance.mended},
    }


def _passage(passage: Passage, comparison: Comparison) -> dict[str, Any]:
    return {
        "from": comparison.editions[passage.before].label,
        "to": comparison.editions[passage.after].label,
        "shift_days": passage.shift.days if passage.shift is not None else None,
        "events": [_event(event, comparison) for event in passage.events],
    }


def _event(event: Event, comparison: Comparison) -> dict[str, Any]:
    return {
        "what": event.entry.kind,
        "kind": event.kind,
        "before": [_entry(entry, comparison) for entry in event.before],
        "after": [_entry(entry, comparison) for entry in event.after],
        "last_given": comparison.editions[event.since].label if event.since is not None else None,
    }


def _entry(entry: Entry, comparison: Comparison) -> dict[str, Any]:
    return {
        "edition": comparison.editions[entry.edition].label,
        "place": entry.place + 1,
        "number": entry.number,
        "title": entry.title,
        "topics": list(entry.topics),
        "days": [day.isoformat() for day in entry.days],
        "files": list(entry.files),
        "notebooks": [_heritage(heritage, comparison) for heritage in entry.notebooks],
    }


def _heritage(heritage: Heritage, comparison: Comparison) -> dict[str, Any]:
    return {
        "path": heritage.path,
        "cells": heritage.cells,
        "from_edition": comparison.editions[heritage.edition].label if heritage.edition is not None else None,
        "from_path": heritage.source,
        "same": heritage.same,
        "edited": heritage.similar,
        "share": round(heritage.share, 4),
    }


def _lineage(lineage: Lineage, comparison: Comparison) -> dict[str, Any]:
    return {
        "id": lineage.id,
        "what": lineage.kind,
        "title": lineage.title,
        "split_from": list(lineage.origins),
        "merged_into": list(lineage.ends),
        "entries": [_entry(entry, comparison) for entry in lineage.present()],
    }


def _defect(defect: InheritedDefect, comparison: Comparison) -> dict[str, Any]:
    finding = defect.finding
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity,
        "message": finding.message,
        "first": comparison.editions[defect.editions[0]].label,
        "editions": [comparison.editions[at].label for at in defect.editions],
        "files": list(defect.files),
    }


def _dumped(value: object) -> str:
    return LONE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
