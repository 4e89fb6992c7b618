"""`repotool compare`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from repotool.commands.bar import progress
from repotool.commands.telling import tell, write_report
from repotool.language import said
from repotool.model.shown import shown

if TYPE_CHECKING:
    from repotool.years.editions import Given


@click.command("compare")
@click.argument("paths", nargs=-1, required=True, metavar="PATH PATH...")
@click.option("--lesson", metavar="WORDS", help="Tell only the story of this lesson or homework: words, or its id.")
@click.option(
    "--season",
    type=click.Choice(["spring", "autumn"]),
    help="Compare only the years of this half of a two-term course.",
)
@click.option("--output-format", type=click.Choice(["text", "json", "md", "html"]), default="text", show_default=True)
@click.option("-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
def command(
    paths: tuple[str, ...], lesson: str | None, season: str | None, output_format: str, output_file: Path | None
) -> int:
    """Tell what became of each lesson, homework and defect of a course from year to year.

    Every PATH is the repository of one year; the order does not matter. Lessons are known again by their topics, their
    files and what their notebooks say, so that one that has moved or was renamed is still the same. A repository
    without a schedule is left out.
    """
    from repotool.years.compare import compare
    from repotool.years.editions import years_at
    from repotool.years.search import find

    with progress(quiet=False):
        given = years_at(paths)
    years = _comparable(given, season)
    comparison = compare(years)
    chosen = find(comparison, lesson) if lesson is not None else None
    report = _format(output_format)
    text = report.whole(comparison) if chosen is None else report.stories(chosen, comparison)
    if output_file is not None:
        write_report(output_file, click.unstyle(text), [year.result for year in years])
    else:
        tell(text)
    return 0


def _comparable(years: list[Given], season: str | None) -> list[Given]:
    """The years that have a schedule, of the season that was asked for; what is left out, or taken in turn, is told."""
    from repotool.years.editions import has_course, season_of

    for one in years:
        if not has_course(one.result):
            label = shown(one.result.label)
            left_out = said(f"{label}: no schedule was found in it, so there are no lessons to compare: left out")
            tell(f"{left_out}\n", err=True)
    courses = [one for one in years if has_course(one.result)]
    if season is not None:
        return [one for one in courses if season_of(one.result) == season]
    found = Counter(season_of(one.result) for one in courses)
    if found["spring"] > 1 and found["autumn"] > 1:
        in_turn = said("springs and autumns are taken in turn; `--season spring` compares those of one term alone")
        tell(f"{in_turn}\n", err=True)
    return courses


def _format(name: str) -> ModuleType:
    from repotool.reports.years import html, json, markdown, text

    return {"text": text, "json": json, "md": markdown, "html": html}[name]
