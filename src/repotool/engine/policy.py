"""What judges a change: configuration and baseline as the branch has them that it is to be merged into.

A change that could bring its own would silence its own check. (Ignores that it brings: see `changed`.) The branch is
asked about everything in the git repository, not only below the root: a course may extend what lies above it.
"""

from __future__ import annotations

import os.path
from functools import cache
from pathlib import Path

from msgspec import Struct

from repotool.config import FILES, Config, decoded, load_config, read_text
from repotool.model import Refused
from repotool.reading import git
from repotool.reading.commits import Commit, read_commit
from repotool.reading.tree import Unreadable


class Policy(Struct, frozen=True):
    """The files of a branch, in the git repository whose work tree is `top`."""

    top: Path
    commit: Commit

    def path_of(self, path: Path) -> str | None:
        """The path in the repository, where it lies there by its name, or by where its folder leads."""
        for named in (Path.cwd().resolve() / path, path.parent.resolve() / path.name):
            normal = Path(os.path.normpath(named))
            if normal.is_relative_to(self.top):
                return normal.relative_to(self.top).as_posix()
        return None

    def bytes_at(self, inside: str) -> bytes | None:
        """The bytes of a file of the branch; None where it has no such file."""
        try:
            return self.commit.read(inside)
        except Unreadable:
            return None

    def text_of(self, path: Path) -> str:
        """The text of a configuration: in the repository as the branch has it, elsewhere as it is on disk."""
        inside = self.path_of(path)
        if inside is None:
            return read_text(path)
        raw = self.bytes_at(inside)
        if raw is None:
            raise Refused(f"{path}: is not there in the branch that --base names, whose configuration holds")
        return decoded(path, raw)

    def config_in(self, folder: Path) -> Path | None:
        """The configuration that the branch has directly in a folder."""
        for path in (folder / name for name in FILES):
            inside = self.path_of(path)
            raw = self.bytes_at(inside) if inside is not None else None
            if raw is not None and (path.name == FILES[0] or b"tool.repotool" in raw):
                return path
        return None

    def root_of(self, path: Path) -> Path:
        """The nearest of `path` and the folders above it that the branch has a configuration in, else the top.

        What lies on disk does not count: a configuration that the change brings would take the folder out of the
        settings that hold for it.
        """
        real = path.resolve()
        folders = (folder for folder in (real, *real.parents) if folder.is_relative_to(self.top))
        return next((folder for folder in folders if self.config_in(folder) is not None), self.top)


def policy_at(root: Path, ref: str) -> Policy:
    """The branch that a change in `root` is judged by. Raises Refused where git does not know `ref`."""
    top = git.top_of(root)
    commit = git.commit_named(top, ref) if top is not None else None
    if top is None or commit is None:
        raise Refused(f"--base {ref}: git knows no such commit here; in CI, fetch it first: shallow clones lack it")
    return _policy(top, commit)


@cache
def _policy(top: Path, commit: str) -> Policy:
    return Policy(top, read_commit(top, commit))


def config_at(policy: Policy, root: Path, given: Path | None = None) -> Config:
    """The configuration of that branch in `root`; the one that the user has `given` is read there too, if it is its."""
    return load_config(given or policy.config_in(root), policy.text_of)
