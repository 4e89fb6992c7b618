"""What can be done to a repository: edits of texts, files created, copied, moved."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from repotool.model.text import Span


class Edit(Struct, frozen=True):
    """Replace `span` of `file`'s text."""

    file: str
    span: Span
    replacement: str


class Create(Struct, frozen=True):
    file: str
    content: bytes


class Copy(Struct, frozen=True):
    source: Path
    file: str


class Move(Struct, frozen=True):
    file: str
    to: str


Op = Edit | Create | Copy | Move
