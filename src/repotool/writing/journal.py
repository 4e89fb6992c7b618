"""The journal: what files were before a command wrote them, so that it can be taken back.

An entry is one file in the state folder: a line of JSON, then the previous bytes of each file. It is on the disk before
the first file is replaced, under the name `<number>.pending`; when all files are, it is renamed to `<number>.done`.
While it is taken back it is `<number>.undoing`; then it is deleted. Whatever is interrupted, each file is found as it
was before or as it was after, and the entry tells which.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.writing.files import (
    Target,
    WriteFailed,
    check_writable,
    content_of,
    flush_folder,
    locate,
    mode_of,
    perform,
    remove_empty,
    same_entry,
    sweep,
)
from repotool.writing.state import locked, state_folder

KEPT_ENTRIES = 50
KEPT_BYTES = 200 * 1000 * 1000

State = Literal["pending", "done", "undoing"]
_VERSION = 1


class Past(Struct, frozen=True):
    """A file as an entry knows it: bytes and permissions before, SHA-256 of the bytes after; None: not there."""

    path: str
    before: bytes | None
    mode: int | None
    after: str | None


class Entry(Struct, frozen=True):
    """A writing command that can be taken back; `time` is in seconds since 1970, `folders` were made by it."""

    file: Path
    command: str
    time: float
    token: str
    folders: tuple[str, ...]
    files: tuple[Past, ...]

    @property
    def state(self) -> State:
        return cast(State, self.file.suffix[1:])


def history(root: Path) -> list[Entry]:
    """The commands under `root` that can be taken back, the last one first."""
    return [_read(file) for file in reversed(_entry_files(state_folder(root)))]


def undo(root: Path, *, force: bool = False) -> list[str]:
    """Takes back the last command that wrote under `root`, the whole of it; returns the paths it restored.

    Called again, it takes back the one before. Refused where there is none, or where a file was changed since: then
    nothing is restored, unless `force` gives the changes up. One that was interrupted is taken up where it stopped.
    """
    with locked(root) as folder:
        files = _entry_files(folder)
        if not files:
            raise Refused(f"{shown(str(root))}: there is nothing to take back; no command of repotool wrote here")
        entry = _read(files[-1])
        _sweep(root, entry)
        targets = _way_back(root, entry, force=force)
        _restore(entry, targets)
        return [target.path for target in targets]


def record(folder: Path, command: str, targets: Sequence[Target], folders: Sequence[str]) -> Entry:
    """Writes down what `targets` were, on the disk when this returns."""
    past = tuple(Past(t.path, t.before, mode_of(t.real), _hash(t.after)) for t in targets)
    return _recorded(folder, command, past, folders)


def record_created(folder: Path, command: str, made: Mapping[str, str], folders: Sequence[str]) -> Entry:
    """Writes down that the files of `made` were not there; their SHA-256 is what they will be."""
    return _recorded(folder, command, tuple(Past(path, None, None, after) for path, after in made.items()), folders)


def _recorded(folder: Path, command: str, past: tuple[Past, ...], folders: Sequence[str]) -> Entry:
    files = _entry_files(folder)
    number = int(files[-1].stem) + 1 if files else 1
    entry = Entry(folder / f"{number:08d}.pending", command, time.time(), secrets.token_hex(4), tuple(folders), past)
    temporary = folder / "new"
    with temporary.open("wb") as file:
        file.write(json.dumps(_manifest(entry)).encode("ascii") + b"\n")
        file.writelines(p.before for p in past if p.before is not None)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(entry.file)
    flush_folder(str(folder))
    return entry


def close(entry: Entry) -> None:
    """All files of the entry are written."""
    entry.file.replace(entry.file.with_suffix(".done"))
    flush_folder(str(entry.file.parent))


def take_back(root: Path, entry: Entry) -> None:
    """Restores what a command that failed had written already, and forgets it; Refused where that fails, too."""
    _restore(entry, _way_back(root, entry))


def recover(root: Path, folder: Path) -> None:
    """Settles entries that were interrupted: one whose files are all as before is forgotten, another can be undone."""
    for file in _entry_files(folder):
        if file.suffix == ".done":
            continue
        entry = _read(file)
        _sweep(root, entry)
        if _is_untouched(root, entry):
            _forget(entry)
        else:
            close(entry)


def _is_untouched(root: Path, entry: Entry) -> bool:
    try:
        return all(content_of(locate(root, past.path), past.path) == past.before for past in entry.files)
    except Refused:
        return False


def prune(folder: Path) -> None:
    """Forgets old entries: 50 are kept, or 200 MB of them, the last one always."""
    size = 0
    for kept, file in enumerate(reversed(_entry_files(folder))):
        size += file.stat().st_size
        if kept and (kept >= KEPT_ENTRIES or size > KEPT_BYTES):
            with suppress(OSError):
                file.unlink()


def _entry_files(folder: Path) -> list[Path]:
    try:
        names = [path for path in folder.iterdir() if path.suffix in (".pending", ".done", ".undoing")]
    except OSError:
        return []
    return sorted((path for path in names if path.stem.isdecimal()), key=lambda path: int(path.stem))


def _hash(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def _manifest(entry: Entry) -> dict[str, Any]:
    files = [
        {
            "path": past.path,
            "length": None if past.before is None else len(past.before),
            "sha256": _hash(past.before),
            "mode": past.mode,
            "after": past.after,
        }
        for past in entry.files
    ]
    return {
        "version": _VERSION,
        "command": entry.command,
        "time": entry.time,
        "token": entry.token,
        "folders": entry.folders,
        "files": files,
    }


def _read(file: Path) -> Entry:
    try:
        head, _, body = file.read_bytes().partition(b"\n")
        told = json.loads(head)
        past = tuple(_pasts(told["files"], body))
        return Entry(file, told["command"], told["time"], told["token"], tuple(told["folders"]), past)
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(f"{shown(str(file))}: this entry of the journal is damaged; delete it to go on") from None


def _pasts(told: list[dict[str, Any]], body: bytes) -> Iterator[Past]:
    start = 0
    for file in told:
        length = file["length"]
        before = None if length is None else body[start : start + length]
        start += length or 0
        if _hash(before) != file["sha256"]:
            raise ValueError("the bytes are not those that were written down")
        yield Past(file["path"], before, file["mode"], file["after"])


def _way_back(root: Path, entry: Entry, *, force: bool = False) -> list[Target]:
    """What is to be done to have every file as before; Refused where one is neither as before nor as after."""
    targets, settled = [], []
    for past in entry.files:
        real = locate(root, past.path)
        current = content_of(real, past.path)
        target = Target(past.path, real, current, past.before, past.mode)
        if current == past.before:
            settled.append(target)
            continue
        if _hash(current) != past.after and not force:
            raise Refused(
                f"{shown(past.path)}: was changed after `repotool {shown(entry.command)}` wrote it; nothing was taken "
                "back. Pass --force to lose that change"
            )
        check_writable(target)
        targets.append(target)
    # Where case does not count, a renamed file looks as if it were there under its old name already.
    gone = [target.real for target in targets if target.after is None]
    twins = [t for t in settled if t.after is not None and any(same_entry(t.real, real) for real in gone)]
    return targets + twins


def _restore(entry: Entry, targets: Sequence[Target]) -> None:
    undoing = replace(entry, file=entry.file.with_suffix(".undoing"))
    try:
        entry.file.replace(undoing.file)
        perform(targets, entry.token)
    except (OSError, WriteFailed) as error:
        raise Refused(f"{error}; run `repotool undo` again to take back what is left") from None
    _forget(undoing)


def _sweep(root: Path, entry: Entry) -> None:
    with suppress(Refused):
        sweep([locate(root, past.path) for past in entry.files], entry.token)


def _forget(entry: Entry) -> None:
    remove_empty(entry.folders)
    entry.file.unlink()
    flush_folder(str(entry.file.parent))
