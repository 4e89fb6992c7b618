"""`repotool publish`."""

from __future__ import annotations

import os
from typing import Any

import click
from msgspec.structs import replace

from repotool.commands.paths import below, root_around
from repotool.commands.telling import tell
from repotool.engine.opening import Options, open_projects
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown


@click.command("publish")
@click.argument("path", metavar="PATH")
@click.option("--row", required=True, help="The lesson's number as the table writes it, its day, or the row's number.")
@click.option("--column", type=click.Choice(["materials", "homework"]), help="Where it goes.")
@click.option("--label", help="What the link is called; without it, what its neighbours are called.")
@click.option("-n", "--dry-run", "--diff", "dry", is_flag=True, help="Show what would change, and write nothing.")
def command(path: str, row: str, column: Any, label: str | None, dry: bool) -> int:
    """Link a new seminar or homework, the file or folder PATH, from its row of the schedule.

    The link is written as its neighbours are: label, `./`, percent-encoding. A placeholder gives way to it, a link
    without a target gets it, and where something is there already it comes behind. A link that would be dead is
    refused. `repotool undo` takes it back.
    """
    from repotool.rollover.publishing import plan_publish
    from repotool.writing.apply import apply
    from repotool.writing.diff import unified_diff
    from repotool.writing.edits import changes
    from repotool.writing.moves import in_file

    if not os.path.lexists(path):
        raise Refused(f"{shown(path)}: there is no such file or folder, so the link to it would be dead")
    (project,) = open_projects((str(root_around(path)),), Options())
    repo = replace(project, config=replace(project.config, exclude=()), only=None).read({})
    inside = below(path, project.root.resolve())
    plan = plan_publish(repo, inside, row, column, label)
    day = f" ({plan.lesson.date_text})" if plan.lesson.date_text else ""
    where = said(f"{said(plan.column)} of «{shown(plan.lesson.number or row)}»{shown(day)}")
    if not plan.edits:
        tell(said(f"nothing to do: {where} links {shown(inside)} already") + "\n")
        return 0
    document = next(course.document for course in repo.courses if course.document.path == plan.edits[0].file)
    changed = changes([in_file(edit, document) for edit in plan.edits], repo.sources)
    if dry:
        for change in changed:
            tell(unified_diff(change.path, change.before, change.after))
    else:
        apply(project.root, changed, command="publish")
    link = shown(plan.link)
    tell(said(f"would put {link} into {where}" if dry else f"put {link} into {where}") + "\n", err=dry)
    return 0
