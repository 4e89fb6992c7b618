"""From one edition to the next: which lesson became which, and what happened to it on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median_low

from repotool.model import Entry, EntryKind, Event
from repotool.years.assignment import best_pairs, longest_increasing
from repotool.years.branches import whole_of
from repotool.years.editions import Subject
from repotool.years.likeness import Likeness, content_likeness
from repotool.years.titles import words_of

RETURNED = 0.55
"""A lesson that was away is only known again when there is little doubt."""


@dataclass
class Pairing:
    """The entries of two editions: who became whom, who came, who left, who lives on in another one."""

    older: Sequence[Subject]
    newer: Sequence[Subject]
    forward: dict[Subject, Subject] = field(default_factory=dict)
    returned: dict[Subject, Subject] = field(default_factory=dict)
    """By the newer one: the one of an edition before `older`."""
    split_from: dict[Subject, Subject] = field(default_factory=dict)
    """By the newer one that was split off."""
    merged_into: dict[Subject, Subject] = field(default_factory=dict)
    """By the older one that went into another."""

    @property
    def backward(self) -> dict[Subject, Subject]:
        return {newer: older for older, newer in self.forward.items()}

    def added(self) -> Iterator[Subject]:
        known = {*self.forward.values(), *self.returned, *self.split_from}
        return (subject for subject in self.newer if subject not in known)

    def dropped(self) -> Iterator[Subject]:
        return (subject for subject in self.older if subject not in self.forward and subject not in self.merged_into)


def pair(older: Sequence[Subject], newer: Sequence[Subject], away: Sequence[Subject], kind: EntryKind) -> Pairing:
    """Pairs two editions as a whole; `away` are the entries of earlier ones that had no successor since."""
    likeness = Likeness(older, newer)
    found = Pairing(older, newer)
    for row, column in best_pairs(likeness.matrix()):
        found.forward[older[row]] = newer[column]
    new = [subject for subject in newer if subject not in found.backward]
    found.returned.update(_returned(new, away))
    if kind == "lesson":
        _find_branches(found, likeness)
    return found


def _returned(new: Sequence[Subject], away: Sequence[Subject]) -> Iterator[tuple[Subject, Subject]]:
    likeness = Likeness(away, new)
    for row, column in best_pairs(likeness.matrix()):
        if likeness.of(away[row], new[column]) >= RETURNED:
            yield new[column], away[row]


def _find_branches(found: Pairing, likeness: Likeness) -> None:
    back = found.backward
    for subject in [*found.added()]:
        whole = whole_of(subject, found.forward, likeness)
        if whole is not None:
            found.split_from[subject] = whole
    for subject in [*found.dropped()]:
        whole = whole_of(subject, back, likeness)
        if whole is not None:
            found.merged_into[subject] = whole


def passage(found: Pairing) -> Iterator[Event]:
    """What happened, in the order of the newer schedule; what was dropped comes last."""
    yield from _of_newer(found)
    yield from (Event("dropped", (subject.entry,)) for subject in found.dropped())


def _of_newer(found: Pairing) -> Iterator[Event]:
    moved = _moved(found)
    back = found.backward
    splits = _groups(found.split_from)
    merges = _groups(found.merged_into)
    new = set(found.added())
    for subject in found.newer:
        if subject in found.returned:
            was = found.returned[subject].entry
            yield Event("returned", (was,), (subject.entry,), since=was.edition)
        elif subject in new:
            yield Event("added", after=(subject.entry,))
        if subject not in back:
            continue
        older = back[subject]
        if older in splits:
            yield Event("split", (older.entry,), _sorted([subject, *splits[older]]))
        if subject in merges:
            yield Event("merged", _sorted([older, *merges[subject]]), (subject.entry,))
        is_branched = older in splits or subject in merges
        yield from _of_pair(older, subject, moved=subject in moved, is_branched=is_branched)


def _of_pair(older: Subject, newer: Subject, *, moved: bool, is_branched: bool) -> Iterator[Event]:
    pair = ((older.entry,), (newer.entry,))
    if not is_branched and is_renamed(older.entry, newer.entry):
        yield Event("renamed", *pair)
    if moved and newer.entry.kind == "lesson":
        yield Event("moved", *pair)
    if newer.entry.kind == "homework" and older.says_something and newer.says_something:
        same = content_likeness(older, newer) == 1 or _is_copied(newer.entry)
        yield Event("reused" if same else "changed", *pair)


def _is_copied(entry: Entry) -> bool:
    return bool(entry.notebooks) and all(heritage.is_copy for heritage in entry.notebooks)


def is_renamed(older: Entry, newer: Entry) -> bool:
    """Whether the words differ; case, ё, dots and commas are no new name."""
    return [words_of(topic) for topic in older.topics] != [words_of(topic) for topic in newer.topics]


def _moved(found: Pairing) -> set[Subject]:
    """Those that are out of the order in which most went on: the fewest that explain the new order."""
    newer = [subject for subject in found.newer if subject in found.backward]
    back = found.backward
    stayed = longest_increasing([back[subject].entry.place for subject in newer])
    return {subject for at, subject in enumerate(newer) if at not in stayed}


def _groups(parts: Mapping[Subject, Subject]) -> dict[Subject, list[Subject]]:
    groups: dict[Subject, list[Subject]] = {}
    for part, whole in parts.items():
        groups.setdefault(whole, []).append(part)
    return groups


def _sorted(subjects: Iterable[Subject]) -> tuple[Entry, ...]:
    return tuple(sorted((subject.entry for subject in subjects), key=lambda entry: entry.place))


def shift_of(kept: Iterable[tuple[Entry, Entry]]) -> timedelta | None:
    """By how much most lessons shifted: the median, so that one that moved does not count."""
    shifts = [newer.days[0] - older.days[0] for older, newer in kept if older.days and newer.days]
    return median_low(shifts) if shifts else None
