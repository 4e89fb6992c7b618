"""Addresses of files of this very repository: GitHub, GitLab, raw files, Colab, nbviewer, Binder.

Such an address names a branch (or tag, or commit) and a path, and both can be judged without the network: the own
branch against the tree, another one by what git knows of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from repotool.model import Resolution, Tree
from repotool.model.regex import regex
from repotool.reading import git
from repotool.reading.links.targets import Written, decode, split

Viewer = Literal["page", "raw", "tool"]

_NAME = r"(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?"
_GROUPS = r"(?P<name>[\w.-]+(?:/[\w.-]+)+?)(?:\.git)?"
_REST = r"(?P<rest>[^?#]+)"
_VIEWS = r"(?:blob|tree|edit|blame|raw)"

# Each shape of address, and what it shows: a page of the host, the bare file, or the file opened in a tool.
_SHAPES: tuple[tuple[str, Viewer], ...] = (
    (rf"(?:www\.)?github\.com/{_NAME}/raw/{_REST}", "raw"),
    (rf"(?:www\.)?github\.com/{_NAME}/{_VIEWS}/{_REST}", "page"),
    (rf"raw\.(?:githubusercontent|github)\.com/{_NAME}/{_REST}", "raw"),
    (rf"(?:www\.)?gitlab\.com/{_GROUPS}/-/raw/{_REST}", "raw"),
    (rf"(?:www\.)?gitlab\.com/{_GROUPS}/-/{_VIEWS}/{_REST}", "page"),
    (rf"(?:www\.)?gitlab\.com/{_NAME}/{_VIEWS}/{_REST}", "page"),
    (rf"colab\.research\.google\.com/github/{_NAME}/(?:blob|tree)/{_REST}", "tool"),
    (rf"(?:www\.)?githubtocolab\.com/{_NAME}/(?:blob|tree)/{_REST}", "tool"),
    (rf"nbviewer\.(?:jupyter\.)?org/github/{_NAME}/(?:blob|tree)/{_REST}", "tool"),
)


@cache
def _addresses() -> list[tuple[re.Pattern[str], Viewer]]:
    return [(re.compile(rf"https?://{shape}", re.IGNORECASE), viewer) for shape, viewer in _SHAPES]


_BINDER = regex(
    r"https?://(?:www\.)?mybinder\.org/v2/(?:gh|gl)/(?P<name>[\w.-]+(?:/|%2F)[\w.-]+)/(?P<ref>[^/?#]+)/?", re.IGNORECASE
)
_BINDER_PATH = regex(r"[?&](?:filepath|labpath|urlpath)=([^&#]*)", re.IGNORECASE)
_BINDER_VIEW = regex(r"/?(?:lab/tree|tree|notebooks|doc/tree|lab/workspaces/[^/]*/tree|lab)(?:/|$)")
_TAIL = regex(r"[?#]")
_HOSTS = regex(r"git(?:hub|lab)|nbviewer|mybinder|colab\.", re.IGNORECASE)
_COMMIT = regex(r"[0-9a-fA-F]{7,40}")
_LONGEST_REF = 12
"""So many names a branch may have between slashes."""
MOST_ASKED = 64
"""So many commits git is asked for; a text that names more of them gets no answer for the rest."""
_USUAL = ("main", "master")
"""The two names of a default branch: where one is the only branch, the other was meant and is not there."""


class Address(Struct, frozen=True):
    """An address of a file: repository, then branch and path, which only the branches that exist can tell apart."""

    name: str
    names: tuple[str, ...]
    viewer: Viewer
    fragment: str | None = None
    plain_ref: bool = False
    """The first of `names` is the whole ref."""


def read_address(target: str) -> Address | None:
    """The address that `target` is, of whatever repository; None where it is none."""
    if not _HOSTS.search(target):
        return None
    bare, fragment = split(target)
    for pattern, viewer in _addresses():
        if match := pattern.fullmatch(bare):
            names = tuple(name for name in decode(match["rest"]).split("/") if name)
            return Address(match["name"], _without_prefix(names), viewer, fragment) if names else None
    if match := _BINDER.match(target):
        found = _BINDER_PATH.search(target, match.end())
        path = _BINDER_VIEW.sub("", decode(found[1]).lstrip("/")) if found else ""
        names = tuple(name for name in path.split("/") if name)
        return Address(decode(match["name"]), (decode(match["ref"]), *names), "tool", None, plain_ref=True)
    return None


def _without_prefix(names: tuple[str, ...]) -> tuple[str, ...]:
    """`refs/heads/main/a.md` is `main/a.md`."""
    return names[2:] if names[0] == "refs" and names[1:2] in (("heads",), ("tags",)) and len(names) > 2 else names


@dataclass
class OwnAddresses:
    """Judges addresses of the repository `name`, whose default branch is `branch` and whose files are `tree`.

    Git is asked once for what an address needs: its branches, the paths of a branch.
    """

    root: Path
    tree: Tree
    name: str
    branch: str | None
    folder: str | None = None
    """Where the tree begins in the git repository; None: git tells."""
    _commits: dict[str, str | None] = field(default_factory=dict)
    _paths: dict[str, frozenset[str] | None] = field(default_factory=dict)

    def resolve(self, target: str) -> Resolution | None:
        """Where `target` leads if it is an address of this repository: "ok", "web", or one of the "own-…" kinds."""
        address = read_address(target)
        if address is None or address.name.lower() != self.name.lower():
            return None
        ref, names = self._ref(address)
        path = self._below_root("/".join(names))
        if path is None:
            return Resolution("web")
        if self._is_here(ref):
            exists = path in self.tree or self.tree.in_sealed(path)
            return Resolution("ok" if exists else "own-missing", path, address.fragment, ref=ref)
        return self._elsewhere(ref, path, address)

    def at_head(self, path: str) -> Resolution | None:
        """Where a path leads that is relative to the whole git repository, on its default branch."""
        below = self._below_root(path)
        if below is None or not (below or path):
            return None
        exists = below in self.tree or self.tree.in_sealed(below)
        return Resolution("ok" if exists else "own-missing", below, ref=self.branch)

    def _ref(self, address: Address) -> tuple[str, tuple[str, ...]]:
        """A branch may hold slashes: the longest one that is known, else the first name."""
        names = address.names
        own = tuple(self.branch.split("/")) if self.branch else ()
        if own and names[: len(own)] == own:  # git has no main/a beside main: nobody need be asked
            return self.branch or "", names[len(own) :]
        if not address.plain_ref:
            for length in range(min(len(names), _LONGEST_REF), 0, -1):
                ref = "/".join(names[:length])
                if ref in self._refs:
                    return ref, names[length:]
        return names[0], names[1:]

    def _is_here(self, ref: str) -> bool:
        if ref.upper() == "HEAD" or ref == self.branch:
            return True
        return self.branch is None and ref in _USUAL and ref not in self._refs

    def _elsewhere(self, ref: str, path: str, address: Address) -> Resolution:
        commit = self._commit(ref)
        if commit is None:
            others = self._refs.keys() - {self.branch}
            wrong = {ref, self.branch} == {*_USUAL} and not others
            return Resolution("own-branch" if wrong else "own-unknown", path, address.fragment, ref=ref)
        paths = self._paths_at(commit)
        if paths is None:
            return Resolution("own-unknown", path, address.fragment, ref=ref)
        exists = not path or path in paths
        return Resolution("web") if exists else Resolution("own-missing", path, address.fragment, ref=ref)

    def _commit(self, ref: str) -> str | None:
        known = self._refs.get(ref)
        if known is not None or not _COMMIT.fullmatch(ref):
            return known
        if ref not in self._commits and len(self._commits) < MOST_ASKED:
            self._commits[ref] = git.commit_of(self.root, ref)
        return self._commits.get(ref)

    def _paths_at(self, commit: str) -> frozenset[str] | None:
        if commit not in self._paths and len(self._paths) < MOST_ASKED:
            self._paths[commit] = git.paths_at(self.root, commit)
        return self._paths.get(commit)

    def _below_root(self, path: str) -> str | None:
        """An address is relative to the whole git repository, of which the course may be a folder."""
        if not self._prefix:
            return path
        return path[len(self._prefix) :] if path.startswith(self._prefix) else None

    @cached_property
    def _refs(self) -> Mapping[str, str]:
        return git.refs(self.root)

    @cached_property
    def _prefix(self) -> str:
        if self.folder is None:
            return git.prefix(self.root)
        return f"{self.folder}/" if self.folder else ""


def with_path(raw: str, path: str, new: str) -> str | None:
    """An address as a file writes it, with another path; None where it cannot be told where the path stands."""
    query = _BINDER_PATH.search(raw) if _BINDER.match(raw) else None
    if query is not None:
        value = decode(query[1])
        if not value.endswith(path) or not path:
            return None
        slash = "" if "%2f" in query[1].lower() else "/"
        fresh = quote(value[: len(value) - len(path)] + new, safe=slash, errors="surrogateescape")
        return raw[: query.start(1)] + fresh + raw[query.end(1) :]
    end = _TAIL.search(raw)
    bare, tail = (raw[: end.start()], raw[end.start() :]) if end else (raw, "")
    parts = bare.rstrip("/").split("/")
    depth = path.count("/") + 1
    old = "/".join(parts[-depth:])
    if decode(old) != path:
        return None
    fresh = Written(old, "", "link", False).spelled(new)
    return "/".join([*parts[:-depth], fresh]) + bare[len(bare.rstrip("/")) :] + tail


_BEFORE_REF = (
    r"/(?:blob|tree|edit|blame|raw|refs/heads)/|/v2/g[hl]/[^/?#]+/[^/?#]+/"
    r"|//raw\.github(?:usercontent)?\.com/[^/]+/[^/]+/"
)


def at_branch(target: str, wrong: str, right: str) -> str | None:
    """`target` with another branch; None where it cannot be told where the branch stands."""
    replaced, count = re.subn(
        rf"({_BEFORE_REF}){re.escape(wrong)}(?=[/?#]|$)", lambda m: m[1] + right, target, count=1, flags=re.IGNORECASE
    )
    return replaced if count else None
