"""What can be done to a repository: edits of texts, files created, copied, moved."""

from __future__ import annotations

from pathlib import Path

from repotool.model.frozen import dataclass
from repotool.model.text import Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `span` of `file`'s text."""

    file: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Create:
    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    source: Path
    file: str


@dataclass(frozen=True, slots=True)
class Move:
    file: str
    to: str


Op = Edit | Create | Copy | Move
