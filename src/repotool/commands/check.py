"""`repotool check`."""

from __future__ import annotations

from typing import Any

import click

from repotool.commands.options import fails, judging_options, projects, report, reporting_options
from repotool.engine.project import Options


@click.command("check")
@judging_options
@reporting_options
@click.option("--fix", is_flag=True, help="Mend what is certain: the same as `repotool fix`.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix: mend what is likely, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
def command(
    paths: tuple[str, ...],
    options: Options,
    stdin_filename: str | None,
    fail_on: str,
    exit_zero: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    **told: Any,
) -> int:
    """Tell what is wrong in the course repositories that PATH… lie in (default: the one here).

    A file or folder limits what is reported; links are judged against the whole repository. `-` reads a text from
    stdin.

    Exit code: 0 nothing found, 1 findings, 2 misuse.
    """
    if fix or unsafe_fixes or diff:
        from repotool.commands.fix import mend

        return mend(paths, options, stdin_filename, fail_on, exit_zero, unsafe_fixes, diff, **told)
    results = [project.check() for project in projects(paths, stdin_filename, options)]
    report(results, **told)
    return int(fails(results, fail_on) and not exit_zero)
