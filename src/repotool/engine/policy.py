"""What judges a change: configuration and baseline as the branch has them that it is to be merged into.

A change that could bring its own would silence its own check. (Ignores that it brings: see `changed`.)
"""

from __future__ import annotations

import os.path
from pathlib import Path

from repotool.config import FILES, Config, decoded, load_config, read_text
from repotool.model import Refused
from repotool.reading.git import Snapshot, snapshot


def policy_at(root: Path, ref: str) -> Snapshot:
    """The files of the branch that a change is judged by. Raises Refused where git does not know `ref`."""
    found = snapshot(root, ref)
    if found is None:
        raise Refused(f"--base {ref}: git knows no such commit here; in CI, fetch it first: shallow clones lack it")
    return found


def config_at(policy: Snapshot, given: Path | None = None) -> Config:
    """The configuration of that branch; the one that the user has `given` is read there too, if it lies there."""

    def read(path: Path) -> str:
        inside = inside_of(policy.root, path)
        if inside is None:
            return read_text(path)
        raw = policy.read(inside)
        if raw is None:
            raise Refused(f"{path}: is not there in the branch that --base names, whose configuration holds")
        return decoded(path, raw)

    for path in [given] if given is not None else [policy.root / name for name in FILES]:
        if given is not None or _configures(policy, path):
            return load_config(path, read)
    return Config()


def _configures(policy: Snapshot, path: Path) -> bool:
    raw = policy.read(path.name)
    return raw is not None and (path.name == FILES[0] or b"tool.repotool" in raw)


def inside_of(root: Path, path: Path) -> str | None:
    """The path in the repository, where it lies there by its name, or by where its folder leads."""
    for named in (Path.cwd().resolve() / path, path.parent.resolve() / path.name):
        normal = Path(os.path.normpath(named))
        if normal.is_relative_to(root):
            return normal.relative_to(root).as_posix()
    return None
