"""Many years of one course: its editions, and what became of each lesson, homework, notebook and defect."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from repotool.model.course import Course
from repotool.model.finding import Finding

EntryKind = Literal["lesson", "homework"]
EventKind = Literal["added", "dropped", "returned", "renamed", "moved", "split", "merged", "reused", "changed"]


class Edition(Struct, frozen=True):
    """One year of a course. `label` tells it from the others: "2025", or "autumn 2025" where seasons alternate."""

    label: str
    repository: str
    """How the user names its folder."""
    course: Course
    days: tuple[date, ...] = ()
    """The days on which something happens, in order."""


class Heritage(Struct, frozen=True):
    """How much of the notebook `path` comes from the notebook `source` of an earlier `edition` (None: nothing does).

    `cells` counts its cells that hold anything; of those, `same` stand there word for word, `similar` were edited.
    """

    path: str
    cells: int
    source: str | None = None
    same: int = 0
    similar: int = 0
    edition: int | None = None

    @property
    def share(self) -> float:
        return (self.same + self.similar) / self.cells if self.cells else 0.0

    @property
    def is_copy(self) -> bool:
        return self.cells > 0 and self.same == self.cells


class Entry(Struct, frozen=True):
    """A lesson or a homework in one edition. `edition` and `place` count from 0; days off have no place."""

    kind: EntryKind
    edition: int
    place: int
    number: str | None
    topics: tuple[str, ...]
    days: tuple[date, ...] = ()
    files: tuple[str, ...] = ()
    notebooks: tuple[Heritage, ...] = ()
    """Those of `files` that are notebooks, each with the latest edition that has something of it."""

    @property
    def title(self) -> str:
        return "; ".join(self.topics) or (self.files[0] if self.files else "")


class Event(Struct, frozen=True):
    """What happened to lessons or homework between two editions.

    added, returned: `after` · dropped: `before` · renamed, moved, reused, changed: one and one · split: one before,
    several after · merged: several before, one after. A lesson may be both renamed and moved: then there are two.
    `since` is the edition a returned one was last seen in.
    """

    kind: EventKind
    before: tuple[Entry, ...] = ()
    after: tuple[Entry, ...] = ()
    since: int | None = None

    @property
    def entry(self) -> Entry:
        return (self.after or self.before)[0]


class Passage(Struct, frozen=True):
    """From one edition to the next: what changed, how many entries went on, by how much most of them shifted."""

    before: int
    after: int
    events: tuple[Event, ...]
    kept: tuple[tuple[Entry, Entry], ...]
    """Every entry with what became of it, changed or not."""
    shift: timedelta | None = None
    """From the date of a lesson to that of its successor: the median."""

    def of(self, kind: EntryKind) -> Iterator[Event]:
        return (event for event in self.events if event.entry.kind == kind)


class Lineage(Struct, frozen=True):
    """One lesson or homework through the years. `id` stays when later years come; `entries` has one place an edition.

    `origins` are the lineages it was split from, `ends` those it was merged into.
    """

    id: str
    kind: EntryKind
    entries: tuple[Entry | None, ...]
    origins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The latest one."""
        return self.present()[-1].title

    def present(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry is not None)


class InheritedDefect(Struct, frozen=True):
    """A defect that stands in several editions: `finding` is its latest, `files` where it stands in each of them."""

    finding: Finding
    editions: tuple[int, ...]
    files: tuple[str, ...]


class Balance(Struct, frozen=True):
    """The defects of an edition: how many there are, and of those, how many the edition before had, too."""

    total: int
    inherited: int
    mended: int
    """Defects of the edition before that are gone."""


class Comparison(Struct, frozen=True):
    """Many years of one course, compared; every index of an edition is one of `editions`, the oldest first."""

    editions: tuple[Edition, ...]
    passages: tuple[Passage, ...]
    lineages: tuple[Lineage, ...]
    defects: tuple[InheritedDefect, ...] = ()
    balances: tuple[Balance, ...] = ()

    def of(self, kind: EntryKind) -> Iterator[Lineage]:
        return (lineage for lineage in self.lineages if lineage.kind == kind)
