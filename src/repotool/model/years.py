"""What tells a year: of the course's own term, or of the repository that an address leads to."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from repotool.model.text import Span

Years = tuple[int, int]
"""The first and the last year, both the same where there is one: 2024/2025 is (2024, 2025)."""


class YearMark(Struct, frozen=True):
    """A year or academic pair that the title or the introduction tells as the course's own."""

    file: str
    span: Span
    text: str
    years: Years
    where: Literal["title", "introduction"]


class Dating(Struct, frozen=True):
    """When the course is for certain, and by which witness: configuration, dated rows, or the repository's own name."""

    years: Years
    witness: Literal["configuration", "dates of the schedule", "name of the repository"]


class YearLink(Struct, frozen=True):
    """An address that names a year, or leads to a repository whose name has one.

    `told` are the years of its label (or, in a list of earlier years, of the words beside it), `named` those of its
    target. `kin` is "own" where the target is this course's repository of another year, "sibling" where it is another
    course of the same owner. `path` is the file or folder in that repository, `page` one of its pages (issues, wiki)
    or "clone". `excused`: the text around says that it speaks of that year, of the past, or of a source.
    """

    file: str
    span: Span
    text: str
    target: str
    told: Years | None = None
    named: Years | None = None
    kin: Literal["own", "sibling"] | None = None
    repository: Span | None = None
    """Where the name of the repository stands in the text."""
    path: str | None = None
    page: str | None = None
    excused: bool = False
    cell: int | None = None
    """The notebook's cell whose text `span` is of; None of a document that is a file."""
