"""What a user may write for a repository: a folder, a glob, `course.git`, `course@v2024`, `course.git@main:2024`."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

from repotool.config import Config, nearest
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading import git

PATTERN = frozenset("*?[")


class Named(Struct, frozen=True):
    """A repository, or a part of one, as it was named.

    `ref` is a branch, tag or commit of the git repository in `path`; without one, what lies on disk is meant. `folder`
    is a folder of it, "" is all. `year`, `name` and `base` are what a fleet file says: the label of its year,
    "owner/repo", and the configuration that its own extends.
    """

    path: Path
    ref: str | None = None
    folder: str = ""
    year: str | None = None
    name: str | None = None
    base: Config | None = None
    in_fleet: bool = False

    @property
    def label(self) -> str:
        """How the user would name it: relative to here where that is shorter than the whole path."""
        relative = os.path.relpath(self.path)
        short = Path(relative if len(relative) < len(str(self.path)) else self.path).as_posix()
        if self.ref is None:
            return f"{short}/{self.folder}" if self.folder else short
        return f"{short}@{self.ref}" + (f":{self.folder}" if self.folder else "")


def named(word: str) -> list[Named]:
    """What one word names, in the order of the names. Raises Refused where that is nothing."""
    found = list(_named(word))
    if not found:
        what = "matches no file or folder" if PATTERN & set(word) else "there is no such file or folder"
        raise Refused(f"{shown(word)}: {what}")
    return found


def _named(word: str) -> Iterator[Named]:
    if os.path.lexists(word):
        path = Path(word).absolute()
        yield Named(path, ref="HEAD" if git.is_bare(path) else None)
        return
    paths = list(_matching(word))
    if paths:
        for path in paths:
            yield from _named(str(path))
        return
    for at in (at for at in range(len(word) - 1, 0, -1) if word[at] == "@"):
        folders = [Path(word[:at]).absolute()] if Path(word[:at]).is_dir() else list(_matching(word[:at]))
        if folders:
            ref, _, folder = word[at + 1 :].partition(":")
            for path in folders:
                yield from at_refs(path, ref, folder)
            return


def _matching(pattern: str) -> Iterator[Path]:
    """The folders that a glob names; where it names none, the files."""
    if not PATTERN & set(pattern):
        return
    paths = [Path(path).absolute() for path in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207 (absolute ones)
    yield from [path for path in paths if path.is_dir()] or paths


def at_refs(path: Path, ref: str, folder: str) -> Iterator[Named]:
    """A branch, tag or commit of the repository in `path`, or all branches and tags that a pattern matches.

    Where `path` is a folder of its repository, `folder` is one of it.
    """
    below = (git.prefix(path) + folder).strip("/")
    if not PATTERN & set(ref):
        yield Named(path, ref, below)
        return
    known = sorted(git.refs(path))
    matching = [name for name in known if fnmatchcase(name, ref)]
    if not matching:
        near = nearest(ref, known)
        raise Refused(
            f"{shown(str(path))}@{shown(ref)}: matches no branch or tag" + (f": is it {near}?" if near else "")
        )
    for name in matching:
        yield Named(path, name, below)
