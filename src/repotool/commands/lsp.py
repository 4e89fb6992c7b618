"""`repotool lsp`."""

from __future__ import annotations

import importlib.util

import click

from repotool.model import Refused


@click.command("lsp")
def command() -> int:
    """Serve an editor over stdin and stdout: findings while you type, fixes, links, renames.

    It speaks the Language Server Protocol; tell your editor to run `repotool lsp` for Markdown files. Needs the extra:
    pip install "course-repotool[lsp]".
    """
    if importlib.util.find_spec("pygls") is None:
        raise Refused('lsp: needs the library pygls: pip install "course-repotool[lsp]"')
    from repotool.lsp.server import serve

    serve()
    return 0
