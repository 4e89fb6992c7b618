"""A folder -> Tree: which paths exist. And the one door through which a file's bytes come in.

Nothing outside the root is read. A symlink that leaves it exists as a path whose content is not known.
"""

# Paths below the root are posix strings here, of git's own spelling, and thousands of them are looked at.
# ruff: noqa: PTH100, PTH112, PTH114, PTH118

from __future__ import annotations

import os
import stat
from pathlib import Path

from repotool.config import parse_toml, read_text
from repotool.model import Refused, Tree
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.gitignore import Gitignore

MAX_BYTES = 64 * 1024 * 1024
_MAX_GITIGNORE = 1024 * 1024


class Unreadable(Refused):
    """A file whose bytes cannot be had, or must not."""


def find_root(path: Path) -> Path:
    """The nearest of `path` and the folders above it with `repotool.toml`, `[tool.repotool]` or `.git`.

    Where there is none, the folder itself, or the folder of the file.
    """
    here = Path(os.path.abspath(path))
    start = here if here.is_dir() else here.parent
    return next((folder for folder in (start, *start.parents) if is_root(folder)), start)


def is_root(folder: Path) -> bool:
    """Whether a folder says that it is the root of a repository or of a course."""
    if os.path.lexists(folder / ".git") or (folder / "repotool.toml").is_file():
        return True
    return _configures_repotool(folder / "pyproject.toml")


def _configures_repotool(pyproject: Path) -> bool:
    """Whether it has `[tool.repotool]`; also where it cannot be parsed but seems to: reading it will tell the error."""
    if not pyproject.is_file():
        return False
    try:
        text = read_text(pyproject)
    except Refused:
        return False
    if "repotool" not in text:
        return False
    try:
        tool = parse_toml(pyproject, text).get("tool")
    except Refused:
        return "[tool.repotool" in text
    return isinstance(tool, dict) and "repotool" in tool


def read_tree(root: Path) -> Tree:
    """The paths below `root`: what git lists there, else a walk that honours the .gitignore files it meets.

    Of git's list, what is deleted on disk is left out, unless a sparse checkout leaves it out; pipes and devices exist
    for neither. Without git every file counts as tracked: nothing is known to be untracked.
    """
    found = _Found(root)
    entries = git.list_files(root)
    if entries is None:
        _walk(root, found)
    else:
        for entry in entries:
            closed = entry.mode == "160000" or entry.sparse
            found.add(entry.path, tracked=entry.mode != "", closed=closed)
    return Tree(dict(sorted(found.files.items())), empty=found.empty, sealed=found.sealed)


class _Found:
    """What there is on disk, told apart without reading anything: files, and folders that must stay closed."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self.files: dict[str, bool] = {}
        self.sealed: set[str] = set()
        self.empty: set[str] = set()
        self._real_folders: dict[str, bool] = {"": True}

    def add(self, path: str, *, tracked: bool, closed: bool = False) -> None:
        """`closed`: it exists for git, whatever there is on disk, and its content is not known."""
        if closed or path.endswith("/"):
            self.sealed.add(path.rstrip("/"))
            return
        mode = self._mode(path)
        if stat.S_ISREG(mode):
            self.files[path] = tracked
        elif stat.S_ISLNK(mode):
            self.add_link(path, tracked=tracked)

    def add_link(self, path: str, *, tracked: bool) -> None:
        target = os.path.realpath(os.path.join(self.root, path))
        if not is_inside(target, self.root) or os.path.isdir(target):
            self.sealed.add(path)
        else:
            self.files[path] = tracked

    def _mode(self, path: str) -> int:
        """The mode of a path that no symlink leads through; 0 where there is nothing."""
        if not self._is_real_folder(path.rpartition("/")[0]):
            return 0
        return _lstat_mode(os.path.join(self.root, path))

    def _is_real_folder(self, folder: str) -> bool:
        missing = []
        while folder not in self._real_folders:
            missing.append(folder)
            folder = folder.rpartition("/")[0]
        real = self._real_folders[folder]
        for folder in reversed(missing):
            real = real and stat.S_ISDIR(_lstat_mode(os.path.join(self.root, folder)))
            self._real_folders[folder] = real
        return real


def _lstat_mode(path: str) -> int:
    try:
        return os.lstat(path).st_mode
    except (OSError, ValueError):
        return 0


def is_inside(path: str, root: str) -> bool:
    """Whether a real path is `root` or lies below it; both come from `os.path.realpath`."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def is_diverted(path: str | Path, root: Path) -> bool:
    """Whether what is named so is somewhere else because of a symlink that lies below `root`: a stranger's, perhaps."""
    real_root, whole = os.path.realpath(root), Path(os.path.abspath(path))
    links = (part for part in (whole, *whole.parents) if os.path.islink(part))
    return any(is_inside(os.path.realpath(link.parent), real_root) for link in links)


Rules = tuple[tuple[str, Gitignore], ...]
"""The .gitignore files that hold in a folder, the nearest first, each with the folder it lies in."""


def _walk(root: Path, found: _Found) -> None:
    """Adds what lies below `root`. A folder tells what its entries are: none has to be asked for, none leads away."""
    waiting: list[tuple[str, Rules]] = [("", ())]
    while waiting:
        folder, rules = waiting.pop()
        try:
            entries = sorted(os.scandir(os.path.join(found.root, folder)), key=lambda entry: entry.name)
        except OSError:
            found.sealed |= {folder} - {""}
            continue
        rules = _with_own(root, folder, rules, entries)
        if not entries:
            found.empty.add(folder)
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or _is_ignored(path, is_folder, rules):
                continue
            if is_folder:
                waiting.append((path, rules))
            elif entry.is_symlink():
                found.add_link(path, tracked=True)
            elif entry.is_file(follow_symlinks=False):
                found.files[path] = True


def _with_own(root: Path, folder: str, rules: Rules, entries: list[os.DirEntry[str]]) -> Rules:
    if not any(entry.name == ".gitignore" and entry.is_file(follow_symlinks=False) for entry in entries):
        return rules
    try:
        raw = read_bytes(root, f"{folder}/.gitignore" if folder else ".gitignore", limit=_MAX_GITIGNORE)
    except Unreadable:
        return rules
    return ((folder, Gitignore(raw.decode("utf-8", "surrogateescape"))), *rules)


def _is_ignored(path: str, is_folder: bool, rules: Rules) -> bool:
    for folder, patterns in rules:
        below = path[len(folder) + 1 :] if folder else path
        verdict = patterns.verdict(below, folder=is_folder)
        if verdict is not None:
            return verdict
    return False


class RealPaths:
    """Where the paths below one root really lie. A folder is asked for once: this is made anew for each reading."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self._folders: dict[str, str] = {}

    def is_link(self, path: str) -> bool:
        """Whether the path itself is a symlink."""
        return os.path.islink(os.path.join(self.root, path))

    def of(self, path: str) -> str:
        """The path (posix, relative to the root) without any symlink in it."""
        folder, _, name = path.rpartition("/")
        if name in ("", ".", "..") or path.startswith("/"):
            return os.path.realpath(os.path.join(self.root, path))
        real = os.path.join(self._folder(folder), name)
        return os.path.realpath(real) if os.path.islink(real) else real

    def _folder(self, path: str) -> str:
        """Where a folder really lies: in that of the folder around it, unless it is a symlink itself."""
        if path not in self._folders:
            self._folders[path] = self.of(path) if path else self.root
        return self._folders[path]


def read_bytes(root: Path, path: str, *, limit: int = MAX_BYTES, real_paths: RealPaths | None = None) -> bytes:
    """The bytes of the file `path` (posix, relative to `root`); Unreadable tells why they cannot be had."""
    real_paths = real_paths or RealPaths(root)
    try:
        real = real_paths.of(path)
        if not is_inside(real, real_paths.root):
            raise Unreadable(f"{shown(path)}: leads out of {shown(str(root))}, so it is not read; exclude it")
        return _read_regular(real, path, limit)
    except OSError as error:
        raise Unreadable(
            f"{shown(path)}: cannot be read: {error.strerror or error}; check the file or exclude it"
        ) from None
    except ValueError:
        raise Unreadable(f"{shown(path)}: is no name a file can have") from None


_CAREFUL = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY", "O_NOINHERIT"):
    _CAREFUL |= getattr(os, _flag, 0)


def _read_regular(real: str, path: str, limit: int) -> bytes:
    """Opened without waiting (a pipe) and without following: what was checked is what is read."""
    if not stat.S_ISREG(_lstat_mode(real)) and os.path.lexists(real):
        raise Unreadable(f"{shown(path)}: is not a regular file, so it is not read; exclude it")
    file = os.open(real, _CAREFUL)
    try:
        state = os.fstat(file)
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable(f"{shown(path)}: is not a regular file, so it is not read; exclude it")
        # As much as there is: room for `limit` bytes costs more than reading most files.
        raw = _all_of(file, state.st_size, limit)
    finally:
        os.close(file)
    if len(raw) > limit:
        raise Unreadable(f"{shown(path)}: is larger than {limit // (1024 * 1024)} MB, so it is not read; exclude it")
    return raw


def _all_of(file: int, size: int, limit: int) -> bytes:
    """What is in the file, which had `size` bytes when it was opened; one byte more than `limit` at most."""
    raw = os.read(file, min(size, limit) + 1)
    while 0 < len(raw) <= limit and (more := os.read(file, limit + 1 - len(raw)) if len(raw) != size else b""):
        raw += more  # it has grown, or came in parts
    return raw
