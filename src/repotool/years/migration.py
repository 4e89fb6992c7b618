"""A recipe x a repository -> what would have to be written, and what is wrong before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from repotool.engine.project import Project
from repotool.model import Finding, Refused
from repotool.writing.edits import Change
from repotool.years.recipe import Recipe, Step
from repotool.years.relink import relink
from repotool.years.steps import clean, columns, fix, headings, rename, rewrite, text
from repotool.years.work import Work

RUN: dict[str, Callable[[Any, Work], list[str]]] = {
    "fix": fix.run,
    "rename": rename.run,
    "rewrite": rewrite.run,
    "columns": columns.run,
    "headings": headings.run,
    "clean": clean.run,
    "text": text.run,
}


class Done(Struct, frozen=True):
    """A step, counted from 1, and what it did."""

    number: int
    step: Step
    told: tuple[str, ...]


class Migrated(Struct):
    """What a recipe makes of a repository. `new` are findings that were not there before, `related` links of others."""

    project: Project
    work: Work
    done: tuple[Done, ...]
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    new: tuple[Finding, ...] = ()
    related: str | None = None
    """What was done to links that lead to the other repositories."""

    @property
    def moved(self) -> Mapping[str, str]:
        """The new path of each file that has another one, by the old path."""
        return self.work.staged.moved()

    def changes(self) -> list[Change]:
        """What has to be written, with the bytes of every file that is moved."""
        return self.work.staged.changes()


def migrate(project: Project, recipe: Recipe) -> Migrated:
    """Runs the steps in memory, one after the other. Raises Refused, naming the step, where one cannot be done."""
    before = tuple(project.judge(project.read({})))
    work = Work(project)
    done = []
    for number, step in enumerate(recipe.steps, 1):
        try:
            told = RUN[step.kind](step, work)
        except Refused as refusal:
            raise Refused(f"step {number} ({step.kind}): {refusal}") from None
        done.append(Done(number, step, tuple(told)))
    after = tuple(work.project.judge(work.project.read({}))) if work.staged.is_changed else before
    return Migrated(project, work, tuple(done), before, after, _new(before, after, work.staged.moved()))


def relate(migrated: Sequence[Migrated]) -> None:
    """Lets links between repositories that are migrated together follow what was moved."""
    for at, told in relink([one.work for one in migrated]).items():
        migrated[at].related = told


def _new(before: Iterable[Finding], after: Iterable[Finding], moved: Mapping[str, str]) -> tuple[Finding, ...]:
    """The findings of a rule in a file beyond as many as there were; the last ones, for nobody can tell which."""
    known = Counter((finding.rule.code, moved.get(finding.file, finding.file)) for finding in before)
    new = []
    for finding in after:
        key = (finding.rule.code, finding.file)
        known[key] -= 1
        if known[key] < 0:
            new.append(finding)
    return tuple(new)
