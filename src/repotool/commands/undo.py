"""`repotool undo`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from repotool.language import said
from repotool.model.shown import shown
from repotool.reading.tree import find_root
from repotool.writing.journal import history, undo


@click.command("undo")
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True))
@click.option("--force", is_flag=True, help="Even where a file was changed since: its changes are lost.")
def command(path: Path, force: bool) -> int:
    """Take back what the last command wrote in the repository that PATH lies in (default: the one here).

    Called again, it takes back the one before.
    """
    root = find_root(path).resolve()
    done = history(root)
    restored = undo(root, force=force)
    for name in restored:
        there = os.path.lexists(root / name)
        click.echo(said(f"restored {shown(name)}") if there else said(f"removed {shown(name)}"))
    if done and done[0].command:
        click.echo(said(f"taken back: `repotool {shown(done[0].command)}`"), err=True)
    if not restored:
        click.echo(said("The last command was interrupted before it changed anything: nothing had to be restored."))
    return 0
