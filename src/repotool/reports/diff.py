"""A patch for a terminal: what goes is red, what comes is green."""

from __future__ import annotations

from click import style

COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def coloured(patch: str) -> str:
    """The patch with its lines coloured; `---` and `+++` name files and are bold."""
    return "".join(_line(line) for line in patch.splitlines(keepends=True))


def _line(line: str) -> str:
    text = line.rstrip("\r\n")
    if text.startswith(("--- ", "+++ ")):
        return style(text, bold=True) + line[len(text) :]
    return (style(text, fg=COLOURS[text[0]]) if text[:1] in COLOURS else text) + line[len(text) :]
