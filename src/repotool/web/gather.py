"""Repository -> the places of its web links, and the distinct addresses they use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct, field

from repotool.model import Document, Link, Place, Repository
from repotool.model.web import address_key, fragment_of
from repotool.reading.source import Lines
from repotool.web.addresses import Address, Malformed, parse

_ASKED = ("web", "own-unknown")
"""Resolutions of links that only the network can judge; what leads into this very repository, or into another one that
is judged along with it, is judged by what lies there."""


class Target(Struct):
    """One address and every place that uses it, by how it is written there, without fragment.

    `address` is None of what is no address; `why` tells then.
    """

    address: Address | None
    why: str | None = None
    places: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def names_anchors(self) -> bool:
        return any(place.fragment for places in self.places.values() for place in places)


def web_places(
    repo: Repository, label: str, wanted: Callable[[str], bool], added: Callable[[Document, Link], bool] | None = None
) -> Iterator[Place]:
    """Every use of a web address in the files that are `wanted`; with `added`, those that it confirms."""
    lines: dict[str, Lines] = {}
    for document in repo.texts():
        if not wanted(document.path):
            continue
        for link, resolution in repo.resolved(document):
            asked = resolution.kind in _ASKED and resolution.member is None
            if asked and (added is None or added(document, link)):
                if document.path not in lines:
                    lines[document.path] = Lines(repo.file_text(document.path))
                yield _place(repo, label, document, link, lines[document.path])


def _place(repo: Repository, label: str, document: Document, link: Link, lines: Lines) -> Place:
    span = document.view.place(link.target_span)
    line, column = lines.place(span.start)
    notebook = repo.notebooks.get(document.path)
    cell, cell_line = (notebook.cell_at(span.start) if notebook else None) or (None, None)
    fragment = fragment_of(link.target)
    return Place(label, document.path, span, link.target, fragment, line, column, cell, cell_line)


def targets_of(places: Iterable[Place]) -> list[Target]:
    """The distinct addresses, in the order in which they are first used."""
    found: dict[str, Target] = {}
    by_key: dict[str, Target] = {}
    for place in places:
        key = address_key(place.target)
        target = by_key.get(key)
        if target is None:
            target = by_key[key] = _target(key, found)
        target.places.setdefault(key, []).append(place)
    return list(found.values())


def _target(key: str, found: dict[str, Target]) -> Target:
    try:
        address = parse(key)
    except Malformed as malformed:
        return found.setdefault(key, Target(None, malformed.reason))
    name = ("//user@" if address.userinfo else "") + address.url
    return found.setdefault(name, Target(address))
