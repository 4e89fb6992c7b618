"""How reports reach the user: the terminal, a file, the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from repotool.commands.options import LEVELS, Telling
from repotool.model import Refused, Result
from repotool.reading.source import encode


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
    if telling.output_file is not None:
        text = render(results, output_format, statistics=telling.statistics)
        write_report(telling.output_file, click.unstyle(text), results)
        output_format = "grouped"
    if not telling.quiet or (telling.for_programs and telling.output_file is None):
        tell(render(results, output_format, statistics=telling.statistics), err=err)


def write_report(path: Path, text: str, results: Sequence[Result] = ()) -> None:
    """Writes a report or a patch. A course's own document is never written over by one."""
    for result in results:
        if any((result.repository.root / file).resolve() == path.resolve() for file in result.repository.documents):
            raise Refused(f"{path}: is a document of the course; name another file with -o")
    try:
        path.write_bytes(encode(text))
    except OSError as error:
        raise Refused(f"{path}: cannot be written ({error.strerror})") from None


def render(results: Sequence[Result], output_format: str, *, statistics: bool) -> str:
    """The report in one of the formats; those for people end with a summary."""
    from repotool.reports import json, text
    from repotool.reports.records import locate

    records = list(locate(results))
    if output_format in ("json", "json-lines") and statistics:
        return json.statistics(records)
    if output_format == "json":
        return json.array(records)
    if output_format == "json-lines":
        return json.lines(records)
    bodies = {"grouped": text.grouped, "concise": text.concise, "full": text.full}
    body = text.statistics(records) if statistics else bodies[output_format](records)
    return body + text.summary(records, sum(r.documents for r in results), sum(r.notebooks for r in results))


def write_out(text: str) -> None:
    """Writes a text to stdout byte for byte, whatever the encoding of the terminal or pipe."""
    sys.stdout.buffer.write(encode(text))
