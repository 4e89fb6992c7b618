"""What follows from the texts of a repository: each fact is worked out when a rule first asks for it, and kept.

Links alone need no schedule, notebooks alone no links; the years of addresses, and words of two alphabets, are asked
for by one rule each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from repotool.config import Config
from repotool.model import (
    Course,
    DamagedName,
    DamagedOutput,
    Deadline,
    Document,
    Download,
    Link,
    MixedWord,
    Notebook,
    Origin,
    Refused,
    Resolution,
    Spans,
    Tree,
    YearLink,
)
from repotool.model.origin import ORIGIN
from repotool.model.repository import LinkKey
from repotool.reading.links.members import Members
from repotool.reading.links.own_urls import OwnAddresses
from repotool.reading.links.resolve import Resolver
from repotool.reading.places import Place

T = TypeVar("T")


@dataclass
class FoundOut:
    """The facts of a repository whose texts are `documents`, `notebooks` and their `cells`; see `model.Facts`.

    Without a tree it is a text of its own: nothing is known around it.
    """

    place: Place
    tree: Tree | None
    config: Config
    name: str | None
    branch: str | None
    documents: Mapping[str, Document]
    notebooks: Mapping[str, Notebook]
    cells: Mapping[str, tuple[Document, ...]]
    day: date | None = None
    """The day as of which is judged, where it was told."""
    members: Members | None = None
    """The repositories that are judged together with this one."""
    names: Mapping[str, DamagedName] | None = field(default=None, repr=False)
    """The damaged names, where they are known from a former reading of the same tree."""

    @cached_property
    def today(self) -> date:
        return self.day or (self.place.day() if self.tree else None) or date.today()

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        if not self.config.course.columns and not self._may_tell_of_a_course():
            return ()
        from repotool.reading.course.schedule import read_courses

        try:
            courses = read_courses(self.documents, facts=self.config.course, name=self.name)
        except Refused as refusal:  # a column that the configuration names and nobody knows
            raise Refused(f"{self.config.path}: {refusal}") from None
        if self.tree is None or not courses:
            return courses
        from repotool.reading.course.units import with_units

        return tuple(with_units(course, self.tree, self.resolutions.values()) for course in courses)

    def _may_tell_of_a_course(self) -> bool:
        """What tells of one stands in the README of the root, or in a table."""
        from repotool.reading.course.scheduled import root_readme

        return root_readme(self.documents) is not None or any(text.tables for text in self.documents.values())

    @cached_property
    def homework_cells(self) -> Mapping[str, Spans]:
        from repotool.reading.course.scheduled import homework_cells

        found = homework_cells(self.documents, self.config.course)
        if found is None:
            return {course.document.path: Spans(course.column("homework")) for course in self.courses}
        return found

    @cached_property
    def origin(self) -> Origin | None:
        if self.tree is None or ORIGIN not in self.tree:
            return None
        from repotool.reading.origin import parse_origin

        try:
            raw = self.place.read(ORIGIN)
            return parse_origin(raw.decode("utf-8", "replace"), self.place.root / ORIGIN)
        except Refused:  # `repotool todo` tells what is wrong with it; the course is judged all the same
            return None

    @cached_property
    def resolutions(self) -> Mapping[LinkKey, Resolution]:
        cells = tuple(self._cells())
        if self.tree is None:
            return Resolver(None, self.documents, cells=cells).all()
        from repotool.reading.links.generators import find_sites, settings_of

        sites = find_sites(self.tree, self.documents, settings_of(self.place.read))
        return Resolver(self.tree, self.documents, sites, self._own, cells, self.members).all()

    @cached_property
    def resolved(self) -> Mapping[tuple[str, int | None], Sequence[tuple[Link, Resolution]]]:
        found = self.resolutions
        return {
            (text.path, text.cell): [
                (link, found[text.path, text.cell, link.span]) for link in text.links if link.kind != "reference"
            ]
            for text in self._texts()
            if text.links
        }

    @cached_property
    def damaged_names(self) -> Mapping[str, DamagedName]:
        if self.names is not None:
            return self.names
        from repotool.reading.damage import damaged_names

        return damaged_names(self.tree.files) if self.tree else {}

    @cached_property
    def damaged_outputs(self) -> Mapping[str, tuple[DamagedOutput, ...]]:
        from repotool.reading.notebook.outputs import damaged_outputs

        return self._by_notebook(damaged_outputs)

    @cached_property
    def mixed_words(self) -> Mapping[str, MixedWord]:
        from repotool.reading.mixed_words import mixed_words

        return mixed_words(self._texts())

    @cached_property
    def year_links(self) -> Mapping[tuple[str, int | None], tuple[YearLink, ...]]:
        if self.tree is None:
            return {}
        from repotool.reading.course.vocabulary import vocabulary
        from repotool.reading.course.year_links import read_year_links

        return read_year_links(self._texts(), self.courses, self.name, vocabulary())

    @cached_property
    def inherited(self) -> frozenset[str]:
        prior = self.config.course.prior
        if prior is None or self.tree is None:
            return frozenset()
        from repotool.reading.course.inherited import inherited

        return inherited(self.place.root, prior, self.documents)

    @cached_property
    def homework(self) -> frozenset[str]:
        if self.tree is None:
            return frozenset()
        from repotool.reading.notebook.roles import homework_of

        return homework_of(self.notebooks, self.courses, self.resolutions if self.courses else {})

    @cached_property
    def solutions(self) -> frozenset[str]:
        if self.tree is None:
            return frozenset()
        from repotool.reading.notebook.roles import solutions_of

        return solutions_of(self.notebooks)

    @cached_property
    def deadlines(self) -> Mapping[str, tuple[Deadline, ...]]:
        if self.tree is None or not self.courses:
            return {}
        from repotool.reading.course.vocabulary import vocabulary
        from repotool.reading.notebook.roles import deadlines_of

        return self._by_notebook(lambda notebook: deadlines_of(notebook, self.courses, vocabulary()))

    @cached_property
    def downloads(self) -> Mapping[str, tuple[Download, ...]]:
        own = self._own
        if own is None:
            return {}
        from repotool.reading.notebook.downloads import downloads_of

        return self._by_notebook(lambda notebook: downloads_of(notebook, own))

    @cached_property
    def _own(self) -> OwnAddresses | None:
        if not self.tree or not self.name:
            return None
        return OwnAddresses(self.place.root, self.tree, self.name, self.branch, self.place.folder)

    def _by_notebook(self, found: Callable[[Notebook], Iterator[T]]) -> dict[str, tuple[T, ...]]:
        told = ((path, tuple(found(notebook))) for path, notebook in self.notebooks.items())
        return {path: facts for path, facts in told if facts}

    def _texts(self) -> Iterator[Document]:
        yield from self.documents.values()
        yield from self._cells()

    def _cells(self) -> Iterator[Document]:
        return (document for cells in self.cells.values() for document in cells)
