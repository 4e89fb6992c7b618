"""`repotool report`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from repotool.commands.bar import progress
from repotool.commands.telling import tell
from repotool.engine.opening import Options
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown


@click.command("report")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("site"),
    show_default=True,
    help="The folder of the pages; made where it is not there.",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not say what was written.")
def command(paths: tuple[str, ...], folder: Path, quiet: bool) -> int:
    """Write a static site about course repositories: findings, schedules, lessons through the years, a calendar.

    Its pages open from disk and ask no network for anything. Every PATH is a repository, a glob, a fleet file or a
    commit; years of one course are compared.
    """
    from repotool.reports.site.pages import site
    from repotool.years.compare import compare
    from repotool.years.editions import has_course, years_at

    with progress(quiet=quiet):
        given = years_at(paths, Options())
    courses = [one for one in given if has_course(one.result)]
    comparison = compare(courses) if len(courses) > 1 else None
    pages = site([one.result for one in given], comparison)
    _write(folder, pages)
    if not quiet:
        tell(said(f"{len(pages)} pages: open {shown(str(folder / 'index.html'))}") + "\n")
    return 0


def _write(folder: Path, pages: Mapping[str, str]) -> None:
    """Writes the pages; those of a former report that are none any more go. Nothing else is touched."""
    from repotool.reports.site.rendering import is_ours

    try:
        folder.mkdir(parents=True, exist_ok=True)
        former = {path.name for path in folder.glob("*.html")}
        strange = sorted(name for name in former & pages.keys() if not is_ours(folder / name))
        if strange:
            raise Refused(f"{folder / strange[0]}: was not written by repotool report; name another folder with -o")
        for name, text in pages.items():
            (folder / name).write_bytes(text.encode())
        for name in former - pages.keys():
            if is_ours(folder / name):
                (folder / name).unlink()
    except OSError as error:
        raise Refused(f"{error.filename or folder}: cannot be written ({error.strerror})") from None
