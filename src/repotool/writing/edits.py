"""Plans -> bytes, purely: edits of a text, the changes a plan makes, a diff a person can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from repotool.model import Copy, Create, Edit, Move, Op, Refused, Source
from repotool.model.shown import shown
from repotool.reading.source import encode
from repotool.writing.diff import unified_diff

__all__ = ["Change", "Load", "apply_edits", "changes", "unified_diff"]

Load = Callable[[str | Path], bytes]
"""The bytes of a file that a plan moves or copies: a str names it in the repository, a Path anywhere."""


class Change(Struct, frozen=True):
    """A file before and after: `before` None creates it, `after` None deletes it.

    `mode_from` is the file whose permissions a created one takes: relative to the root, or absolute.
    """

    path: str
    before: bytes | None
    after: bytes | None
    mode_from: Path | None = None


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with the edits made; they all speak of `text` as it is. Those that insert at one place keep their order.

    ValueError where two overlap or one lies outside the text.
    """
    parts = []
    end = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        if edit.span.start < end:
            raise ValueError(f"edits overlap at character {edit.span.start} of {shown(edit.file)}")
        if not edit.span.start <= edit.span.end <= len(text):
            raise ValueError(f"an edit lies outside {shown(edit.file)}, at character {edit.span.start}")
        parts += [text[end : edit.span.start], edit.replacement]
        end = edit.span.end
    return "".join([*parts, text[end:]])


def _not_loaded(path: str | Path) -> bytes:
    raise ValueError(f"{shown(str(path))}: its bytes are needed to move or copy it")


def changes(plan: Sequence[Op], before: Mapping[str, Source], *, load: Load = _not_loaded) -> list[Change]:
    """What `plan` makes of the files, sorted by path; a file that stays as it is is no change.

    Edits speak of the texts in `before` and are made first, under the files' old names; then files are created, copied
    and moved in the order of the plan. Refused where that order makes no sense: a file created twice, moved twice.
    """
    work = _Work(before, load)
    edits: dict[str, list[Edit]] = {}
    for op in plan:
        if isinstance(op, Edit):
            edits.setdefault(op.file, []).append(op)
    for path, of_file in edits.items():
        work.replace(path, encode(apply_edits(before[path].text, of_file)))
    for op in plan:
        match op:
            case Create(file, content):
                work.create(file, content, None)
            case Copy(source, file):
                work.create(file, load(source), source)
            case Move(file, to):
                work.move(file, to)
    return work.changes()


class _Work(Struct):
    """The files a plan has touched so far: what they were, what they are."""

    sources: Mapping[str, Source]
    load: Load
    before: dict[str, bytes | None] = field(default_factory=dict)
    after: dict[str, bytes | None] = field(default_factory=dict)
    modes: dict[str, Path | None] = field(default_factory=dict)

    def replace(self, path: str, content: bytes) -> None:
        self.before[path] = self.sources[path].raw
        self.after[path] = content

    def create(self, path: str, content: bytes, mode_from: Path | None) -> None:
        if self.after.get(path) is not None or (path in self.sources and path not in self.after):
            raise Refused(f"{shown(path)}: exists already, so it is not created; nothing was written")
        self.before.setdefault(path, None)
        self.after[path] = content
        self.modes[path] = mode_from

    def move(self, path: str, to: str) -> None:
        content = self._content(path)
        mode_from = self.modes.get(path) or Path(path)
        self.after[path] = None
        self.create(to, content, mode_from)

    def _content(self, path: str) -> bytes:
        if path not in self.after:
            source = self.sources.get(path)
            self.before[path] = self.after[path] = source.raw if source else self.load(path)
        content = self.after[path]
        if content is None:
            raise Refused(f"{shown(path)}: was moved away before, so it cannot be moved again; nothing was written")
        return content

    def changes(self) -> list[Change]:
        return [
            Change(path, self.before[path], self.after[path], self.modes.get(path))
            for path in sorted(self.after)
            if self.before[path] != self.after[path]
        ]
