"""Where a repository comes from: last year's, file by file, and the questions that its making left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from repotool.model.frozen import dataclass
from repotool.model.text import Span

ORIGIN = ".repotool/origin.toml"
"""Where it is written down, below the root."""


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Which file of last year's repository a file was made of, and the SHA-256 of that one's bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Question:
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
        best: tuple[int, int] | None = None
        at = text.find(self.text)
        line, seen = 1, 0
        while at >= 0:
            line, seen = line + text.count("\n", seen, at), at
            if best is None or abs(line - self.line) < best[0]:
                best = abs(line - self.line), at
            at = text.find(self.text, at + max(1, len(self.text)))
        return Span(best[1], best[1] + len(self.text)) if best else None


@dataclass(frozen=True, slots=True)
class Origin:
    """What `.repotool/origin.toml` tells: last year's repository, its commit, what was asked for, files, questions."""

    prior: str
    source: str | None = None
    """Where last year's repository lay: a folder relative to this one's root, or `folder@ref`."""
    name: str | None = None
    commit: str | None = None
    options: Mapping[str, str | int | bool | list[str]] = field(default_factory=dict)
    files: Mapping[str, FileOrigin] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
