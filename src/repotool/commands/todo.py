"""`repotool todo`."""

from __future__ import annotations

from pathlib import Path

import click

from repotool.commands.telling import tell
from repotool.language import said
from repotool.model.shown import shown


@click.command("todo")
@click.argument("path", default=".", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--done", type=int, multiple=True, metavar="N", help="Settle question N; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="Tell the settled questions, too.")
def command(path: Path, done: tuple[int, ...], everything: bool) -> int:
    """List what the making of this repository left open, with file and line, or settle it.

    A question whose text was changed since has answered itself and is not told. `repotool undo` takes --done back.

    Exit code: 0, or 1 while questions are open.
    """
    from repotool.rollover.asking import asked, settle

    if done:
        settle(path, done)
    questions = asked(path)
    open_ones = [one for one in questions if one.is_open]
    for one in questions if everything else open_ones:
        mark = "" if one.is_open else said("settled: ")
        place = shown(one.question.file) + (f":{one.line}" if one.line else "")
        tell(f"{one.question.number:>3}  {place}  {mark}{shown(said(one.question.message))}\n")
    told = said("1 question is open" if len(open_ones) == 1 else f"{len(open_ones)} questions are open")
    tell(said(f"{told}; `repotool todo --done N` settles one" if open_ones else "No question is open.") + "\n")
    return int(bool(open_ones))
