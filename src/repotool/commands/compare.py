"""`repotool compare`."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import click

from repotool.commands.telling import tell, write_report


@click.command("compare")
@click.argument("paths", nargs=-1, required=True, metavar="PATH PATH...")
@click.option("--lesson", metavar="WORDS", help="Tell only the story of this lesson or homework: words, or its id.")
@click.option("--output-format", type=click.Choice(["text", "json", "md", "html"]), default="text", show_default=True)
@click.option("-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
def command(paths: tuple[str, ...], lesson: str | None, output_format: str, output_file: Path | None) -> int:
    """Tell what became of each lesson, homework and defect of a course from year to year.

    Every PATH is the repository of one year; the order does not matter. Lessons are known again by their topics, their
    files and what their notebooks say, so that one that has moved or was renamed is still the same.
    """
    from repotool.years.compare import compare
    from repotool.years.editions import years_at
    from repotool.years.search import find

    years = years_at(paths)
    comparison = compare(years)
    chosen = find(comparison, lesson) if lesson is not None else None
    report = _format(output_format)
    text = report.whole(comparison) if chosen is None else report.stories(chosen, comparison)
    if output_file is not None:
        write_report(output_file, click.unstyle(text), [year.result for year in years])
    else:
        tell(text)
    return 0


def _format(name: str) -> ModuleType:
    from repotool.reports.years import html, json, markdown, text

    return {"text": text, "json": json, "md": markdown, "html": html}[name]
