"""The repair engine alone, on any text: bytes -> repaired bytes, and files repaired in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from repotool import encoding
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading.source import encode, read_source
from repotool.reading.tree import find_root, read_bytes
from repotool.writing.apply import apply
from repotool.writing.diff import unified_diff
from repotool.writing.edits import Change


class Repaired(Struct, frozen=True):
    """A text before and after. `decoded_from` names the encoding of bytes that were not UTF-8."""

    path: str
    before: bytes
    after: bytes
    repair: encoding.Repair
    decoded_from: str | None

    @property
    def changed(self) -> bool:
        return self.before != self.after

    def diff(self) -> str:
        return unified_diff(self.path, self.before, self.after, exact=True)


def repair_bytes(path: str, raw: bytes, encodings: Sequence[str]) -> Repaired:
    """The text in `raw`, repaired; with `encodings`, under that chain of wrong readings and no other.

    Raises Refused for an encoding nobody knows.
    """
    decoded = None if encodings else encoding.decode_bytes(raw)
    text = decoded.text if decoded else read_source(path, raw).text
    try:
        repair = encoding.repair_from(text, encodings) if encodings else encoding.repair(text)
    except ValueError as error:
        raise Refused(f"--from: {error}; name encodings as Python does, such as mac_roman or cp1251") from None
    return Repaired(path, raw, encode(repair.text), repair, decoded.name if decoded else None)


def repair_files(paths: Sequence[Path], encodings: Sequence[str], *, write: bool) -> list[Repaired]:
    """Repairs files in place, each with `undo`; all are read before the first is written."""
    repaired = []
    for path in paths:
        if not path.is_file():
            raise Refused(f"{shown(str(path))}: is not a file; name text files, or - for stdin")
        repaired.append((path, repair_bytes(str(path), read_bytes(path.parent, path.name), encodings)))
    for path, result in repaired:
        if write and result.changed:
            root = find_root(path).resolve()
            inside = path.resolve().relative_to(root).as_posix()
            apply(root, [Change(inside, result.before, result.after)], command="repair")
    return [result for _, result in repaired]
