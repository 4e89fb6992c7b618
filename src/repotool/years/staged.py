"""A repository as a migration would make it: files changed, created and moved in memory, over what is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from repotool.model import Tree
from repotool.model.shown import shown
from repotool.reading.places import OnDisk, Place
from repotool.reading.tree import MAX_BYTES, Unreadable
from repotool.writing.edits import Change


class Staged:
    """A place over another one, `base`. Nothing is written: `changes` tells what would have to be."""

    def __init__(self, base: Place) -> None:
        self.base = base
        self._origins: dict[str, str] = {}
        self._gone: set[str] = set()
        self._contents: dict[str, bytes] = {}

    @property
    def root(self) -> Path:
        return self.base.root

    @property
    def folder(self) -> str | None:
        return self.base.folder

    def branch(self) -> str | None:
        """The branch that addresses of this tree name."""
        return self.base.branch()

    def day(self) -> date | None:
        """When what lies below was committed."""
        return self.base.day()

    def earlier(self, path: str) -> Sequence[bytes]:
        """Former contents of a file, under the name it has in git."""
        return self.base.earlier(self._origins.get(path, path))

    def tree(self) -> Tree:
        """The tree below with the files that were moved and created."""
        base = self._base_tree
        files = {path: tracked for path, tracked in base.files.items() if path not in self._gone}
        files |= {new: base.files[old] for new, old in self._origins.items() if old in base.files}
        files |= {path: True for path in self._contents if path not in self._origins}
        return Tree(dict(sorted(files.items())), empty=base.folders - Tree(base.files).folders, sealed=base.sealed)

    def read(self, path: str, *, limit: int = MAX_BYTES) -> bytes:
        """The bytes of a file as it would be."""
        if path in self._contents:
            return self._contents[path]
        if path in self._gone and path not in self._origins:
            raise Unreadable(f"{shown(path)}: is moved away")
        return self.base.read(self._origins.get(path, path), limit=limit)

    def is_alias(self, path: str, tree: Tree) -> bool:
        """Whether `path` is a symlink to a file of the tree."""
        return path not in self._contents and self.base.is_alias(self._origins.get(path, path), self._base_tree)

    def files_below(self, path: str) -> list[str]:
        """The file itself, or the files of the folder, those that git ignores included."""
        now = ({*self._all_files} - self._gone) | self._origins.keys() | self._contents.keys()
        return sorted(file for file in now if file == path or file.startswith(f"{path}/"))

    def write(self, path: str, content: bytes) -> None:
        """Changes or creates a file."""
        origin = self._origins.get(path, path)
        known = origin in self._all_files and (path in self._origins or path not in self._gone)
        if known and self.base.read(origin) == content:
            self._contents.pop(path, None)
        else:
            self._contents[path] = content

    def move(self, file: str, to: str) -> None:
        """Gives a file another path."""
        if file in self._contents:
            self._contents[to] = self._contents.pop(file)
        origin = self._origins.pop(file, file)
        if origin in self._all_files:
            self._gone.add(origin)
            if origin == to:
                self._gone.discard(to)
            else:
                self._origins[to] = origin

    @property
    def is_changed(self) -> bool:
        """Whether anything has to be written."""
        return bool(self._contents or self._origins)

    def moved(self) -> Mapping[str, str]:
        """The new path of each file that has another one, by the old path."""
        return {old: new for new, old in self._origins.items()}

    def changes(self) -> list[Change]:
        """What has to be written, by path."""
        paths = {*self._contents, *self._origins, *self._gone}
        found = (self._change(path) for path in sorted(paths))
        return [change for change in found if change.before != change.after]

    def _change(self, path: str) -> Change:
        before = self.base.read(path) if path in self._all_files else None
        is_there = path in self._contents or path in self._origins or path not in self._gone
        origin = self._origins.get(path)
        return Change(path, before, self.read(path) if is_there else None, Path(origin) if origin is not None else None)

    @cached_property
    def _base_tree(self) -> Tree:
        return self.base.tree()

    @cached_property
    def _all_files(self) -> frozenset[str]:
        if not isinstance(self.base, OnDisk):
            return frozenset(self._base_tree.files)
        return frozenset({*self._base_tree.files, *_on_disk(self.base.root)})


def _on_disk(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git"]
        below = Path(folder).relative_to(root).as_posix()
        yield from (name if below == "." else f"{below}/{name}" for name in names)
