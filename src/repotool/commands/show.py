"""`repotool show`."""

from __future__ import annotations

import click

from repotool.commands.options import projects, tell
from repotool.engine.project import Options


@click.command("show")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--output-format", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def command(paths: tuple[str, ...], output_format: str) -> int:
    """Print the courses as they are understood: title, term, lessons, homework, archives, grading.

    A damaged README is read through its repair. `-` reads a README from stdin.
    """
    from repotool.reports import course as report

    read = [project.read({}) for project in projects(paths, None, Options())]
    courses = [course for repo in read for course in repo.courses]
    if not courses:
        click.echo("No schedule found: repotool looks for a table with dates or numbers, and topics.", err=True)
    tell({"text": report.as_text, "json": report.as_json, "csv": report.as_csv}[output_format](courses))
    return 0
