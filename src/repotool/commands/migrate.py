"""`repotool migrate`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

import click
from msgspec import Struct
from msgspec.structs import replace

from repotool.commands.bar import progress
from repotool.commands.options import day
from repotool.commands.telling import tell, write_out
from repotool.engine.naming import Named
from repotool.engine.opening import Options, name_all, open_named
from repotool.engine.project import Project
from repotool.language import counted, said
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.commits import Commit
from repotool.reports import migration as told
from repotool.reports.diff import coloured
from repotool.writing.apply import apply
from repotool.writing.branch import check_branch, commit_changes
from repotool.writing.edits import Change
from repotool.writing.files import remove_empty
from repotool.years.migration import Migrated, migrate, relate
from repotool.years.recipe import Recipe, find_recipe, read_recipe

COMMAND = "migrate"


class _Wish(Struct, frozen=True):
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
    names = _apart(name_all(paths or (".",), options))
    prepared = [migrated for one in names if (migrated := _prepared(one, steps, wish, options)) is not None]
    relate(prepared)
    done = [_finished(migrated, steps, wish) for migrated in prepared]
    if len(names) > 1:
        of = f"{sum(done)} of {len(names)}"
        words = said(
            f"{of} repositories can be migrated" if dry_run else f"{of} repositories are as the recipe wants them"
        )
        tell(f"{words}\n", err=wish.diff)
    would_change = dry_run and any(migrated.work.staged.is_changed for migrated in prepared)
    return int(sum(done) < len(names) or would_change)


def _apart(names: Iterable[Named]) -> list[Named]:
    """Each repository once, however often it was named."""
    return list({(one.path.resolve(), one.ref, one.folder): one for one in names}.values())


def _prepared(one: Named, recipe: Recipe, wish: _Wish, options: Options) -> Migrated | None:
    """One repository as it would be: what goes wrong in it is told, and is its own affair."""
    try:
        project = _open(one, wish, options)
        with progress(quiet=False):
            migrated = migrate(project, recipe)
        if migrated.new and not wish.worse:
            _tell(migrated, wish)
            findings = counted(len(migrated.new), "new finding")
            raise Refused(f"{findings}; nothing was written. Pass --allow-new-findings to go on")
    except (Refused, OSError) as refusal:
        _left(one.label, refusal)
        return None
    return migrated


def _finished(migrated: Migrated, recipe: Recipe, wish: _Wish) -> bool:
    """Tells what becomes of one repository, and writes it; whether that went well."""
    try:
        changes = migrated.changes()
        _tell(migrated, wish, changes)
        if changes and not wish.dry_run:
            _write(migrated, changes, recipe, wish)
    except (Refused, OSError) as refusal:
        _left(migrated.project.title or migrated.project.label, refusal)
        return False
    return True


def _left(label: str, why: Exception) -> None:
    tell(
        f"{click.style(shown(label), bold=True)}: {click.style(said('left as it is'), fg='red')}: {said(str(why))}\n",
        err=True,
    )


def _open(one: Named, wish: _Wish, options: Options) -> Project:
    if wish.branch is not None and one.ref is None:
        one = replace(one, ref="HEAD", folder=f"{git.prefix(one.path)}{one.folder}".strip("/"))
    (project,) = open_named([one], options, commits=wish.dry_run or wish.branch is not None)
    if project.only is not None:
        raise Refused(f"is a part of {project.label}; links of the rest would not be seen. Name the whole repository")
    if wish.branch is not None:
        check_branch(project.root, wish.branch)
    return project


def _tell(migrated: Migrated, wish: _Wish, changes: Sequence[Change] | None = None) -> None:
    project, err = migrated.project, wish.diff
    changes = migrated.changes() if changes is None else changes
    summary = told.summary(changes, len(migrated.moved))
    tell(f"{click.style(shown(project.title or project.label), bold=True)}: {summary}\n", err=err)
    tell(told.steps([(done.number, done.step.kind, done.told) for done in migrated.done if done.told]), err=err)
    if migrated.related:
        tell(f"  {migrated.related}\n", err=err)
    if changes:
        tell(told.findings(migrated.before, migrated.after, migrated.new), err=err)
    if wish.diff:
        exact = not sys.stdout.isatty()
        patch = told.patch(changes, exact=exact)
        write_out(patch) if exact else tell(coloured(patch))


def _write(migrated: Migrated, changes: Sequence[Change], recipe: Recipe, wish: _Wish) -> None:
    project = migrated.project
    if wish.branch is not None:
        assert isinstance(project.place, Commit)
        commit = commit_changes(project.place, changes, branch=wish.branch, message=_message(migrated, recipe))
        branch = shown(wish.branch)
        tell(said(f"  committed {commit[:10]} on {branch}; `git branch -D {branch}` takes it back") + "\n")
        return
    apply(project.root, changes, command=COMMAND)
    remove_empty(str(project.root / folder) for folder in _folders(migrated.moved))


def _message(migrated: Migrated, recipe: Recipe) -> str:
    """What the commit says: the recipe, what it is for, and what each step did."""
    lines = [f"{done.number}. {done.step.kind}: {line}" for done in migrated.done for line in done.told]
    lines += [migrated.related] if migrated.related else []
    what = [recipe.what, ""] if recipe.what else []
    return "\n".join([f"repotool migrate {recipe.name}", "", *what, *lines]) + "\n"


def _folders(moved: Iterable[str]) -> set[str]:
    """The folders that moved files lay in, all the way up."""
    return {folder for path in moved for folder in _parents(path)}


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
