"""The user's state folder: where the journal of each repository lies, and who may write now."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repotool.model import Refused
from repotool.model.shown import shown


def state_folder(root: Path) -> Path:
    """The folder of `root`'s journal, below $REPOTOOL_STATE_DIR or the user's state folder. It may not exist."""
    real = os.path.realpath(root)
    digest = hashlib.sha256(os.fsencode(real)).hexdigest()[:16]
    label = re.sub(r"[^A-Za-z0-9._-]+", "_", Path(real).name)[:40]
    return _base() / "journal" / f"{label}-{digest}"


def _base() -> Path:
    named = os.environ.get("REPOTOOL_STATE_DIR")
    if named:
        return Path(named).expanduser().absolute()
    from platformdirs import user_state_path

    return user_state_path("repotool", appauthor=False)


@contextmanager
def locked(root: Path) -> Iterator[Path]:
    """Gives the folder of `root`'s journal to one process at a time. A killed process leaves no lock behind."""
    folder = state_folder(root)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise Refused(
            f"{shown(str(folder))}: the journal cannot be kept there: {error.strerror or error}; nothing was written. "
            "Set REPOTOOL_STATE_DIR to a folder that can be written to"
        ) from None
    try:
        if not _take(lock):
            raise Refused(
                f"another repotool{_holder(lock)} is writing in {shown(str(root))}; nothing was written. "
                "Run the command again when it is done"
            )
        # The number stands behind the byte that Windows locks, which nobody else may read.
        os.ftruncate(lock, 0)
        os.lseek(lock, 1, os.SEEK_SET)
        os.write(lock, str(os.getpid()).encode())
        yield folder
    finally:
        os.close(lock)


def _holder(lock: int) -> str:
    try:
        os.lseek(lock, 1, os.SEEK_SET)
        digits = os.read(lock, 20).decode("ascii", "replace")
    except OSError:
        return ""
    return f" (process {digits})" if digits.isdigit() else ""


if sys.platform == "win32":

    def _take(lock: int) -> bool:
        import msvcrt

        os.lseek(lock, 0, os.SEEK_SET)
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _take(lock: int) -> bool:
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: the checks of each file's bytes still stand
        return True
