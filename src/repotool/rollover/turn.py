"""What every part of a rollover looks at: last year's repository, the terms, and which of its files come along."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from repotool.model import Course, Document, Link, Repository, Resolution, Tree
from repotool.rollover.model import Rollover
from repotool.rollover.terms import Step

LEADING = ("ok", "anchor", "case", "form", "backslash", "encoded")
"""Kinds of resolution whose path is there."""


class Turn(Struct, frozen=True):
    """One rollover. `names` are the files that come along, by last year's path, with next year's; `tree` holds the
    latter, and what is there anyway.
    """

    repo: Repository
    course: Course | None
    options: Rollover
    step: Step
    names: Mapping[str, str]
    folders: Mapping[str, str]
    """The folders that come along, named as `names`."""
    tree: Tree

    @property
    def about(self) -> Document | None:
        """The document that tells of the course: title, introduction, lists of earlier years."""
        return None if self.course is None else self.course.about or self.course.document

    def new_path(self, path: str) -> str | None:
        """Where a file or folder of last year lies next year; None where it does not come along."""
        return self.names.get(path, self.folders.get(path)) if path else ""

    def leads_on(self, document: Document, link: Link) -> bool:
        """Whether a link of last year leads somewhere next year, too."""
        if link.kind == "reference":
            return True
        resolution = self.repo.resolution(document, link)
        if resolution.kind in LEADING and resolution.path is not None:
            return self.new_path(resolution.path) is not None
        return not is_dead(resolution)


def is_dead(resolution: Resolution) -> bool:
    """Whether a link led nowhere in last year's repository, as far as that was a matter of the repository."""
    sealed = resolution.kind == "unjudged" and resolution.path is not None and resolution.site is None
    return sealed or resolution.kind in ("missing", "outside", "own-missing", "own-branch", "own-unknown", "empty")


def folders_of(path: str) -> list[str]:
    """The folders a path lies in, the innermost first."""
    found = []
    while "/" in path:
        path = path.rpartition("/")[0]
        found.append(path)
    return found
