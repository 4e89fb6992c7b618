"""`repotool check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from repotool.commands.options import Telling, judging_options, projects, reporting_options
from repotool.commands.telling import fails, report, tell
from repotool.engine.baseline import honour
from repotool.engine.project import Options
from repotool.model import Result


@click.command("check")
@judging_options
@reporting_options
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Hold back the findings FILE knows; written where it is not there, shrinks as they are mended.",
)
@click.option("--base", metavar="REF", help="Report only what changed since HEAD left REF, such as origin/main.")
@click.option("--fix", is_flag=True, help="Mend what is certain: the same as `repotool fix`.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: what is likely, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
def command(
    paths: tuple[str, ...],
    options: Options,
    stdin_filename: str | None,
    telling: Telling,
    baseline: Path | None,
    base: str | None,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Tell what is wrong in the course repositories that PATH… lie in (default: the one here).

    A file or folder limits what is reported; links are judged against the whole repository. `-` reads a text from
    stdin: it has no repository, so its links to files are not judged.

    Exit code: 0 nothing found, 1 findings, 2 misuse.
    """
    opened = projects(paths, stdin_filename, options)
    if fix or diff:
        from repotool.commands.fix import mend

        return mend(opened, telling, unsafe=unsafe_fixes, diff=diff)
    results = [project.check(base) for project in opened]
    if baseline is not None:
        whole = base is None and all(project.is_whole() for project in opened)
        results = _held_back(baseline, results, telling, whole=whole)
    report(results, telling)
    return int(fails(results, telling))


def _held_back(path: Path, results: Sequence[Result], telling: Telling, *, whole: bool) -> list[Result]:
    outcome = honour(path, results, whole=whole)
    if outcome.written:
        words = f"{path} holds the {outcome.held} findings of today: from now on only new ones are reported"
    else:
        words = f"{path} holds back {outcome.held}"
        words += f"; {outcome.left} that are mended have left it" if outcome.left else ""
    if not telling.quiet:
        tell(f"{words}\n", err=True)
    return list(outcome.results)
