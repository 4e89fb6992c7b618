"""`fleet.toml`: the repositories, refs and folders that belong together, with the label of each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from repotool.config import Config, Read, hint, load_config, parse_toml, read_text
from repotool.engine.apart import Broken, apart
from repotool.engine.naming import PATTERN, Named, at_refs, named
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.tree import is_root

FILE = "fleet.toml"
KEYS = ("path", "ref", "folder", "year", "name")


def fleet_file(path: Path) -> Path | None:
    """The fleet file that `path` is, or that lies in it where it is no repository itself."""
    if path.is_dir():
        inside = path / FILE
        return inside if inside.is_file() and not is_root(path) else None
    return path if path.name.endswith(FILE) and path.is_file() else None


def read_fleet(path: Path, read: Read = read_text, broken: Broken | None = None) -> list[Named]:
    """The members of a fleet file, in its order. Paths are relative to the file. Raises Refused naming file and key.

    A member that is written wrong, or that is not there, is told to `broken` where that is given, and left out.
    """
    table = parse_toml(path, read(path))
    for key in table:
        if key not in ("extend", "member"):
            raise Refused(f"{path}: {key} is not a setting of a fleet{hint(key, ('extend', 'member'))}")
    members = table.get("member")
    if not isinstance(members, list) or not members or not all(isinstance(m, dict) for m in members):
        raise Refused(f'{path}: names no member; write [[member]] and below it path = "course-2026"')
    base = _base(path, table.get("extend"), read)
    found: list[Named] = []
    for number, member in enumerate(members, 1):
        with apart(f"{path}: member {number}", broken):
            found += _Member(path, number, member).named()
    return [replace(one, base=base, in_fleet=True) for one in found]


def _base(path: Path, extend: Any, read: Read) -> Config | None:
    if extend is None:
        return None
    if not isinstance(extend, str) or not extend:
        raise Refused(f'{path}: extend must be the path of a configuration, such as "shared.toml"')
    return load_config(path.parent / extend, read)


class _Member:
    """Reads one `[[member]]`, telling in each refusal which one it is about."""

    def __init__(self, file: Path, number: int, table: dict[str, Any]) -> None:
        self.file = file
        self.number = number
        self.table = table

    def named(self) -> Iterator[Named]:
        for key in self.table:
            if key not in KEYS:
                raise self.refused(f"{key} is not a key of a member{hint(key, KEYS)}")
        year, name = self._year(), self._name()
        found = list(self._found())
        labels = ", ".join(one.label for one in found[:5])
        if not found:
            raise self.refused("names nothing: no such ref or folder")
        if year and len(found) > 1:
            raise self.refused(f"year labels one repository, ref or folder, and {len(found)} are named: {labels}")
        if name and len({one.path for one in found}) > 1:
            raise self.refused(f"name is of one repository, and {len(found)} are named: {labels}")
        yield from (replace(one, year=year, name=name) for one in found)

    def refused(self, why: str) -> Refused:
        return Refused(f"{self.file}: member {self.number}: {shown(said(why))}")

    def _found(self) -> Iterator[Named]:
        folders = self._texts("folder") or ("",)
        refs = self._texts("ref")
        for one in self._paths():
            for ref in refs or ((one.ref,) if one.ref else ()):
                for folder in folders:
                    yield from self._in_commit(one.path, ref, folder)
            if not refs and one.ref is None:
                for folder in folders:
                    yield from _on_disk(one.path, folder) if folder else [one]

    def _paths(self) -> Sequence[Named]:
        path = self._texts("path")
        if len(path) != 1:
            raise self.refused('path must be the folder of a repository, such as "course-2026"')
        try:
            found = named(str(self.file.parent / path[0]))
        except Refused:
            raise self.refused(f"there is no {path[0]}; paths are relative to the fleet file") from None
        if any(not one.path.is_dir() for one in found):
            raise self.refused(f"{path[0]} is not a folder")
        return found

    def _in_commit(self, path: Path, ref: str, folder: str) -> Iterator[Named]:
        if not PATTERN & set(folder):
            yield from at_refs(path, ref, folder)
            return
        for one in at_refs(path, ref, ""):
            for name in sorted(_folders(path, one.ref or "")):
                if name.count("/") == folder.count("/") and fnmatchcase(name, folder):
                    yield from at_refs(path, one.ref or "", name)

    def _texts(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.refused(f"{key} must be a text, or a list of texts")
        return tuple(v.strip("/") if key == "folder" else v for v in values)

    def _year(self) -> str | None:
        year = self.table.get("year")
        if year is None:
            return None
        if isinstance(year, bool) or not isinstance(year, int | str) or not str(year).strip():
            raise self.refused('year must be a label, such as 2026 or "spring 2026"')
        return str(year)

    def _name(self) -> str | None:
        name = self.table.get("name")
        if name is not None and (not isinstance(name, str) or "/" not in name.strip("/")):
            raise self.refused('name must be the owner and the repository, such as "owner/course-2026"')
        return name


def _folders(path: Path, ref: str) -> set[str]:
    commit = git.commit_named(path, ref)
    known = git.paths_at(path, commit) if commit else None
    return {name.rpartition("/")[0] for name in known or ()} - {""}


def _on_disk(path: Path, folder: str) -> Iterator[Named]:
    """The folders of a repository that a name or a pattern tells."""
    for one in named(str(path / folder)):
        if one.path.is_dir():
            yield Named(path, folder=one.path.relative_to(path).as_posix())
