"""The public functions. `import repotool` gives them without importing what they need until they are called."""

from __future__ import annotations

from pathlib import Path

from repotool.config import find_config, load_config
from repotool.engine.opening import Options, open_projects
from repotool.model import Repository, Result
from repotool.reading.repository import read_repository as _read
from repotool.reading.tree import find_root
from repotool.writing.apply import apply
from repotool.writing.fixes import Fixed, fix_until_stable


def check(*paths: str | Path, options: Options = Options()) -> list[Result]:  # noqa: B008 (frozen)
    """What is wrong in the repositories that `paths` lie in (default: the current folder), one result each.

    Raises Refused where a path or a setting is wrong.
    """
    return [project.check() for project in open_projects(tuple(map(str, paths)), options)]


def fix(*paths: str | Path, unsafe: bool = False, write: bool = True, options: Options = Options()) -> list[Fixed]:  # noqa: B008
    """Mends what is certain (with `unsafe`, what is likely too), one result for each repository.

    With `write=False` the results tell what would change, and no file is touched.
    """
    outcomes = []
    for project in open_projects(tuple(map(str, paths)), options):
        fixed = fix_until_stable(project.read, project.judge, unsafe=unsafe)
        if write and fixed.after:
            apply(project.root, fixed.changes(), command="fix")
        outcomes.append(fixed)
    return outcomes


def read_repository(path: str | Path = ".") -> Repository:
    """The repository that `path` lies in: tree, documents, courses, and where each link leads."""
    root = find_root(Path(path)).resolve()
    return _read(root, load_config(find_config(root)))
