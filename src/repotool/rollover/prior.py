"""PRIOR, a folder or `folder@ref` -> last year's repository, read as it was before anything damaged it."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from repotool.config import Config
from repotool.engine.opening import Options, open_projects
from repotool.model import Refused, Repository
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.commits import Commit
from repotool.reading.course.year_marks import years_of_name
from repotool.reading.links.own_urls import read_address
from repotool.reading.places import Place
from repotool.reading.repository import read_repository
from repotool.reading.source import encode

MAX_FILE = 200 * 1024 * 1024


class Prior(Struct, frozen=True):
    """Last year's repository. `commit` is what git calls it; `place` is where its files lie, on disk or in a commit."""

    repo: Repository
    config: Config
    commit: str | None
    place: Place

    @property
    def root(self) -> Path:
        return self.place.root

    def seen_from(self, root: Path) -> str:
        """Where it lies, from another folder; so that lessons can be brought over later."""
        folder = Path(os.path.relpath(self.root, root)).as_posix()
        if not isinstance(self.place, Commit):
            return folder
        return f"{folder}@{self.place.commit}" + (f":{self.place.folder}" if self.place.folder else "")

    def has(self, path: str) -> bool:
        """Whether the bytes of a file can be had: a partial clone lacks some, and what is too large is left out."""
        if isinstance(self.place, Commit):
            blob = self.place.files.get(path)
            return blob is None or (blob.size is not None and blob.size <= MAX_FILE)
        try:
            return (self.root / path).stat().st_size <= MAX_FILE and os.access(self.root / path, os.R_OK)
        except OSError:
            return False

    def load(self, path: str) -> bytes:
        """The bytes of a file; of one that was read through its repair, the sound ones."""
        source = self.repo.sources.get(path)
        return source.raw if source is not None else self.place.read(path, limit=MAX_FILE)

    def mode(self, path: str) -> int | None:
        """The permissions of a file, where they are known."""
        if isinstance(self.place, Commit):
            blob = self.place.files.get(path)
            return 0o755 if blob is not None and blob.mode == "100755" else 0o644
        try:
            return (self.root / path).stat().st_mode & 0o777 | 0o200
        except OSError:
            return None


def open_prior(named: str, name: str | None = None) -> Prior:
    """Reads the repository that the user calls `named`; `name` ("owner/repo") overrides what it says of itself.

    Raises Refused where there is no such folder, or git does not know the ref.
    """
    folder = Path(named)
    if folder.is_file():
        raise Refused(f"{shown(named)}: is a file; PRIOR is last year's repository, a folder or folder@ref")
    found = open_projects((named,), Options(), commits=True, years=True)
    if len(found) != 1:
        raise Refused(f"{shown(named)}: names {len(found)} repositories; PRIOR is one")
    place = found[0].place
    config = found[0].config
    config = replace(
        config,
        exclude=(),
        name=name or config.name or git.origin_name(place.root),
        branch=config.branch or git.default_branch(place.root),
    )
    repo = read_repository(place, config)
    if config.name is None and (told := _told_name(repo)) is not None:
        config = replace(config, name=told)
        repo = read_repository(place, config)
    sound = {
        path: encode(document.view.text)
        for path, document in repo.documents.items()
        if repo.sources[path].repair is not None or repo.sources[path].decoding is not None
    }
    if sound:
        repo = read_repository(place, config, overlay=sound, previous=repo)
    commit = place.commit if isinstance(place, Commit) else git.commit_of(place.root, "HEAD")
    return Prior(repo, config, commit, place)


def _told_name(repo: Repository) -> str | None:
    """The one repository into which the course's page leads and that is named by the course's own year.

    What the links say of files that are here goes first (see `read_repository`); this is for a page without its files.
    """
    course = next(iter(repo.courses), None)
    about = (course.about or course.document) if course else None
    names = set()
    for link in about.links if about is not None else ():
        address = read_address(link.target)
        years = years_of_name(address.name.rpartition("/")[2]) if address is not None else None
        if address is not None and years is not None and course and course.year in years:
            names.add(address.name)
    return repo.name or (names.pop() if len(names) == 1 else None)
