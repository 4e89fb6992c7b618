"""`repotool carry`."""

from __future__ import annotations

from pathlib import Path

import click

from repotool.commands.telling import tell
from repotool.language import counted, said
from repotool.model.shown import shown


@click.command("carry")
@click.argument("lessons", nargs=-1, required=True, metavar="LESSON...")
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".", help="This year's.")
@click.option("--prior", metavar="PRIOR", help="Last year's repository, where it is not where it was.")
@click.option("-n", "--dry-run", is_flag=True, help="Tell what would be done, and write nothing.")
def command(lessons: tuple[str, ...], root: Path, prior: str | None, dry_run: bool) -> int:
    """Bring lessons over from last year's repository, by number: `repotool carry 03 05`.

    Their files are copied and cleaned as `scaffold` would, their rows get their links, and where each file comes from
    is written down. What is here already stays as it is. `repotool undo` takes it back.
    """
    from repotool.rollover.bringing import carry, plan_carry

    brought = plan_carry(root, lessons, prior)
    if not dry_run:
        carry(brought)
    for path in brought.new:
        tell(said(f"would bring {shown(path)}" if dry_run else f"brought {shown(path)}") + "\n")
    for path in brought.kept:
        tell(said(f"kept {shown(path)}: it is here already") + "\n")
    files, links = counted(len(brought.new), "file"), counted(brought.links, "link")
    told = said(f"{files} would bring, {links} filled in" if dry_run else f"{files} brought, {links} filled in")
    more = said(f"; {counted(brought.questions, 'question')} more in `repotool todo`") if brought.questions else ""
    something = brought.new or brought.links
    tell(f"{told}{more}\n" if something else said("nothing to bring: all of it is here already") + "\n")
    return 0
