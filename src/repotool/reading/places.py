"""Where the files of a repository are: in a folder on disk, or in a commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from repotool.model import Tree
from repotool.reading import git
from repotool.reading.tree import MAX_BYTES, read_bytes, read_tree


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


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A folder: what git tracks there and what it does not."""

    root: Path
    folder: None = None

    def tree(self) -> Tree:
        return read_tree(self.root)

    def read(self, path: str, *, limit: int = MAX_BYTES) -> bytes:
        return read_bytes(self.root, path, limit=limit)

    def is_alias(self, path: str, tree: Tree) -> bool:
        if not (self.root / path).is_symlink():
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
