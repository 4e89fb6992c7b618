"""`repotool fix`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from repotool.commands.options import fails, judging_options, projects, report, reporting_options, tell
from repotool.engine.project import Options, Project
from repotool.model import Result
from repotool.reading.source import encode
from repotool.reports.fixes import done
from repotool.writing.fixes import Fixed, fix_until_stable


@click.command("fix")
@judging_options
@reporting_options
@click.option("--unsafe-fixes", is_flag=True, help="Mend what is likely, too.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
def command(
    paths: tuple[str, ...],
    options: Options,
    stdin_filename: str | None,
    fail_on: str,
    exit_zero: bool,
    unsafe_fixes: bool,
    diff: bool,
    **told: Any,
) -> int:
    """Mend what can be mended for certain in the course repositories that PATH… lie in (default: the one here).

    Only the place that a finding names is changed, every other byte stays. `repotool undo` takes it back. With `-`
    a text is read from stdin and written, mended, to stdout.

    Exit code: 0 nothing is left, 1 findings are left (with --diff: something would change), 2 misuse.
    """
    return mend(paths, options, stdin_filename, fail_on, exit_zero, unsafe_fixes, diff, **told)


def mend(
    paths: tuple[str, ...],
    options: Options,
    stdin_filename: str | None,
    fail_on: str,
    exit_zero: bool,
    unsafe: bool,
    diff: bool,
    **told: Any,
) -> int:
    """What `fix` and `check --fix` do."""
    opened = projects(paths, stdin_filename, options)
    fixed = [fix_until_stable(project.read, project.judge, unsafe=unsafe) for project in opened]
    left = [Result(p.label, f.repository, f.left) for p, f in zip(opened, fixed, strict=True)]
    if diff:
        _show_diff(opened, fixed, quiet=told["quiet"])
        return int(any(f.after for f in fixed) and not exit_zero)
    from_stdin = opened[0].stdin is not None
    if from_stdin:
        sys.stdout.buffer.write(_filtered(opened[0], fixed[0]))
    else:
        _write(opened, fixed)
    if told["output_format"] in ("json", "json-lines") or not told["quiet"]:
        _tell(opened, fixed, left, err=from_stdin, **told)
    return int(fails(left, fail_on) and not exit_zero)


def _show_diff(opened: Sequence[Project], fixed: Sequence[Fixed], *, quiet: bool) -> None:
    from repotool.writing.diff import unified_diff

    for project, outcome in zip(opened, fixed, strict=True):
        if not quiet:
            tell(done(project.label, outcome.done, word="would mend"), err=True)
        for path, after in outcome.after.items():
            _print_diff(unified_diff(path, outcome.before[path], after, exact=not sys.stdout.isatty()))


def _print_diff(diff: str) -> None:
    """On a terminal what could command it is escaped; into a file or pipe goes the exact patch, byte for byte."""
    if sys.stdout.isatty():
        tell(diff)
    else:
        sys.stdout.buffer.write(encode(diff))


def _filtered(project: Project, outcome: Fixed) -> bytes:
    assert project.stdin is not None
    path, raw = project.stdin
    return outcome.after.get(path, raw)


def _write(opened: Sequence[Project], fixed: Sequence[Fixed]) -> None:
    from repotool.writing.apply import apply
    from repotool.writing.edits import Change

    for project, outcome in zip(opened, fixed, strict=True):
        changes = [Change(path, outcome.before[path], after) for path, after in outcome.after.items()]
        if changes:
            apply(project.root, changes, command="fix")


def _tell(opened: Sequence[Project], fixed: Sequence[Fixed], left: Sequence[Result], *, err: bool, **told: Any) -> None:
    if told["output_format"] not in ("json", "json-lines"):
        for project, outcome in zip(opened, fixed, strict=True):
            tell(done(project.label, outcome.done), err=err)
    report(left, err=err, **told)
