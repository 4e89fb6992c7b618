"""Changes -> the disk: checked first, written down in the journal, then each file replaced whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading.tree import read_bytes
from repotool.writing import journal
from repotool.writing.edits import Change, Load
from repotool.writing.files import (
    Target,
    WriteFailed,
    check_writable,
    content_of,
    locate,
    missing_folders,
    mode_of,
    perform,
    same_entry,
)
from repotool.writing.state import locked


class Receipt(Struct, frozen=True):
    """What a writing command wrote; `repotool undo` takes it back."""

    paths: tuple[str, ...]


def apply(root: Path, changes: Sequence[Change], *, command: str) -> Receipt:
    """Writes `changes` under `root`, all or none; `command` is its name in the journal ("fix").

    Refused, with nothing written, where a file is not as it was read, leads out of the root or cannot be written, where
    the journal cannot be kept, and while another process writes here. If the process is killed, each file is old or
    new, and `undo` takes back what was written.
    """
    real = [change for change in changes if change.before != change.after]
    if not real:
        return Receipt(())
    with locked(root) as folder:
        journal.recover(root, folder)
        targets = _checked(root, real)
        folders = missing_folders(targets)
        try:
            entry = journal.record(folder, command, targets, folders)
        except OSError as error:
            raise Refused(f"the journal cannot be written: {error.strerror or error}; nothing was written") from None
        _perform(root, targets, entry)
        journal.close(entry)
        journal.prune(folder)
    return Receipt(tuple(change.path for change in real))


def loader(root: Path) -> Load:
    """Reads files that a plan moves or copies: of the repository at `root`, or (a Path) of anywhere."""

    def load(path: str | Path) -> bytes:
        return read_bytes(path.parent, path.name) if isinstance(path, Path) else read_bytes(root, path)

    return load


def _checked(root: Path, changes: Sequence[Change]) -> list[Target]:
    targets: dict[str, Target] = {}
    for change in changes:
        target = _target(root, change)
        if target.real in targets:
            other = targets[target.real].path
            raise Refused(f"{shown(change.path)}: is the same file as {shown(other)}; nothing was written. Exclude one")
        targets[target.real] = target
    deleted = [target.real for target in targets.values() if target.after is None]
    for target in targets.values():
        _check_unchanged(target, deleted)
        check_writable(target)
    return list(targets.values())


def _target(root: Path, change: Change) -> Target:
    real = locate(root, change.path)
    if change.after is None and (root / change.path).is_symlink():
        raise Refused(f"{shown(change.path)}: is a symbolic link and is not moved; nothing was written. Exclude it")
    if change.before is None and change.mode_from is not None:
        mode = mode_of(root / change.mode_from)
        return Target(change.path, real, None, change.after, None if mode is None else mode & 0o777)
    return Target(change.path, real, change.before, change.after, mode_of(real))


def _check_unchanged(target: Target, deleted: Sequence[str]) -> None:
    current = content_of(target.real, target.path)
    if current == target.before:
        return
    if target.before is not None:
        what = "was deleted" if current is None else "was changed"
        raise Refused(f"{shown(target.path)}: {what} since it was read; nothing was written. Run the command again")
    # Where case does not count, a new name of a file that is renamed seems to exist already.
    if not any(same_entry(target.real, real) for real in deleted):
        raise Refused(f"{shown(target.path)}: exists already; nothing was written. Move it away, or exclude it")


def _perform(root: Path, targets: Sequence[Target], entry: journal.Entry) -> None:
    """All or none: what was written before a failure (or Ctrl-C) is taken back."""
    try:
        perform(targets, entry.token)
    except BaseException as error:
        journal.take_back(root, entry)
        if isinstance(error, WriteFailed):
            raise Refused(f"{error}; nothing was written") from None
        raise
