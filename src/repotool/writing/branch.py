"""Changes -> a commit on a branch of its own. The work tree, the index and HEAD stay as they are.

Git's plumbing alone is called, with the settings under which nothing of the repository runs: no hook, no filter.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.commits import SYMLINK, Commit
from repotool.writing.edits import Change

PLAIN = "100644"


def check_branch(root: Path, name: str) -> None:
    """Refused where a branch cannot be called so, or is there already."""
    if git.plumbing(root, "check-ref-format", "--branch", name) is None or name.startswith("-"):
        raise Refused(f"--branch {shown(name)}: is no name of a branch")
    if name in git.refs(root):
        raise Refused(f"--branch {shown(name)}: is there already; delete it, or choose another name")


def commit_changes(base: Commit, changes: Sequence[Change], *, branch: str, message: str) -> str:
    """Commits what `changes` make of a commit's tree on the new branch, and answers the new commit.

    Raises Refused where git does not let us; then nothing refers to what was written.
    """
    check_branch(base.root, branch)
    with tempfile.TemporaryDirectory(prefix="repotool-") as folder:
        tree = _tree(base, changes, Path(folder) / "index")
    words = ["commit-tree", tree, "-p", base.commit, "-F", "-"]
    commit = _asked(
        base.root, *words, stdin=message.encode(), why="set user.name and user.email, or run it as yourself"
    )
    _asked(
        base.root,
        "update-ref",
        f"refs/heads/{branch}",
        commit,
        _nothing(base),
        why=f"is there a branch {branch} by now?",
    )
    return commit


def _tree(base: Commit, changes: Sequence[Change], index: Path) -> str:
    environment = {"GIT_INDEX_FILE": str(index)}
    _asked(base.root, "read-tree", base.commit, environment=environment)
    gone_first = sorted(changes, key=lambda change: change.after is not None)  # a file may come where a folder was
    entries = "".join(_entry(base, change) + "\0" for change in gone_first)
    words = ["update-index", "-z", "--index-info"]
    _asked(base.root, *words, stdin=entries.encode("utf-8", "surrogateescape"), environment=environment)
    return _asked(base.root, "write-tree", environment=environment)


def _entry(base: Commit, change: Change) -> str:
    """A line of `update-index --index-info`: mode, object and path; the mode 0 takes the path out."""
    path = f"{base.folder}/{change.path}".lstrip("/")
    if change.after is None:
        return f"0 {_nothing(base)}\t{path}"
    origin = base.files.get(change.mode_from.as_posix() if change.mode_from else change.path)
    if origin is not None and origin.mode == SYMLINK:
        raise Refused(f"{shown(path)}: is a symbolic link and is not moved; nothing was committed")
    blob = _asked(base.root, "hash-object", "-w", "-t", "blob", "--no-filters", "--stdin", stdin=change.after)
    return f"{origin.mode if origin else PLAIN} {blob}\t{path}"


def _nothing(base: Commit) -> str:
    """The name of no object: as many zeros as the repository's names have digits."""
    return "0" * len(base.commit)


def _asked(
    root: Path, *words: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None, why: str = ""
) -> str:
    printed = git.plumbing(root, *words, stdin=stdin, environment=environment)
    if printed is None:
        told = f"; {why}" if why else ""
        raise Refused(f"git {words[0]} failed in {shown(os.fspath(root))}: nothing was committed{told}")
    return printed.decode("ascii", "replace").strip()
