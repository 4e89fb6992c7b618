"""The course's own configuration: its name, its year and last year's folder move on; all else stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repotool.model import Edit, Span
from repotool.model.regex import regex
from repotool.rollover.turn import Turn

_SETTING = regex(r"^[ \t]*(name|branch|year|academic-year)[ \t]*=[ \t]*(\"[^\"\n]*\"|'[^'\n]*'|\d+)", re.MULTILINE)
_TABLE = regex(r"^[ \t]*\[([^\[\]\n]*)\]", re.MULTILINE)


def rolled_settings(path: str, text: str, turn: Turn) -> Iterator[Edit]:
    """The edits of `repotool.toml`, or of repotool's own tables in `pyproject.toml`."""
    for match in _SETTING.finditer(text):
        if not _is_ours(path, text, match.start()):
            continue
        new = _value(match[1], turn)
        if new is not None and new != match[2]:
            yield Edit(path, Span(*match.span(2)), new)


def _is_ours(path: str, text: str, at: int) -> bool:
    table = ""
    for match in _TABLE.finditer(text, 0, at):
        table = match[1].strip()
    return table in (("", "course") if path == "repotool.toml" else ("tool.repotool", "tool.repotool.course"))


def _value(key: str, turn: Turn) -> str | None:
    options, step = turn.options, turn.step
    told = {"name": options.name, "branch": options.branch, "academic-year": f"{step.academic}/{step.academic + 1}"}
    if key == "year":
        return str(step.year)
    return f'"{told[key]}"' if told[key] else None
