"""Files on disk, replaced whole or not at all.

A file is written beside its place under a temporary name, flushed to the disk, and renamed over it. Its permissions are
kept, and its owner where the system allows it; a hard link to the old file goes on naming the old content.
"""

# Real paths are strings here: they may hold undecodable bytes, and `os` is asked about each of them.
# ruff: noqa: PTH101, PTH102, PTH104, PTH105, PTH106, PTH108, PTH112, PTH116, PTH117, PTH118, PTH119, PTH120, PTH121
# ruff: noqa: PTH123, PTH206

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading.tree import is_inside


class Target(Struct, frozen=True):
    """A file to bring from `before` to `after` (None: not there); `real` is its absolute path without symlinks."""

    path: str
    real: str
    before: bytes | None
    after: bytes | None
    mode: int | None
    """Permissions of the file when it is written; None: those of any new file"""


def locate(root: Path, path: str) -> str:
    """Where `path` (posix, relative) really lies; Refused where that is outside the root or inside `.git`."""
    names = path.split("/")
    if os.path.isabs(path) or not path or ".." in names or "\0" in path:
        raise Refused(f"{shown(path)}: is no path inside the repository; nothing was written")
    real_root = os.path.realpath(root)
    real = os.path.realpath(os.path.join(real_root, path))
    if not is_inside(real, real_root) or real == real_root:
        raise Refused(f"{shown(path)}: leads out of {shown(str(root))}; nothing was written. Exclude it")
    below = os.path.relpath(real, real_root).split(os.sep)
    if any(name.lower() == ".git" for name in [*names, *below]):
        raise Refused(f"{shown(path)}: lies in git's own folder; nothing was written")
    return real


def content_of(real: str, path: str) -> bytes | None:
    """The bytes at a real path, None where there is nothing; Refused where it is anything but a regular file."""
    try:
        mode = os.lstat(real).st_mode
        if not stat.S_ISREG(mode):
            raise Refused(f"{shown(path)}: is not a regular file; nothing was written. Exclude it")
        with open(real, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise Refused(f"{shown(path)}: cannot be read: {error.strerror or error}; nothing was written") from None


def mode_of(real: str | Path) -> int | None:
    """The permissions of a file, None where there is none."""
    try:
        return stat.S_IMODE(os.stat(real).st_mode)
    except OSError:
        return None


def check_writable(target: Target) -> None:
    """Refused where the file, or the folder it is renamed in, does not let us write."""
    if target.before is not None and not os.access(target.real, os.W_OK):
        raise Refused(f"{shown(target.path)}: is read-only; nothing was written. Make it writable, or exclude it")
    folder = os.path.dirname(target.real)
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    if not os.path.isdir(folder):
        raise Refused(f"{shown(target.path)}: {shown(os.path.basename(folder))} is a file; nothing was written")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refused(f"{shown(target.path)}: its folder is read-only; nothing was written. Make it writable")


def same_entry(one: str, other: str) -> bool:
    """Whether two names are one directory entry, as `Readme.md` and `README.md` are where case does not count."""
    if one == other or _folded(one) != _folded(other):
        return one == other
    return os.path.lexists(one) and os.path.lexists(other) and os.path.samefile(one, other)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def missing_folders(targets: Iterable[Target]) -> list[str]:
    """The folders that must be made for `targets`, outer ones first."""
    missing = set()
    for target in targets:
        folder = os.path.dirname(target.real)
        while target.after is not None and not os.path.lexists(folder):
            missing.add(folder)
            folder = os.path.dirname(folder)
    return sorted(missing)


class WriteFailed(Exception):
    """The system did not let a file be written."""

    def __init__(self, path: str, error: OSError) -> None:
        super().__init__(f"{shown(path)}: cannot be written: {error.strerror or error}")


@contextmanager
def _writing(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteFailed(path, error) from None


def perform(targets: Sequence[Target], token: str) -> None:
    """Brings every target to its `after`. All is written under temporary names first; then the renames follow.

    WriteFailed leaves each file old or new; the temporary files are gone unless the process was killed.
    """
    writes = [target for target in targets if target.after is not None]
    made = missing_folders(targets)
    try:
        for folder in made:
            with _writing(folder):
                os.mkdir(folder)
        for target in writes:
            with _writing(target.path):
                _stage(target, _temporary(target.real, token))
        left = _rename_twins(targets)
        for target in writes:
            with _writing(target.path):
                os.replace(_temporary(target.real, token), target.real)
        for target in left:
            with _writing(target.path):
                os.unlink(target.real)
    finally:
        sweep((target.real for target in targets), token)
    for folder in sorted({os.path.dirname(path) for path in [*made, *(target.real for target in targets)]}):
        flush_folder(folder)


def _rename_twins(targets: Sequence[Target]) -> list[Target]:
    """The targets that are still to be deleted: of two names for one entry the old is renamed, or both would go."""
    left = []
    for target in targets:
        if target.after is not None or not os.path.lexists(target.real):
            continue
        twin = next((t for t in targets if t.after is not None and same_entry(target.real, t.real)), None)
        if twin is None:
            left.append(target)
        else:
            with _writing(target.path):
                os.rename(target.real, twin.real)
    return left


def _temporary(real: str, token: str) -> str:
    """Beside the file; the name tells its own file and run, so that what a killed run left can be found again."""
    folder, name = os.path.split(real)
    return os.path.join(folder, f".repotool-{token}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:12]}.tmp")


def sweep(reals: Iterable[str], token: str) -> None:
    """Removes the temporary files that `perform` has left beside these files."""
    for real in reals:
        with suppress(OSError):
            os.unlink(_temporary(real, token))


def _stage(target: Target, temporary: str) -> None:
    """Private until its permissions are set: what was not for all eyes is not while it is written, either."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666 if target.mode is None else 0o600)
    with open(descriptor, "wb") as file:
        file.write(target.after or b"")
        file.flush()
        if target.mode is not None:
            _keep_owner(descriptor, target.real)
            os.chmod(temporary, target.mode)
        os.fsync(descriptor)


def _keep_owner(descriptor: int, real: str) -> None:
    if not hasattr(os, "fchown"):
        return
    with suppress(OSError):
        old, new = os.stat(real), os.fstat(descriptor)
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            os.fchown(descriptor, old.st_uid, old.st_gid)


def flush_folder(folder: str) -> None:
    """Renames in `folder` reach the disk, where the system can be asked for it (Windows cannot)."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_empty(folders: Iterable[str]) -> None:
    """Folders that were made for files which are gone again, inner ones first; one with other files in it stays."""
    for folder in sorted(folders, reverse=True):
        with suppress(OSError):
            os.rmdir(folder)
