"""Where a path that the user names lies: the root around it, and its place below."""

from __future__ import annotations

import os
from pathlib import Path

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading.tree import find_root, is_root


def root_around(name: str) -> Path:
    """The root around a path, which may have a configuration of its own; where nothing tells, the current folder."""
    around = Path(os.path.normpath(Path(name).absolute())).parent
    root = find_root(around)
    return root if is_root(root) or not around.is_relative_to(Path.cwd()) else Path.cwd()


def below(name: str, root: Path) -> str:
    """The posix path below the root, "" for the root itself. Raises Refused where it lies elsewhere."""
    path = Path(os.path.normpath(Path(name).absolute()))
    real = path.parent.resolve() / path.name
    if real == root:
        return ""
    if not real.is_relative_to(root):
        raise Refused(f"{shown(name)}: does not lie in {shown(str(root))}; nothing was written")
    return real.relative_to(root).as_posix()
