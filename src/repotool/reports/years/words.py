"""How a comparison speaks: the same words in every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from repotool.language import said
from repotool.model import Comparison, Edition, Entry, Event, EventKind, Heritage, InheritedDefect, Lineage, Passage
from repotool.model.shown import shown

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
KINDS: tuple[EventKind, ...] = (
    "split", "merged", "renamed", "moved", "returned", "added", "dropped", "changed", "reused",
)  # fmt: skip
"""In this order events are told: first what one would not see at a glance."""


def day(of: date) -> str:
    return f"{of.day} {said(MONTHS[of.month - 1])}"


def span_of(edition: Edition) -> str:
    """`9 February – 23 May`; nothing of a schedule without dates."""
    return f"{day(edition.days[0])} – {day(edition.days[-1])}" if edition.days else ""


def title_of(entry: Entry) -> str:
    """A title as the reader wrote it, on one line."""
    return f"«{shown(entry.title)}»"


def number_of(entry: Entry) -> str:
    """`07` of «Семинар 07»: what tells a lesson in a column; its place where the schedule has no numbers."""
    found = re.findall(r"\d+(?:\.\d+)?", entry.number or "")
    return found[-1] if found else str(entry.place + 1)


def place_of(entry: Entry) -> str:
    """`lesson 7, 18 March`, `Семинар 07, 18 March`."""
    number = shown(" ".join((entry.number or number_of(entry)).split()))
    if not any(letter.isalpha() for letter in number):
        number = f"{said(entry.kind)} {number}"
    return f"{number}, {day(entry.days[0])}" if entry.days else number


def percent(share: float) -> str:
    """Rounded so that only all is 100 and only nothing is 0."""
    return f"{min(99, max(1, round(100 * share))) if 0 < share < 1 else round(100 * share)} %"


def inherited(heritage: Heritage, editions: Sequence[Edition]) -> str:
    """`96 % of 118 cells are those of 2023 (3 edited)`."""
    if heritage.source is None or heritage.edition is None:
        return said(f"all {heritage.cells} cells are new")
    year = editions[heritage.edition].label
    if heritage.is_copy:
        return said(f"all {heritage.cells} cells are those of {year}")
    edited = said(f" ({heritage.similar} edited)") if heritage.similar else ""
    return said(f"{percent(heritage.share)} of {heritage.cells} cells are those of {year}{edited}")


def days(shift: timedelta) -> str:
    return said(f"{shift.days:+d} days")


def told(event: Event, comparison: Comparison) -> str:
    """What happened, without the word for it: `«A» → «B»`, `«A», from place 3 to 7`."""
    before, after = (" + ".join(map(title_of, entries)) for entries in (event.before, event.after))
    match event.kind:
        case "renamed" | "split" | "merged":
            return f"{before} → {after}"
        case "moved":
            return said(f"{after}, now {_position(event, comparison)}")
        case "returned":
            since = comparison.editions[event.since].label if event.since is not None else said("before")
            return said(f"{after}, last given in {since}") + (said(f" as {before}") if before != after else "")
        case "changed" | "reused":
            return f"{after}" + "".join(
                f", {shown(one.path)}: {_made_of(one, comparison, event.before[0])}" for one in event.after[0].notebooks
            )
        case _:
            return after or before


def _position(event: Event, comparison: Comparison) -> str:
    """Beside which lesson it stands now, that was on its other side: `before «Оптимизаторы»`."""
    older, newer = event.before[0], event.after[0]
    kept = (passage.kept for passage in comparison.passages if passage.after == newer.edition)
    passed = [
        other
        for was, other in (pair for pairs in kept for pair in pairs)
        if other.kind == newer.kind and (was.place < older.place) != (other.place < newer.place) and was != older
    ]
    if not passed:
        return said(f"at place {newer.place + 1}")
    nearest = min(passed, key=lambda other: abs(other.place - newer.place))
    title = title_of(nearest)
    return said(f"after {title}" if nearest.place < newer.place else f"before {title}")


def _made_of(heritage: Heritage, comparison: Comparison, before: Entry | None) -> str:
    """How much of a notebook is inherited, and from where, unless it is what the lesson had before."""
    known = before.files if before is not None else ()
    source = said(f", from {shown(heritage.source)}") if heritage.source and heritage.source not in known else ""
    return f"{inherited(heritage, comparison.editions)}{source}"


def counts(passage: Passage, kind: str) -> str:
    """`9 went on as they were, 2 renamed, 1 split`."""
    events = [event for event in passage.events if event.entry.kind == kind]
    touched = {id(entry) for event in events if event.kind != "reused" for entry in event.after}
    same = sum(newer.kind == kind and id(newer) not in touched for _, newer in passage.kept)
    parts = [said(f"{same} went on as it was" if same == 1 else f"{same} went on as they were")] if same else []
    for word in KINDS:
        number = sum(event.kind == word for event in events)
        if number and word != "reused":
            parts.append(f"{number} {said(word)}")
    return ", ".join(parts)


def grading(edition: Edition) -> dict[str, str]:
    """By mark, what it takes."""
    found = {}
    for line in edition.course.grading:
        parts = [said(f"{line.points:g} points")]
        if line.assignments is not None:
            marked = said(f" at {line.min_mark:g}+") if line.min_mark is not None else ""
            parts.append(said(f"{line.assignments} tasks{marked}"))
        found[shown(line.mark)] = ", ".join(parts)
    return found


def marks(editions: Iterable[Edition]) -> list[str]:
    """Every mark that some year gives, in the order of the first."""
    return list(dict.fromkeys(mark for edition in editions for mark in grading(edition)))


def years_of(defect: InheritedDefect, comparison: Comparison) -> str:
    """`since 2022, in 4 years`, `in 2022 and 2024`."""
    labels = [comparison.editions[at].label for at in defect.editions]
    if list(defect.editions) == list(range(defect.editions[0], len(comparison.editions))):
        return said(f"since {labels[0]}, {len(labels)} years")
    years = said(f"{labels[0]}–{labels[-1]}, {len(labels)} years")
    return years if len(labels) > 2 else said(" and ").join(labels)


def folded(defects: Sequence[InheritedDefect]) -> list[tuple[InheritedDefect, int]]:
    """Equal defects of equal files and years as one, with their number."""
    groups: dict[tuple[object, ...], list[InheritedDefect]] = {}
    for defect in defects:
        key = (defect.finding.rule.code, defect.finding.message, defect.editions, defect.files)
        groups.setdefault(key, []).append(defect)
    return [(group[0], len(group)) for group in groups.values()]


class Year(Struct, frozen=True):
    """One year of a lineage: what it was (None: it was not given), what happened, where its notebooks come from."""

    edition: Edition
    entry: Entry | None
    happened: tuple[str, ...]
    notebooks: tuple[tuple[Heritage, str], ...] = ()

    def plain_files(self) -> tuple[str, ...]:
        """The files that are not told of as notebooks."""
        told = {heritage.path for heritage, _ in self.notebooks}
        return tuple(file for file in self.entry.files if file not in told) if self.entry else ()


def story(lineage: Lineage, comparison: Comparison) -> list[Year]:
    """A lineage year by year, from its first to the one in which it went."""
    first = lineage.present()[0].edition
    years = [_year(lineage, at, comparison) for at in range(first, len(lineage.entries))]
    return [year for year in years if year.entry is not None or year.happened]


def _year(lineage: Lineage, at: int, comparison: Comparison) -> Year:
    edition, entry = comparison.editions[at], lineage.entries[at]
    before = next((known for known in reversed(lineage.entries[:at]) if known is not None), None)
    events = [event for passage in comparison.passages if passage.after == at for event in passage.events]
    if entry is None:
        went = [event for event in events if before in event.before and event.kind in ("dropped", "merged")]
        return Year(edition, None, tuple(_sentence(event, comparison) for event in went))
    happened = [_sentence(event, comparison) for event in events if entry in event.after and event.kind not in FILES]
    notebooks = [(one, _made_of(one, comparison, before)) for one in entry.notebooks] if at else []
    return Year(edition, entry, tuple(happened), tuple(notebooks))


FILES = ("changed", "reused")


def _sentence(event: Event, comparison: Comparison) -> str:
    kind = said(event.kind)
    return f"{kind}: {told(event, comparison)}" if event.kind not in ("added", "dropped") else kind
