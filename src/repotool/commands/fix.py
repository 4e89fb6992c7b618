"""`repotool fix`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from repotool.commands.bar import progress
from repotool.commands.options import Telling, judging_options, projects, reporting_options
from repotool.commands.telling import fails, report, tell, write_out, write_report
from repotool.engine.opening import Options
from repotool.engine.project import Project
from repotool.language import said
from repotool.model import Finding, Refused, Result
from repotool.reports.diff import coloured
from repotool.reports.fixes import done, nothing_to_mend
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
    telling: Telling,
    unsafe_fixes: bool,
    diff: bool,
) -> int:
    """Mend what can be mended for certain in the course repositories that PATH… lie in (default: the one here).

    Only the place that a finding names is changed, every other byte stays. `repotool undo` takes it back. With `-`
    a text is read from stdin and written, mended, to stdout.

    Exit code: 0 nothing is left, 1 findings are left (with --diff: something would change), 2 misuse.
    """
    return mend(projects(paths, stdin_filename, options), telling, unsafe=unsafe_fixes, diff=diff)


def mend(opened: Sequence[Project], telling: Telling, *, unsafe: bool, diff: bool) -> int:
    """What `fix` and `check --fix` do."""
    if diff and (telling.for_programs or telling.statistics or any(o.output_format for o in telling.output_file)):
        raise Refused("--diff: prints a patch; leave out --output-format and --statistics, or leave out --diff")
    if not diff:
        _on_disk(opened)
    _apart(opened)
    with progress(quiet=telling.quiet):
        fixed = [fix_until_stable(project.read, project.judge, unsafe=unsafe) for project in opened]
    left = [p.result(f.repository, f.left) for p, f in zip(opened, fixed, strict=True)]
    if diff:
        _show_diff(opened, fixed, left, telling)
        return int(any(f.after for f in fixed) and not telling.exit_zero)
    from_stdin = opened[0].stdin is not None
    renamed: list[list[Finding]] = [[] for _ in opened]
    if from_stdin:
        sys.stdout.buffer.write(_filtered(opened[0], fixed[0]))
    else:
        _write(opened, fixed)
        if unsafe:
            renamed = [_rename(project, outcome) for project, outcome in zip(opened, fixed, strict=True)]
            left = [p.check() if names else r for p, names, r in zip(opened, renamed, left, strict=True)]
    if not telling.quiet:
        for project, outcome, names in zip(opened, fixed, renamed, strict=True):
            tell(done(project.label, (*outcome.done, *names)), err=from_stdin or telling.for_programs)
    report(left, telling, err=from_stdin)
    return int(fails(left, telling))


def _rename(project: Project, outcome: Fixed) -> list[Finding]:
    from repotool.writing.renames import rename_all

    return rename_all(lambda: project.read({}), outcome.left)


def _on_disk(opened: Sequence[Project]) -> None:
    for project in opened:
        if project.is_commit:
            raise Refused(
                f"{project.title}: is read from git, and nothing can be written there; check it out first, or pass "
                "--diff to see what would change"
            )


def _apart(opened: Sequence[Project]) -> None:
    """Each file is mended by one project only, with one configuration."""
    for inner in opened:
        for outer in opened:
            nested = inner is not outer and inner.root.is_relative_to(outer.root)
            if nested and not inner.is_commit and not inner.is_apart_from(outer):
                raise Refused(f"{inner.title}: lies in {outer.title}; mend them one after the other")


def _show_diff(opened: Sequence[Project], fixed: Sequence[Fixed], left: Sequence[Result], telling: Telling) -> None:
    """On a terminal what could command it is escaped; into a file or pipe goes the exact patch, byte for byte."""
    from repotool.writing.diff import unified_diff

    exact = bool(telling.output_file) or not sys.stdout.isatty()
    if not telling.quiet:
        for project, outcome in zip(opened, fixed, strict=True):
            tell(done(project.label, outcome.done, word=said("would mend")), err=True)
        if not any(outcome.after for outcome in fixed):
            tell(nothing_to_mend(sum(len(result.findings) for result in left)), err=True)
    patch = "".join(
        unified_diff(path, outcome.before[path], after, exact=exact)
        for outcome in fixed
        for path, after in outcome.after.items()
    )
    if telling.output_file:
        for output in telling.output_file:
            write_report(output.path, patch, left)
    elif exact:
        write_out(patch)
    else:
        tell(coloured(patch))


def _filtered(project: Project, outcome: Fixed) -> bytes:
    assert project.stdin is not None
    path, raw = project.stdin
    return outcome.after.get(path, raw)


def _write(opened: Sequence[Project], fixed: Sequence[Fixed]) -> None:
    from repotool.writing.apply import apply

    done_before: list[str] = []
    for project, outcome in zip(opened, fixed, strict=True):
        if outcome.after:
            try:
                apply(project.root, outcome.changes(), command="fix")
            except Refused as refusal:
                told = said(f"; before it, {', '.join(done_before)} had been mended") if done_before else ""
                raise Refused(f"{refusal}{told}") from None
            done_before.append(project.label)
