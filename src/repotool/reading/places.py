"""Where the files of a repository are: in a folder on disk, or in a commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from repotool.model import Tree
from repotool.reading import git
from repotool.reading.tree import MAX_BYTES, RealPaths, read_bytes, read_tree


class Place(Protocol):
    """What is read of a repository, wherever it is. Paths are posix, relative to the repository's root."""

    @property
    def root(self) -> Path:
        """The folder on disk that git is asked in."""
        ...

    @property
    def folder(self) -> str | None:
        """The root within the git repository; None where git is to tell."""
        ...

    def tree(self) -> Tree: ...

    def read(self, path: str, *, limit: int = MAX_BYTES) -> bytes:
        """The bytes of a file; Unreadable tells why they cannot be had."""
        ...

    def is_alias(self, path: str, tree: Tree) -> bool:
        """Whether `path` is a symlink to a file of the tree."""
        ...

    def branch(self) -> str | None:
        """The branch that addresses of this very tree name."""
        ...

    def day(self) -> date | None:
        """When the commit was made that is read, or that a folder is at."""
        ...

    def earlier(self, path: str) -> Sequence[bytes]:
        """Former contents of a file, newest first."""
        ...


@dataclass(slots=True, unsafe_hash=True)
class OnDisk:
    """A folder: what git tracks there and what it does not. Its own folders are looked at again with every tree."""

    root: Path
    folder: None = None
    _real_paths: RealPaths = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._real_paths = RealPaths(self.root)

    def tree(self) -> Tree:
        self._real_paths = RealPaths(self.root)
        return read_tree(self.root)

    def read(self, path: str, *, limit: int = MAX_BYTES) -> bytes:
        return read_bytes(self.root, path, limit=limit, real_paths=self._real_paths)

    def is_alias(self, path: str, tree: Tree) -> bool:
        if not self._real_paths.is_link(path):
            return False
        try:
            real = (self.root / path).resolve().relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):
            return False
        return real.as_posix() in tree.files

    def branch(self) -> str | None:
        return git.default_branch(self.root)

    def day(self) -> date | None:
        return git.head_date(self.root)

    def earlier(self, path: str) -> Sequence[bytes]:
        return git.earlier_versions(self.root, path)
