"""How reports reach the user: the terminal, a file, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repotool.commands.options import FOR_PEOPLE, LEVELS, Telling
from repotool.model import Refused, Result
from repotool.reading.source import encode
from repotool.reading.tree import is_diverted

if TYPE_CHECKING:
    from repotool.reports.records import Record


def shows_progress(*, quiet: bool) -> bool:
    """Whether somebody watches who may be shown how far the work is: on a terminal that can redraw a line."""
    return not quiet and sys.stderr.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


class ExitCode(int):
    """An exit code that holds what was read, so that it lives until the process has ended.

    Else it is taken apart when the command returns, object by object, which is long work for nothing.
    """

    held: object = None

    @classmethod
    def holding(cls, held: object, code: int) -> ExitCode:
        made = cls(code)
        made.held = held
        return made


def fails(results: Sequence[Result], telling: Telling) -> bool:
    """Whether the exit code tells of findings: those at or above `--fail-on`."""
    if telling.exit_zero:
        return False
    return any(LEVELS.index(f.severity) <= LEVELS.index(telling.fail_on) for r in results for f in r.findings)


def tell(text: str, *, err: bool = False) -> None:
    """Prints a text: coloured on a terminal only, and never where NO_COLOR is set."""
    click.echo(text, nl=False, err=err, color=False if os.environ.get("NO_COLOR") else None)


def report(results: Sequence[Result], telling: Telling, *, err: bool = False) -> None:
    """Writes the findings as asked. Where a file takes the report, the terminal keeps its own text."""
    output_format = telling.output_format
    for output in telling.output_file:
        text = render(results, output.output_format or output_format, statistics=telling.statistics)
        write_report(output.path, click.unstyle(text), results)
    if any(output.output_format is None for output in telling.output_file):
        output_format = "grouped"
    if not telling.quiet or output_format not in FOR_PEOPLE:
        terminal = (sys.stderr if err else sys.stdout).isatty()
        tell(render(results, output_format, statistics=telling.statistics, terminal=terminal), err=err)
    if output_format == "github":
        _step_summary(results)


def _step_summary(results: Sequence[Result]) -> None:
    """The page that GitHub shows of a workflow's step, where it asks for one."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("ab") as file:
            file.write(encode(render(results, "markdown", statistics=False)))
    except OSError as error:
        raise Refused(f"{path}: the summary of the step cannot be written ({error.strerror})") from None


def write_report(path: Path, text: str, results: Sequence[Result] = ()) -> None:
    """Writes a report or a patch. A course's own document is never written over by one, and no link of it followed."""
    for result in results:
        if is_diverted(path, result.repository.root):
            raise Refused(f"{path}: is a symbolic link of the course, or lies behind one; name another file with -o")
        if any((result.repository.root / file).resolve() == path.resolve() for file in result.repository.documents):
            raise Refused(f"{path}: is a document of the course; name another file with -o")
    try:
        path.write_bytes(encode(text))
    except OSError as error:
        raise Refused(f"{path}: cannot be written ({error.strerror})") from None


def render(results: Sequence[Result], output_format: str, *, statistics: bool, terminal: bool = False) -> str:
    """The report in one of the formats; those for people end with a summary, of several repositories with a table."""
    from repotool.reports import text
    from repotool.reports.overview import overview
    from repotool.reports.records import locate

    records = list(locate(results))
    summary = text.summary(records, sum(r.documents for r in results), sum(r.notebooks for r in results))
    if output_format not in FOR_PEOPLE:
        return click.unstyle(_for_programs(records, output_format, summary, statistics=statistics))
    bodies = {"grouped": text.grouped, "concise": text.concise, "full": text.full}
    body = text.statistics(records) if statistics else bodies[output_format](records)
    return body + overview(results, terminal=terminal) + summary


def _for_programs(records: Sequence[Record], output_format: str, summary: str, *, statistics: bool) -> str:
    from repotool.reports import github, gitlab, json, junit, markdown, rdjson, sarif

    if statistics:
        if output_format not in ("json", "json-lines"):
            raise Refused(f"--statistics: are not told as {output_format}; leave them out, or take json")
        return json.statistics(records)
    checkout = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
    root = Path(checkout) if checkout else None
    match output_format:
        case "json":
            return json.array(records)
        case "json-lines":
            return json.lines(records)
        case "sarif":
            return sarif.log(records, root)
        case "github":
            return github.commands(records, root) + summary
        case "gitlab":
            return gitlab.code_quality(records, root)
        case "junit":
            return junit.suites(records)
        case "rdjson":
            return rdjson.diagnostics(records, root)
        case _:
            return markdown.page(records, summary)


def write_out(text: str) -> None:
    """Writes a text to stdout byte for byte, whatever the encoding of the terminal or pipe."""
    sys.stdout.buffer.write(encode(text))
