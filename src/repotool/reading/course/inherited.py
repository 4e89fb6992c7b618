"""What a course inherits from last year's repository and should not: forms, invitations, places in an LMS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from repotool import data
from repotool.model import Document, Refused
from repotool.model.regex import regex
from repotool.reading.tree import read_bytes, read_tree

ADDRESS = regex(rb"https?://[^\s<>()\"'\\\]|]{4,2000}")
TEXTS = (".md", ".markdown", ".ipynb")


def inherited(root: Path, prior: str, documents: Mapping[str, Document]) -> frozenset[str]:
    """The targets of `documents` that live for one year and stand in a text of the repository in `prior`, too.

    Nothing where that repository is not at hand, as on a machine that tests this one alone.
    """
    folder = root / prior
    if not folder.is_dir():
        return frozenset()
    live = live_patterns()
    targets = {
        link.target for document in documents.values() for link in document.links if live.match(bare(link.target))
    }
    before = set(_addresses(folder)) if targets else set()
    return frozenset(target for target in targets if bare(target) in before)


def _addresses(folder: Path) -> Iterator[str]:
    tree = read_tree(folder)
    for path in sorted(tree.files):
        if path.lower().endswith(TEXTS):
            try:
                raw = read_bytes(folder, path)
            except Refused:
                continue
            yield from (bare(match[0].decode("utf-8", "replace")) for match in ADDRESS.finditer(raw))


def bare(address: str) -> str:
    """An address without what may differ in two spellings of it."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/.,;:!?*_`#").casefold()


@cache
def live_patterns() -> re.Pattern[str]:
    """Matches, without its scheme, an address that lives for one year."""
    table = data.read_toml(data.rules_folder() / "addresses" / "live.toml")
    return re.compile("|".join(table["live"]), re.IGNORECASE)


@cache
def playlist_patterns() -> re.Pattern[str]:
    """Matches, without its scheme, an address under which the recordings of one year lie together."""
    table = data.read_toml(data.rules_folder() / "addresses" / "recordings.toml")
    return re.compile("|".join(table["playlists"]), re.IGNORECASE)
