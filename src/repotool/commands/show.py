"""`repotool show`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click

from repotool.commands.options import projects
from repotool.commands.telling import tell, write_out, write_report
from repotool.engine.opening import Options
from repotool.language import counted, said
from repotool.model import Course
from repotool.model.shown import shown
from repotool.reports.course import as_object, as_rows, as_text
from repotool.reports.ics import Dated, as_calendar
from repotool.reports.records import from_here
from repotool.reports.schedule_table import as_markdown

MOST_NAMED = 5
"""Other schedules that are named; a course in ten years has ten of them."""


@click.command("show")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "md", "ics"]), default="text", show_default=True
)
@click.option("-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
def command(paths: tuple[str, ...], output_format: str, output_file: Path | None) -> int:
    """Print the courses as they are understood: title, term, lessons, homework, archives, grading.

    Of a repository that is the one of its README; other documents with schedules are named. A file as PATH shows the
    course that this file alone tells. A damaged README is read through its repair. `-` reads
    a README from stdin.

    `md` is the schedule as a Markdown table; `ics` a calendar of lessons and deadlines: imported once more, it moves
    the events that it brought before.
    """
    found: list[Dated] = []
    for project in projects(paths, None, Options()):
        understood = project.understood()
        found += [Dated(course, understood.name, understood.today) for course in understood.courses]
        if understood.courses and understood.others:
            tell(_others([from_here(project.label, path) for path in understood.others]), err=True)
    courses = [dated.course for dated in found]
    if not courses:
        click.echo(said("No course found: repotool looks for a table of dates or numbers, and topics."), err=True)
    if output_format == "ics":
        text = as_calendar(found)
        _tell_undated(courses)
    else:
        text = {"text": _text, "json": _json, "csv": _csv, "md": _markdown}[output_format](courses)
    if output_file is not None:
        write_report(output_file, text)
    elif output_format == "ics":
        write_out(text)  # its lines end as the format wants it, on every system
    else:
        tell(text)
    return 0


def _tell_undated(courses: list[Course]) -> None:
    """Lessons without a day are in no calendar."""
    rows = [lesson for course in courses for lesson in course.lessons if not lesson.holiday]
    undated = [lesson for lesson in rows if not any(mark.value for mark in lesson.dates)]
    if undated:
        lessons = counted(len(undated), "lesson")
        tell(said(f"{lessons} of {len(rows)} left out: no day, or a day of an unknown year") + "\n", err=True)


def _markdown(courses: list[Course]) -> str:
    return "\n".join(as_markdown(course) for course in courses)


def _others(files: list[str]) -> str:
    named = ", ".join(shown(file) for file in files[:MOST_NAMED])
    named += said(f" and {len(files) - MOST_NAMED} more") if len(files) > MOST_NAMED else ""
    have = said("has a schedule of its" if len(files) == 1 else "have schedules of their")
    return said(f"{named} {have} own; name one to see it, such as: repotool show {shown(files[0])}") + "\n"


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
