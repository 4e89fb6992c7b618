"""What a repository is called, "owner/repo": as the address of its remote tells, or the links in its own documents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from repotool.model import Tree
from repotool.model.regex import regex

_SCP = regex(r"(?:[^@/\\:]+@)?(?P<host>[^@/\\:]{2,}):(?P<path>[^\\]+)")
_SEGMENT = regex(r"[\w.~-]+")


def name_of(url: str) -> str | None:
    """ "owner/repo" of a remote's address: https, ssh, git or `git@host:owner/repo.git`; None of a local path."""
    if "://" in url:
        try:
            parts = urlsplit(url)
            host, path = parts.hostname or "", parts.path
        except ValueError:
            return None
        if parts.scheme not in ("http", "https", "ssh", "git", "git+ssh"):
            return None
    elif match := _SCP.fullmatch(url):
        host, path = match["host"], match["path"]
    else:
        return None
    segments = [unquote(segment) for segment in path.strip("/").removesuffix(".git").split("/")]
    if len(segments) < 2 or not all(_SEGMENT.fullmatch(s) and s not in (".", "..") for s in segments):
        return None
    if host.removeprefix("www.") == "github.com" and len(segments) != 2:
        return None
    return "/".join(segments)


class _Own(Struct, frozen=True):
    """A GitHub address that may be one of this repository's own files."""

    name: str
    branch: str
    exists: bool


_GITHUB = regex(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(?:tree|blob|raw)/([^?#]+)", re.IGNORECASE)


def own_name_from_links(targets: Iterable[str], tree: Tree) -> tuple[str | None, str | None]:
    """ "owner/repo" and branch as the links themselves tell: addresses of GitHub whose paths this tree has.

    Certain or silent: (None, None) where two repositories would fit, or more of the addresses are wrong than right. The
    branch is None where the addresses name several.
    """
    found = [own for target in targets for own in _owns(target, tree)]
    fitting = {own.name.lower() for own in found if own.exists}
    if len(fitting) != 1:
        return None, None
    same = [own for own in found if own.name.lower() in fitting]
    right = [own for own in same if own.exists]
    if 2 * len(right) <= len(same):
        return None, None
    name = Counter(own.name for own in right).most_common(1)[0][0]
    branches = {own.branch for own in right}
    return name, branches.pop() if len(branches) == 1 else None


def _owns(target: str, tree: Tree) -> Iterator[_Own]:
    match = _GITHUB.fullmatch(target.partition("#")[0].partition("?")[0])
    if match is None:
        return
    owner, repo, rest = match.groups()
    segments = unquote(rest, errors="surrogateescape").strip("/").split("/")
    # A branch may hold slashes: every split is tried, the shortest branch first.
    splits = (("/".join(segments[:at]), "/".join(segments[at:])) for at in range(1, min(len(segments), 8)))
    branch = next((branch for branch, path in splits if path in tree), None)
    if len(segments) > 1:
        yield _Own(f"{owner}/{repo}", branch or segments[0], branch is not None)
