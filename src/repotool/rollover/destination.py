"""DEST -> what is there already, and the planned files written into it: whole, or not at all.

A folder that is not there, or empty, is made under a temporary name beside it and renamed. Into a fresh clone the files
are written with the journal of all writing commands, so that `repotool undo` gives the clone back.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Refused
from repotool.model.origin import ORIGIN
from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.tree import read_bytes
from repotool.rollover.plan import Action, NewFile, Plan
from repotool.rollover.turn import folders_of
from repotool.writing import journal
from repotool.writing.apply import apply
from repotool.writing.edits import Change
from repotool.writing.files import flush_folder
from repotool.writing.state import locked

Kind = Literal["absent", "empty", "clone", "made"]
STUB_LINES = 6
"""Lines with words that a README may have which a host made: a title, a description."""
KEPT = regex(r"readme(?:\.\w+)?|licen[cs]e(?:\.\w+)?|\.gitignore|\.gitattributes", re.IGNORECASE)


class Destination(Struct, frozen=True):
    """A folder that may be written into. `files` are those of a fresh clone; of one that was made already, none.

    made: repotool wrote it; it is as it was only if every planned file is.
    """

    root: Path
    kind: Kind
    files: Mapping[str, bytes]
    name: str | None = None
    branch: str | None = None


def look_at(root: Path, prior: Path) -> Destination:
    """What DEST is. Raises Refused, with one reason, where it holds anything that could be lost."""
    if os.path.lexists(root) and not root.is_dir():
        raise Refused(f"{shown(str(root))}: is a file; DEST is the folder of the new repository")
    real = Path(os.path.realpath(root))
    if real == prior or real.is_relative_to(prior):
        raise Refused(f"{shown(str(root))}: lies in PRIOR; name a folder beside it, or roll it over with --in-place")
    if not os.path.lexists(root):
        return Destination(real, "absent", {})
    names = [entry.name for entry in os.scandir(root)]
    if not names:
        return Destination(real, "empty", {})
    if (root / ORIGIN).is_file():
        return Destination(real, "made", {}, git.origin_name(real), git.default_branch(real))
    return _clone(root, real, names)


def _clone(root: Path, real: Path, names: list[str]) -> Destination:
    others = sorted(name for name in names if name != ".git" and not KEPT.fullmatch(name))
    if ".git" not in names or others:
        what = f"holds {shown(others[0])}" if others else "is no clone"
        raise Refused(
            f"{shown(str(root))}: {what}; DEST is to be absent, empty, or a fresh clone of the new repository"
        )
    files = {name: read_bytes(real, name) for name in names if name != ".git"}
    for name, raw in files.items():
        words = [line for line in raw.decode("utf-8", "replace").splitlines() if line.strip()]
        if name.lower().startswith("readme") and (len(words) > STUB_LINES or any("|" in line for line in words)):
            raise Refused(
                f"{shown(str(root))}: its {shown(name)} has been written already; DEST is to be a fresh clone"
            )
    return Destination(real, "clone", files, git.origin_name(real), git.default_branch(real))


def compared(plan: Plan, destination: Destination) -> Plan:
    """The plan for a folder that was made already: what is there as planned is skipped, all else is a conflict."""
    files = [replace(file, action=_state(file, destination)) for file in plan.files]
    return replace(plan, files=tuple(files))


def _state(file: NewFile, destination: Destination) -> Action:
    return "skip" if _hash(destination.root, file.path) == file.sha256 else "conflict"


def _hash(root: Path, path: str) -> str | None:
    try:
        return hashlib.sha256(read_bytes(root, path, limit=1 << 30)).hexdigest()
    except Refused:
        return None


def write_plan(plan: Plan, destination: Destination) -> None:
    """Writes the planned files. Raises Refused, with nothing written, where that cannot be done."""
    if destination.kind == "clone":
        apply(destination.root, _changes(plan, destination.files), command="scaffold")
        return
    destination.root.parent.mkdir(parents=True, exist_ok=True)
    with locked(destination.root) as journals:
        journal.recover(destination.root, journals)
        _write_beside(plan, destination.root, journals)


def _changes(plan: Plan, there: Mapping[str, bytes]) -> list[Change]:
    return [Change(f.path, there.get(f.path), plan.content(f)) for f in plan.files if f.action != "skip"]


def _write_beside(plan: Plan, root: Path, journals: Path) -> None:
    """All files under a temporary name beside `root`, on the disk; then one rename, which the journal knows of."""
    mark = f".{root.name}.repotool-"
    for left in root.parent.glob(f"{_escaped(mark)}*"):
        shutil.rmtree(left, ignore_errors=True)  # of a run that was killed: nobody else writes here now
    stage = root.parent / f"{mark}{secrets.token_hex(4)}"
    try:
        stage.mkdir()
        for file in plan.files:
            if file.action != "skip":
                _write(stage, file, plan)
        for folder, _, _ in os.walk(stage):
            flush_folder(folder)
        entry = journal.record_created(journals, "scaffold", *_made(plan, root))
        if os.name == "nt" and root.is_dir():
            root.rmdir()
        stage.rename(root)
        flush_folder(str(root.parent))
        journal.close(entry)
    except OSError as error:
        raise Refused(f"{shown(str(root))}: cannot be made: {error.strerror or error}; nothing was written") from None
    finally:
        with suppress(OSError):
            if stage.exists():
                shutil.rmtree(stage)


def _made(plan: Plan, root: Path) -> tuple[dict[str, str], list[str]]:
    """The files that will be there, with their hashes, and the folders that are made for them."""
    files = {file.path: file.sha256 for file in plan.files if file.action != "skip"}
    folders = {str(root / folder) for path in files for folder in folders_of(path)}
    return files, sorted([*folders, *([] if root.is_dir() else [str(root)])])


def _write(stage: Path, file: NewFile, plan: Plan) -> None:
    target = stage / file.path
    if not Path(os.path.normpath(target)).is_relative_to(stage):
        raise Refused(f"{shown(file.path)}: is no path inside the repository; nothing was written")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as handle:
        handle.write(plan.content(file))
        handle.flush()
        os.fsync(handle.fileno())
    mode = plan.prior.mode(file.origin) if file.origin is not None else None
    if mode is not None:
        with suppress(OSError):
            target.chmod(mode)


def _escaped(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)
