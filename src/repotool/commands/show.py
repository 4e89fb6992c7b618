"""`repotool show`."""

from __future__ import annotations

import csv
import io
import json

import click

from repotool.commands.options import projects, tell
from repotool.engine.project import Options
from repotool.model import Course
from repotool.reports.course import as_object, as_rows, as_text


@click.command("show")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output-format", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def command(paths: tuple[str, ...], output_format: str) -> int:
    """Print the courses as they are understood: title, term, lessons, homework, archives, grading.

    A damaged README is read through its repair. `-` reads a README from stdin.
    """
    read = [project.read({}) for project in projects(paths, None, Options())]
    courses = [course for repo in read for course in repo.courses]
    if not courses:
        click.echo("No schedule found: repotool looks for a table with dates or numbers, and topics.", err=True)
    tell({"text": _text, "json": _json, "csv": _csv}[output_format](courses))
    return 0


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
