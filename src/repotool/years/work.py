"""A repository that is being migrated: read as it would be, edited in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from repotool.engine.project import Project
from repotool.model import Create, Edit, Move, Op, Repository
from repotool.reading.gitignore import Gitignore
from repotool.writing.edits import changes
from repotool.years.staged import Staged


class Work:
    """One repository and what the steps have made of it so far. Every file is seen, excluded ones as well.

    Links stand in files, too, that are excluded from judging.
    """

    def __init__(self, project: Project) -> None:
        self.staged = Staged(project.place)
        self.project = replace(project, place=self.staged)
        self._all = replace(self.project, config=replace(project.config, exclude=()), only=None)
        self._read: Repository | None = None
        self._last: Repository | None = None

    @property
    def repo(self) -> Repository:
        """The repository as it would be now, with every file of it."""
        if self._read is None:
            self._read = self._last = self._all.read({}, self._last)
        return self._read

    def do(self, ops: Iterable[Op]) -> None:
        """Does operations in memory. Edits speak of the texts of `repo`, under the names that files have there."""
        ops = list(ops)
        for change in changes([op for op in ops if isinstance(op, Edit)], self.repo.sources):
            self.staged.write(change.path, change.after or b"")
        for op in ops:
            if isinstance(op, Move):
                self.staged.move(op.file, op.to)
            elif isinstance(op, Create):
                self.staged.write(op.file, op.content)
        self._forget(kept=all(isinstance(op, Edit) for op in ops))

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Changes or creates files."""
        known = self.repo.tree
        for path, content in contents.items():
            self.staged.write(path, content)
        self._forget(kept=known is not None and all(path in known.files for path in contents))

    def files(self, patterns: tuple[str, ...]) -> list[str]:
        """The files that patterns name, as .gitignore would; a symlink to one of them is not one more."""
        wanted = Gitignore("\n".join(patterns))
        tree = self.repo.tree
        if tree is None:
            return []
        return [path for path in tree.files if wanted.ignores(path) and not self.staged.is_alias(path, tree)]

    def _forget(self, *, kept: bool) -> None:
        """What was read is not true any more; the tree is, if only texts changed."""
        self._read = None
        if not kept:
            self._last = None
