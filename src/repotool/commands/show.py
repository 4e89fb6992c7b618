"""`repotool show`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click

from repotool.commands.options import projects
from repotool.commands.telling import tell, write_report
from repotool.engine.project import Options
from repotool.model import Course
from repotool.model.shown import shown
from repotool.reports.course import as_object, as_rows, as_text
from repotool.reports.records import from_here

MOST_NAMED = 5
"""Other schedules that are named; a course in ten years has ten of them."""


@click.command("show")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output-format", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
@click.option("-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
def command(paths: tuple[str, ...], output_format: str, output_file: Path | None) -> int:
    """Print the courses as they are understood: title, term, lessons, homework, archives, grading.

    Of a repository that is the one of its README; other documents with schedules are named. A file as PATH shows the
    course that this file alone tells. A damaged README is read through its repair. `-` reads
    a README from stdin.
    """
    courses: list[Course] = []
    for project in projects(paths, None, Options()):
        understood, others = project.courses()
        courses += understood
        if understood and others:
            tell(_others([from_here(project.label, path) for path in others]), err=True)
    if not courses:
        click.echo("No course found: repotool looks for a table of dates or numbers, and topics.", err=True)
    text = {"text": _text, "json": _json, "csv": _csv}[output_format](courses)
    if output_file is not None:
        write_report(output_file, text)
    else:
        tell(text)
    return 0


def _others(files: list[str]) -> str:
    named = ", ".join(shown(file) for file in files[:MOST_NAMED])
    more = f" and {len(files) - MOST_NAMED} more" if len(files) > MOST_NAMED else ""
    have = "has a schedule of its" if len(files) == 1 else "have schedules of their"
    return f"{named}{more} {have} own; name one to see it, such as: repotool show {shown(files[0])}\n"


def _text(courses: list[Course]) -> str:
    return "\n".join(as_text(course) for course in courses)


def _json(courses: list[Course]) -> str:
    """One object where there is one course, as nearly everywhere; else an array."""
    objects = [as_object(course) for course in courses]
    return json.dumps(objects[0] if len(objects) == 1 else objects, ensure_ascii=False, indent=2) + "\n"


def _csv(courses: list[Course]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(as_rows(courses))
    return text.getvalue()
