"""Many repositories of one course -> Comparison: the story of each lesson, homework and defect."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from repotool.model import Comparison, Entry, EntryKind, Event, Lineage, Passage, Refused
from repotool.years.defects import balances, inherited_defects
from repotool.years.editions import Given, Subject, Year, read_years
from repotool.years.passages import Pairing, pair, passage, shift_of
from repotool.years.titles import words_of

KINDS: tuple[EntryKind, ...] = ("lesson", "homework")
ID_LENGTH = 6


def compare(repositories: Sequence[Given]) -> Comparison:
    """What became of the lessons and homework of a course; raises Refused where there are not two years of it."""
    if len(repositories) < 2:
        raise Refused("one year alone has nothing to be compared with: name two repositories or more")
    years = read_years(repositories)
    stories = [_Story(years, kind) for kind in KINDS]
    passages = [_passage(years, at, stories) for at in range(1, len(years))]
    lineages = [lineage for story in stories for lineage in story.lineages()]
    ordered = [year.given.result for year in years]
    editions = tuple(year.edition for year in years)
    return Comparison(
        editions, tuple(passages), tuple(lineages), tuple(inherited_defects(ordered)), tuple(balances(ordered))
    )


def _passage(years: Sequence[Year], at: int, stories: Sequence[_Story]) -> Passage:
    found = [story.pairings[at - 1] for story in stories]
    events: list[Event] = [event for one in found for event in passage(one)]
    kept = tuple((older.entry, newer.entry) for one in found for older, newer in one.forward.items())
    lessons = [pair for pair in kept if pair[0].kind == "lesson"]
    return Passage(at - 1, at, tuple(events), kept, shift_of(lessons))


@dataclass
class _Thread:
    """A lineage while it grows."""

    subjects: dict[int, Subject]
    origins: list[_Thread] = field(default_factory=list)
    ends: list[_Thread] = field(default_factory=list)
    id: str = ""

    @property
    def first(self) -> Entry:
        return self.subjects[min(self.subjects)].entry

    @property
    def last(self) -> Subject:
        return self.subjects[max(self.subjects)]


class _Story:
    """All lineages of one kind: grown from year to year, by one pairing a step."""

    def __init__(self, years: Sequence[Year], kind: EntryKind) -> None:
        self.kind = kind
        self.editions = [year.edition for year in years]
        self.pairings: list[Pairing] = []
        self.threads: list[_Thread] = []
        self.of: dict[Subject, _Thread] = {}
        subjects = [year.lessons if kind == "lesson" else year.homework for year in years]
        for subject in subjects[0]:
            self._begin(subject)
        for older, newer in pairwise(subjects):
            self._grow(older, newer)

    def _grow(self, older: Sequence[Subject], newer: Sequence[Subject]) -> None:
        present = {*older}
        away = [thread.last for thread in self.threads if thread.last not in present and not thread.ends]
        found = pair(older, newer, away, self.kind)
        self.pairings.append(found)
        for new in newer:
            known = found.backward.get(new) or found.returned.get(new)
            if known is None:
                self._begin(new)
            else:
                self._go_on(self.of[known], new)
        for part, whole in found.split_from.items():
            self.of[part].origins.append(self.of[whole])
        for part, whole in found.merged_into.items():
            self.of[part].ends.append(self.of[whole])

    def _begin(self, subject: Subject) -> None:
        thread = _Thread({})
        self.threads.append(thread)
        self._go_on(thread, subject)

    def _go_on(self, thread: _Thread, subject: Subject) -> None:
        thread.subjects[subject.entry.edition] = subject
        self.of[subject] = thread

    def lineages(self) -> list[Lineage]:
        """In the order of the years in which they begin, and of the schedules."""
        taken: set[str] = set()
        for thread in self.threads:
            thread.id = self._id(thread.first, taken)
            taken.add(thread.id)
        return [self._lineage(thread) for thread in self.threads]

    def _id(self, first: Entry, taken: set[str]) -> str:
        """Made of the kind, the year and the title it began with: neither later years nor a new order change it."""
        words = " ".join([self.kind, self.editions[first.edition].label, *words_of(first.title)])
        digest = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
        ids = (digest[at : at + ID_LENGTH] for at in range(len(digest) - ID_LENGTH))
        return next(id_ for id_ in ids if id_ not in taken)

    def _lineage(self, thread: _Thread) -> Lineage:
        entries = [thread.subjects.get(at) for at in range(len(self.editions))]
        return Lineage(
            thread.id,
            self.kind,
            tuple(subject.entry if subject else None for subject in entries),
            tuple(other.id for other in thread.origins),
            tuple(other.id for other in thread.ends),
        )
