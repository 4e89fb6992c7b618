"""Whether a fix may make a file: where nothing is, inside the repository, through real folders only."""

from __future__ import annotations

import posixpath
from pathlib import Path

from repotool.model import Create, Refused, Repository, Tree
from repotool.reading import git
from repotool.reading.tree import read_bytes
from repotool.writing.files import locate


def may_create(op: Create, repo: Repository) -> bool:
    """Whether the file can be made, or is there already with this very content.

    Not where the path leaves the repository or goes through a symbolic link or a file, where git or another repository
    owns the folder, where the name differs from one that is there only in letter case or Unicode normal form, where git
    would ignore the file, and in a text from stdin, which has no folder.
    """
    if repo.tree is None or not _is_real(repo.root, op.file) or not _fits(op.file, repo.tree):
        return False
    if op.file not in repo.tree.files:
        return not _is_taken(repo.root, op.file) and not git.ignores(repo.root, op.file)
    try:
        return read_bytes(repo.root, op.file) == op.content
    except Refused:
        return False


def _is_real(root: Path, path: str) -> bool:
    """Whether the path is where it says, with no link on its way."""
    try:
        return Path(locate(root, path)) == root.resolve() / path
    except Refused:
        return False


def _fits(path: str, tree: Tree) -> bool:
    """Whether the tree has room for it: no folder or twin of its name, and folders only, that are known, above it."""
    if path in tree.folders or tree.twins(path):
        return False
    folder = posixpath.dirname(path)
    while folder:
        if folder in tree.files or folder in tree.sealed or tree.twins(folder):
            return False
        folder = posixpath.dirname(folder)
    return True


def _is_taken(root: Path, path: str) -> bool:
    """Whether the disk, of which the tree knows a part only, has something of the name, or no room for it."""
    folders = [root / parent for parent in Path(path).parents if parent.parts]
    taken = any((folder / ".git").exists() or (folder.exists() and not folder.is_dir()) for folder in folders)
    return taken or (root / path).exists()
