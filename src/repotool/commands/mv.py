"""`repotool mv`."""

from __future__ import annotations

import os
from pathlib import Path

import click
from msgspec.structs import replace

from repotool.commands.paths import below, root_around
from repotool.commands.telling import tell
from repotool.engine.opening import Options, open_projects
from repotool.language import counted, said
from repotool.model import Edit, Move, Refused, Repository
from repotool.model.shown import shown
from repotool.writing.diff import unified_diff
from repotool.writing.edits import changes
from repotool.writing.moves import Moving, move, plan_move


@click.command("mv")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("-n", "--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def command(old: str, new: str, dry_run: bool) -> int:
    """Rename the file or folder OLD to NEW, or move it into the folder NEW, and rewrite every link to it.

    Each link keeps its own style. Links within what is moved go on leading where they led, and so do addresses of this
    repository on its host. Where a link would lead nowhere, nothing is written. `repotool undo` takes it back.
    """
    if not os.path.lexists(old):
        raise Refused(f"{shown(old)}: there is no such file or folder")
    (project,) = open_projects((str(root_around(old)),), Options())
    # Links stand in files, too, that are excluded from judging.
    repo = replace(project, config=replace(project.config, exclude=()), only=None).read({})
    moving = plan_move(repo, *_paths(old, new, project.root))
    if dry_run:
        _show(repo, moving)
    else:
        move(repo, moving)
    _tell(moving, dry=dry_run)
    return 0


def _paths(old: str, new: str, root: Path) -> tuple[str, str]:
    """Both as posix paths below the root; what goes into a folder that exists keeps its name there."""
    source, target = below(old, root), below(new, root)
    into = Path(new).is_dir() and not Path(old).samefile(new)
    if into or new.endswith(("/", os.sep)):
        target = f"{target}/{source.rpartition('/')[2]}".lstrip("/")
    return source, target


def _show(repo: Repository, moving: Moving) -> None:
    for op in moving.ops:
        if isinstance(op, Move):
            tell(said(f"rename {shown(op.file)} => {shown(op.to)}") + "\n")
    for change in changes([op for op in moving.ops if isinstance(op, Edit)], repo.sources):
        tell(unified_diff(change.path, change.before, change.after))


def _tell(moving: Moving, *, dry: bool) -> None:
    edits = [op for op in moving.ops if isinstance(op, Edit)]
    files = len({op.file for op in edits})
    links = said(f"{counted(len(edits), 'link')} in {counted(files, 'file')}") if edits else said("no link")
    old, new = shown(moving.old), shown(moving.new)
    done = said(f"would move {old} to {new}" if dry else f"moved {old} to {new}")
    tell(done + said(f"; {links} would be rewritten" if dry else f"; {links} rewritten") + "\n", err=dry)
