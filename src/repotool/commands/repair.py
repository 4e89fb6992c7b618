"""`repotool repair`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from repotool.commands.telling import tell, write_out
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reports.repairs import explained
from repotool.writing.repairs import Repaired, repair_bytes, repair_files


@click.command("repair")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--explain", is_flag=True, help="Tell, for each place, what happened to it and why it is believed.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--from",
    "chain",
    metavar="CHAIN",
    help="Do not guess: the text was read as these, in this order: mac_roman, or cp1251>cp1252,mac_roman.",
)
def command(files: tuple[str, ...], explain: bool, diff: bool, chain: str | None) -> int:
    """Repair the encoding of any text FILE in place; without one, or with `-`, filter stdin to stdout.

    This is the engine of ENC101 and ENC102 alone: no repository, no other rule. It also mends what `fix` only offers:
    words that no other word of the file speaks for. `repotool undo` takes it back.

    Exit code: 0, or with --diff 1 where something would change; 2 misuse.
    """
    encodings = tuple(name.strip() for name in chain.split(",")) if chain else ()
    if files in ((), ("-",)):
        return _filter(encodings, explain=explain, diff=diff)
    if "-" in files:
        raise Refused("-: stdin cannot be combined with files; repair them one after the other")
    repaired = repair_files([Path(name) for name in files], encodings, write=not diff)
    for result in repaired:
        _tell(result, explain=explain, diff=diff)
    return int(diff and any(result.changed for result in repaired))


def _filter(encodings: tuple[str, ...], *, explain: bool, diff: bool) -> int:
    result = repair_bytes("-", sys.stdin.buffer.read(), encodings)
    if explain:
        tell(explained(result), err=True)
    if diff:
        write_out(result.diff())
        return int(result.changed)
    sys.stdout.buffer.write(result.after)
    return 0


def _tell(result: Repaired, *, explain: bool, diff: bool) -> None:
    if not diff:
        path = shown(result.path)
        tell(said(f"repaired {path}" if result.changed else f"nothing to repair in {path}") + "\n", err=True)
    if explain:
        tell(explained(result), err=diff)
    if diff:
        write_out(result.diff())
