"""PRIOR, a folder or `folder@ref` -> last year's repository, read as it was before anything damaged it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from repotool.config import Config
from repotool.engine.project import Options, open_projects
from repotool.model import Refused, Repository
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.commits import Commit
from repotool.reading.places import Place
from repotool.reading.repository import read_repository
from repotool.reading.source import encode

MAX_FILE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Prior:
    """Last year's repository. `commit` is what git calls it; `place` is where its files lie, on disk or in a commit."""

    repo: Repository
    config: Config
    commit: str | None
    place: Place

    @property
    def root(self) -> Path:
        return self.place.root

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
    sound = {
        path: encode(document.view.text)
        for path, document in repo.documents.items()
        if repo.sources[path].repair is not None or repo.sources[path].decoding is not None
    }
    if sound:
        repo = read_repository(place, config, overlay=sound, previous=repo)
    commit = place.commit if isinstance(place, Commit) else git.commit_of(place.root, "HEAD")
    return Prior(repo, config, commit, place)
