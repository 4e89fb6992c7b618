"""Where a repository comes from: last year's, file by file, and the questions that its making left open."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct, field

from repotool.model.text import Span

ORIGIN = ".repotool/origin.toml"
"""Where it is written down, below the root."""


@lru_cache(maxsize=8)
def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


class FileOrigin(Struct, frozen=True):
    """Which file of last year's repository a file was made of, and the SHA-256 of that one's bytes."""

    path: str
    sha256: str


class Question(Struct, frozen=True):
    """Something only the instructor can answer. `text` is what stands at the place, `line` (1-based) where it stood.

    A question whose text is gone from its file has answered itself.
    """

    number: int
    kind: str
    file: str
    line: int
    text: str
    message: str
    done: bool = False

    def place(self, text: str) -> Span | None:
        """Where it is now in its file's `text`: of equal places the one nearest to the old line; None: nowhere."""
        if not self.text:
            return Span(0, 0)
        best: tuple[int, int] | None = None  # lines away, and where
        starts = _line_starts(text)
        here = starts[min(max(self.line, 1), len(starts)) - 1]
        for at in (text.rfind(self.text, 0, here + len(self.text) - 1), text.find(self.text, here)):
            if at >= 0:
                line = bisect_right(starts, at)
                first = text.find(self.text, starts[line - 1])  # of those on one line the first
                if best is None or abs(line - self.line) < best[0]:
                    best = abs(line - self.line), first
        return Span(best[1], best[1] + len(self.text)) if best else None


class Origin(Struct, frozen=True):
    """What `.repotool/origin.toml` tells: last year's repository, its commit, what was asked for, files, questions."""

    prior: str
    source: str | None = None
    """Where last year's repository lay: a folder relative to this one's root, or `folder@ref`."""
    name: str | None = None
    commit: str | None = None
    options: Mapping[str, str | int | bool | list[str]] = field(default_factory=dict)
    files: Mapping[str, FileOrigin] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
