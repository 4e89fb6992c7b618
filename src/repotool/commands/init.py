"""`repotool init`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from repotool.commands.telling import tell, write_out
from repotool.engine.baseline import baseline_of
from repotool.engine.opening import Options, open_projects
from repotool.engine.project import Project
from repotool.language import counted, said
from repotool.model import Course, Repository
from repotool.model.shown import shown
from repotool.writing.apply import apply
from repotool.writing.edits import Change, unified_diff
from repotool.writing.starters import BASELINE, CONFIG, Service, Starter, is_there, starters, unknown_columns


@click.command("init")
@click.argument("path", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--github", is_flag=True, help="A workflow for GitHub Actions.")
@click.option("--gitlab", is_flag=True, help="A job for GitLab CI.")
@click.option("--pre-commit", is_flag=True, help="Hooks for pre-commit.")
@click.option("--baseline", is_flag=True, help="Hold back what is wrong today: the first check is green.")
@click.option("-n", "--dry-run", is_flag=True, help="Print what would be written, and write nothing.")
def command(path: Path, github: bool, gitlab: bool, pre_commit: bool, baseline: bool, dry_run: bool) -> int:
    """Set the course repository at PATH up: look at it, say what was understood, write its settings.

    No file that is there is changed. `repotool undo` takes it back.
    """
    services: dict[Service, bool] = {"github": github, "gitlab": gitlab, "pre-commit": pre_commit}
    (project,) = open_projects((str(path),), Options())
    result = project.check()
    tell("".join(f"{line}\n" for line in _understood(result.repository)), err=dry_run)
    made = starters(result.repository, [name for name, asked in services.items() if asked], baseline=baseline)
    if baseline:
        made.append(Starter(BASELINE, baseline_of([result])))
    new = [starter for starter in made if not _is_set(project, starter)]
    if dry_run:
        write_out("".join(unified_diff(s.path, b"", s.content, exact=True) for s in new))
        return 0
    apply(project.root, [Change(s.path, None, s.content) for s in new], command="init")
    tell("".join(f"{line}\n" for line in _written(made, new)))
    tell(said("next: `repotool check`") + "\n")
    return 0


def _is_set(project: Project, starter: Starter) -> bool:
    """Whether the file is there; the settings may as well stand in a pyproject.toml."""
    return is_there(project.root, starter.path) or (starter.path == CONFIG and project.config.path is not None)


def _understood(repo: Repository) -> Iterator[str]:
    if not repo.courses:
        yield said("no schedule was found: repotool looks for a table of dates or numbers, and topics")
    for course in repo.courses:
        yield from _course(course)


def _course(course: Course) -> Iterator[str]:
    term = " ".join(said(str(part)) for part in (course.season, course.year) if part)
    yield " · ".join(shown(part) for part in (course.title, term) if part) or shown(course.document.path)
    columns = ", ".join(said(f"«{shown(c.header)}» is {said(c.name)}") for c in course.columns if c.name)
    yield f"  {shown(course.document.path)}: {counted(len(course.lessons), 'row')}; {columns}"
    odd = unknown_columns(course)
    if odd:
        names = ", ".join(f"«{shown(header)}»" for header in odd)
        yield said(f"  not understood: {names}; say what they are in [course] columns, or leave them")
    for kind, noun in (("lesson", "folder"), ("homework", "folder")):
        units = [unit for unit in course.units if unit.kind == kind]
        if units:
            yield said(f"  {said(kind)}: {counted(len(units), noun)}, such as {shown(units[0].path)}")


def _written(made: list[Starter], new: list[Starter]) -> Iterator[str]:
    for starter in made:
        if starter in new:
            yield said(f"created {starter.path}")
        else:
            yield said(f"kept {starter.path}, which is there")
    if BASELINE in [s.path for s in made] and CONFIG not in [s.path for s in new]:
        yield said(f'to hold the findings of today back, write into your settings: baseline = "{BASELINE}"')
