"""`repotool undo`."""

from __future__ import annotations

from pathlib import Path

import click

from repotool.language import said
from repotool.model.shown import shown
from repotool.reading.tree import find_root
from repotool.writing.journal import undo


@click.command("undo")
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True))
@click.option("--force", is_flag=True, help="Even where a file was changed since: its changes are lost.")
def command(path: Path, force: bool) -> int:
    """Take back what the last command wrote in the repository that PATH lies in (default: the one here).

    Called again, it takes back the one before.
    """
    restored = undo(find_root(path).resolve(), force=force)
    for name in restored:
        click.echo(said(f"restored {shown(name)}"))
    if not restored:
        click.echo(said("The last command was interrupted before it changed anything: nothing had to be restored."))
    return 0
