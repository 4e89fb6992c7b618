"""`repotool migrate`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import click

from repotool.commands.bar import progress
from repotool.commands.options import day
from repotool.commands.telling import tell, write_out
from repotool.engine.naming import Named
from repotool.engine.project import Options, Project, name_all, open_named
from repotool.model import Refused
from repotool.model.shown import counted, shown
from repotool.reading import git
from repotool.reading.commits import Commit
from repotool.reports import migration as told
from repotool.reports.diff import coloured
from repotool.writing.apply import apply
from repotool.writing.branch import check_branch, commit_changes
from repotool.writing.files import remove_empty
from repotool.years.migration import Migrated, migrate
from repotool.years.recipe import Recipe, find_recipe, read_recipe

COMMAND = "migrate"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to become of the result."""

    dry_run: bool
    branch: str | None
    worse: bool
    diff: bool


@click.command(COMMAND)
@click.argument("recipe", metavar="RECIPE")
@click.argument("paths", nargs=-1, metavar="[REPO]...")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, as a patch, and write nothing.")
@click.option("--diff", is_flag=True, help="Show the patch, and write as well.")
@click.option(
    "--branch", metavar="NAME", help="Commit on a new branch, from HEAD; no file of the work tree is touched."
)
@click.option("--allow-new-findings", "worse", is_flag=True, help="Write even where something new would be wrong.")
@click.option("--today", type=day, metavar="DATE", help="Judge as of this day (YYYY-MM-DD, now); default: HEAD's.")
def command(
    recipe: str, paths: tuple[str, ...], dry_run: bool, diff: bool, branch: str | None, worse: bool, today: object
) -> int:
    """Carry a change through many repositories: the steps of RECIPE, a .toml file or one of those that come along.

    Everything is done in memory and checked first: a repository gets the whole recipe or stays as it is, and one that
    cannot be changed does not keep the others from it. `repotool undo` takes it back. REPO is a folder, a glob or a
    fleet file (default: the one here); with --dry-run and --branch also course.git and course@branch.

    Exit code: 0 all is done, 1 a repository was left as it is (with --dry-run: something would change), 2 misuse.
    """
    steps = read_recipe(find_recipe(recipe))
    wish = _Wish(dry_run, branch, worse, diff or dry_run)
    options = Options(today=day(today) if today else None)  # type: ignore[arg-type]
    names = list(name_all(paths or (".",), options))
    outcomes = [_one(one, steps, wish, options) for one in names]
    if len(names) > 1:
        tell(
            f"{sum(outcome.done for outcome in outcomes)} of {len(names)} repositories {_word(wish)}\n",
            err=wish.dry_run,
        )
    return int(not all(outcome.done for outcome in outcomes) or (dry_run and any(o.changed for o in outcomes)))


@dataclass(frozen=True, slots=True)
class _Outcome:
    done: bool
    changed: bool = False


def _word(wish: _Wish) -> str:
    return "can be migrated" if wish.dry_run else "are as the recipe wants them"


def _one(one: Named, recipe: Recipe, wish: _Wish, options: Options) -> _Outcome:
    """One repository from the beginning to the end: what goes wrong in it is told, and is its own affair."""
    try:
        project = _open(one, wish, options)
        with progress(quiet=False):
            migrated = migrate(project, recipe)
        _tell(migrated, wish)
        if migrated.new and not wish.worse:
            findings = counted(len(migrated.new), "new finding")
            raise Refused(f"{findings}; nothing was written. Pass --allow-new-findings to go on")
        if migrated.changes and not wish.dry_run:
            _write(migrated, recipe, wish)
    except Refused as refusal:
        tell(
            f"{click.style(shown(one.label), bold=True)}: {click.style('left as it is', fg='red')}: {refusal}\n",
            err=True,
        )
        return _Outcome(False)
    return _Outcome(True, bool(migrated.changes))


def _open(one: Named, wish: _Wish, options: Options) -> Project:
    if wish.branch is not None and one.ref is None:
        one = replace(one, ref="HEAD", folder=f"{git.prefix(one.path)}{one.folder}".strip("/"))
    (project,) = open_named([one], options, commits=wish.dry_run or wish.branch is not None)
    if project.only is not None:
        raise Refused(f"is a part of {project.label}; links of the rest would not be seen. Name the whole repository")
    if wish.branch is not None:
        check_branch(project.root, wish.branch)
    return project


def _tell(migrated: Migrated, wish: _Wish) -> None:
    project = migrated.project
    err = wish.diff
    summary = told.summary(migrated.changes, len(migrated.moved))
    tell(f"{click.style(shown(project.title or project.label), bold=True)}: {summary}\n", err=err)
    tell(told.steps([(done.number, done.step.kind, done.told) for done in migrated.done if done.told]), err=err)
    if migrated.changes:
        tell(told.findings(migrated.before, migrated.after, migrated.new), err=err)
    if wish.diff:
        exact = not sys.stdout.isatty()
        patch = told.patch(migrated.changes, exact=exact)
        write_out(patch) if exact else tell(coloured(patch))


def _write(migrated: Migrated, recipe: Recipe, wish: _Wish) -> None:
    project = migrated.project
    if wish.branch is not None:
        assert isinstance(project.place, Commit)
        lines = [f"{done.number}. {done.step.kind}: {line}" for done in migrated.done for line in done.told]
        message = "\n".join(
            [f"repotool migrate {recipe.name}", "", *([recipe.what, ""] if recipe.what else []), *lines]
        )
        commit = commit_changes(project.place, migrated.changes, branch=wish.branch, message=message + "\n")
        tell(f"  committed {commit[:10]} on {shown(wish.branch)}; `git branch -D {shown(wish.branch)}` takes it back\n")
        return
    apply(project.root, migrated.changes, command=COMMAND)
    remove_empty(str(project.root / folder) for folder in _folders(migrated.moved))


def _folders(moved: Iterable[str]) -> set[str]:
    """The folders that moved files lay in, all the way up."""
    return {folder for path in moved for folder in _parents(path)}


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
