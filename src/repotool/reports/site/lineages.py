"""The words beside the drawing: what happened from year to year, and the story of each lineage."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from repotool.language import said
from repotool.model import Comparison, Heritage, InheritedDefect, Lineage
from repotool.reports.years import words

COUNTED = {"lesson": "Lessons", "homework": "Homework"}
"""What of a passage is counted, and what it is called."""


class Step(Struct, frozen=True):
    """One year of one lineage. `title` is None where the lesson was not given."""

    year: str
    place: str
    title: str | None
    happened: tuple[str, ...]
    files: tuple[str, ...]
    notebooks: tuple[tuple[str, str, int, int], ...]
    """Path, words, and of a bar of 100: how much is the same, how much was edited."""


class Story(Struct, frozen=True):
    id: str
    kind: str
    title: str
    years: str
    steps: tuple[Step, ...]


class Told(Struct, frozen=True):
    what: str
    kind: str
    text: str


class Passed(Struct, frozen=True):
    """What happened between two years."""

    years: str
    shift: str
    counts: tuple[str, ...]
    events: tuple[Told, ...]


class Lineages(Struct, frozen=True):
    lead: str
    passages: tuple[Passed, ...]
    stories: tuple[Story, ...]
    labels: tuple[str, ...]
    grading: tuple[tuple[str, tuple[str, ...]], ...]
    defects: tuple[tuple[InheritedDefect, int, str], ...]


def lineages_of(comparison: Comparison, told: Sequence[Lineage]) -> Lineages:
    grading = [words.grading(edition) for edition in comparison.editions]
    years = ", ".join(edition.label for edition in comparison.editions)
    return Lineages(
        said(f"What became of each lesson: {years}. Choose a lesson to follow it; its story stands below."),
        passages=tuple(_passed(at, comparison) for at in range(len(comparison.passages))),
        stories=tuple(_story(lineage, comparison) for lineage in told),
        labels=tuple(edition.label for edition in comparison.editions),
        grading=tuple(
            (mark, tuple(marks.get(mark, "") for marks in grading)) for mark in words.marks(comparison.editions)
        ),
        defects=tuple((d, n, words.years_of(d, comparison)) for d, n in words.folded(comparison.defects)),
    )


def _passed(at: int, comparison: Comparison) -> Passed:
    passage = comparison.passages[at]
    older, newer = comparison.editions[passage.before], comparison.editions[passage.after]
    events = [
        Told(event.entry.kind, event.kind, words.told(event, comparison))
        for kind in words.KINDS
        for event in passage.events
        if event.kind == kind and kind != "reused"
    ]
    counts = [(kind, words.counts(passage, kind)) for kind in COUNTED]
    told = tuple(f"{said(COUNTED[kind])}: {count}" for kind, count in counts if count)
    shift = said(f"most lessons {words.days(passage.shift)}") if passage.shift is not None else ""
    return Passed(f"{older.label} → {newer.label}", shift, told, tuple(events))


def _story(lineage: Lineage, comparison: Comparison) -> Story:
    present = [comparison.editions[entry.edition].label for entry in lineage.present()]
    years = present[0] if len(present) == 1 else f"{present[0]} – {present[-1]}"
    steps = tuple(_step(year) for year in words.story(lineage, comparison))
    return Story(lineage.id, lineage.kind, lineage.title, years, steps)


def _step(year: words.Year) -> Step:
    entry = year.entry
    return Step(
        year.edition.label,
        words.place_of(entry) if entry else said("not given"),
        entry.title if entry else None,
        year.happened,
        year.plain_files(),
        tuple(_bar(heritage, made_of) for heritage, made_of in year.notebooks),
    )


def _bar(heritage: Heritage, made_of: str) -> tuple[str, str, int, int]:
    same = round(100 * heritage.same / heritage.cells) if heritage.cells else 0
    edited = round(100 * heritage.similar / heritage.cells) if heritage.cells else 0
    return heritage.path, made_of, same, min(edited, 100 - same)
