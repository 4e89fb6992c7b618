"""`check --watch`: checks again whenever a file changes."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from repotool.commands.telling import tell
from repotool.config import FILES
from repotool.engine.project import Project
from repotool.language import said
from repotool.model import Refused, Result

ROUND_MS = 200
"""How often the watch looks up from its work."""

Open = Callable[[], Sequence[Project]]
Tell = Callable[[Sequence[Project], Sequence[Result]], int]


def watch_projects(open_again: Open, report: Tell) -> int:
    """Checks and reports, again and again, until Ctrl-C. Refused where there is nothing to watch, or no watcher."""
    if importlib.util.find_spec("watchfiles") is None:
        raise Refused('--watch: needs the library watchfiles: pip install "course-repotool[watch]"')
    projects = open_again()
    if any(project.stdin is not None or project.is_commit for project in projects):
        raise Refused("--watch: watches folders; leave it out for stdin and commits")
    with suppress(KeyboardInterrupt, click.Abort):  # how one ends it
        _watch(projects, open_again, report)
    return 0


def _watch(projects: Sequence[Project], open_again: Open, report: Tell) -> None:
    results: Sequence[Result] = ()
    for changed in _changes([project.root for project in projects]):
        try:
            if results and all(_is_text(path, projects, results) for path in changed):
                results = [_again(p, r, changed) for p, r in zip(projects, results, strict=True)]
            else:  # the first time; settings; files that came or went
                projects = open_again()
                results = [project.check() for project in projects]
            _show(projects, results, report)
        except Refused as refusal:  # a setting that is half typed
            tell(f"{said(str(refusal))}\n", err=True)


def _show(projects: Sequence[Project], results: Sequence[Result], report: Tell) -> None:
    if sys.stdout.isatty():
        click.clear()
    report(projects, results)
    sys.stdout.flush()
    tell(said("watching; Ctrl-C ends") + "\n", err=True)


def _changes(roots: Sequence[Path]) -> Iterator[set[Path]]:
    """What changed below the roots, without git's own folder, caches and editors' temporary files.

    First nothing, as soon as the watch stands: what changes after the first check is not missed.
    """
    import watchfiles

    stands = False
    for changes in watchfiles.watch(*roots, raise_interrupt=True, yield_on_timeout=True, rust_timeout=ROUND_MS):
        if changes or not stands:
            stands = True
            yield {Path(path) for _, path in changes}


def _is_text(path: Path, projects: Sequence[Project], results: Sequence[Result]) -> bool:
    """Whether it is a file that was read, is still there, and is no settings."""
    if path.name in FILES or not path.is_file():
        return False
    return any(
        path.is_relative_to(project.root) and path.relative_to(project.root).as_posix() in result.repository.sources
        for project, result in zip(projects, results, strict=True)
    )


def _again(project: Project, result: Result, changed: set[Path]) -> Result:
    paths = [path.relative_to(project.root).as_posix() for path in changed if path.is_relative_to(project.root)]
    if not paths:
        return result
    changed_bytes = {path: project.place.read(path) for path in paths}
    return project.check(project.read(changed_bytes, result.repository))
