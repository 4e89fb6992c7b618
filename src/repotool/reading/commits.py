"""A commit -> tree and bytes, through git's plumbing: nothing is checked out, nothing of the repository runs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from repotool.language import to_say
from repotool.model import Refused, Tree
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.tree import MAX_BYTES, Unreadable

SUBMODULE, SYMLINK = "160000", "120000"
MOST_AT_ONCE = 32 * 1024 * 1024
"""Bytes of files that are asked for together; git takes longer to start than to answer."""
LONGEST_CHAIN = 40
"""Symlinks that lead to symlinks: so many, as on Linux."""
LONGEST_TARGET = 4096
"""Bytes of a symlink."""


@dataclass(frozen=True)
class Commit:
    """The files of one commit below `folder` ("" is all of them). `ref` is how the user names the commit."""

    root: Path
    ref: str
    commit: str
    folder: str
    files: dict[str, git.Blob] = field(repr=False)
    _held: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def tree(self) -> Tree:
        """As on disk: a symlink to a file of the commit is one, too; another one is closed."""
        sealed = [path for path, blob in self.files.items() if blob.mode == SUBMODULE or self._is_closed(path)]
        files = sorted(self.files.keys() - set(sealed))
        return Tree(dict.fromkeys(files, True), sealed=sealed)

    def read(self, path: str, *, limit: int = MAX_BYTES) -> bytes:
        """The bytes of a file as they were committed; nothing of the repository's configuration acts on them."""
        real = self._real(path)
        blob = self.files.get(real) if real is not None else None
        if real is None or blob is None or blob.mode in (SUBMODULE, SYMLINK):
            raise Unreadable(f"{shown(path)}: there is no such file in {shown(self.ref)}")
        if blob.size is None:
            raise Unreadable(f"{shown(path)}: this copy of the repository lacks its content; fetch it, or exclude it")
        if blob.size > limit:
            size = limit // (1024 * 1024)
            raise Unreadable(f"{shown(path)}: is larger than {size} MB, so it is not read; exclude it")
        if blob.object not in self._held:
            self._hold(real)
        if blob.object not in self._held:
            raise Unreadable(f"{shown(path)}: git cannot read its content; run `git fsck`, or exclude it")
        return self._held[blob.object]

    def is_alias(self, path: str, tree: Tree) -> bool:
        """Whether `path` is a symlink to a file of the tree."""
        real = self._real(path) if path in self._symlinks else None
        return real in tree.files and real not in self._symlinks

    def branch(self) -> str | None:
        """The ref itself: an address that names another branch is judged by what is there, not by this commit."""
        return git.default_branch(self.root) if self.ref == "HEAD" else self.ref

    def day(self) -> date | None:
        """When the commit was made."""
        return git.head_date(self.root, self.commit)

    def earlier(self, path: str) -> Sequence[bytes]:
        """Former contents of a file, newest first."""
        return git.earlier_versions(self.root, f"{self.folder}/{path}".strip("/"), since=self.commit, top=True)

    def _hold(self, path: str) -> None:
        """Asks git for a file and for those of its ending that follow: they are read in this order."""
        objects = dict.fromkeys([self.files[path].object, *self._following(path)])
        self._held.clear()
        self._held.update(git.contents(self.root, list(objects)))

    def _following(self, path: str) -> Iterator[str]:
        ending = posixpath.splitext(path)[1].lower()
        size = self.files[path].size or 0
        for other in sorted(p for p in self.files if p > path and p.lower().endswith(ending)):
            blob = self.files[other]
            if blob.mode == SUBMODULE or blob.size is None:
                continue
            size += blob.size
            if size > MOST_AT_ONCE:
                return
            yield blob.object

    @cached_property
    def _symlinks(self) -> dict[str, str]:
        """Where each symlink says that it leads; "" where it says too much."""
        blobs = {path: blob for path, blob in self.files.items() if blob.mode == SYMLINK}
        short = [blob.object for blob in blobs.values() if blob.size is not None and blob.size <= LONGEST_TARGET]
        told = git.contents(self.root, list(dict.fromkeys(short))) if short else {}
        return {path: told.get(blob.object, b"").decode("utf-8", "surrogateescape") for path, blob in blobs.items()}

    def _is_closed(self, path: str) -> bool:
        """Whether a symlink leads out of the commit, or to a folder. One that leads nowhere is a file, as on disk."""
        if path not in self._symlinks:
            return False
        real = self._real(path)
        return real is None or real == "" or real in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(path[:at] for path in self.files for at, char in enumerate(path) if char == "/")

    def _real(self, path: str) -> str | None:
        """The path without symlinks, itself where they go round in circles; None where they leave the commit."""
        if not self._symlinks:
            return path
        done: list[str] = []
        names = path.split("/")[::-1]
        links = 0
        while names:
            name = names.pop()
            if name == "..":
                if not done:
                    return None
                done.pop()
            elif name not in ("", "."):
                target = self._symlinks.get("/".join([*done, name]))
                if target is None:
                    done.append(name)
                    continue
                links += 1
                if links > LONGEST_CHAIN:
                    return path
                if not target or target.startswith("/"):
                    return None
                names += target.split("/")[::-1]
        return "/".join(done)


def read_commit(root: Path, ref: str, folder: str = "") -> Commit:
    """What git in `root` (a work tree or a bare repository) holds at `ref`, below `folder`. Refused names both."""
    name = f"{shown(str(root))}@{shown(ref)}"
    commit = git.commit_named(root, ref) if ref else None
    if commit is None:
        known = sorted(git.refs(root))
        told = (
            to_say(f"known are {', '.join(map(shown, known[:MOST_NAMED]))}")
            if known
            else to_say("is git installed, and has it commits?")
        )
        raise Refused(f"{name}: git knows no such branch, tag or commit; {told}")
    files = git.files_of(root, commit, folder)
    if files is None:
        raise Refused(
            f"{name}: git lists no files in {shown(folder or 'it')}, or too many; name a folder as @REF:FOLDER"
        )
    return Commit(root, ref, commit, folder, files)


MOST_NAMED = 10
