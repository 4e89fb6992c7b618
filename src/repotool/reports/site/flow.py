"""A comparison -> where the boxes and ribbons of its drawing stand: years are columns, lessons flow along."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from repotool.model import Comparison, Entry, EntryKind, Lineage
from repotool.reports.years.words import number_of

WIDTH, HEIGHT, GAP = 194, 26, 8
"""Of a box, and what lies between it and the one below."""
BETWEEN = 74
"""From one column to the next."""
TOP, LEFT, BOTTOM = 44, 12, 16
HUES = 12


class Node(Struct, frozen=True):
    lineage: str
    hue: int
    x: float
    y: float
    number: str
    title: str
    label: str
    """What a screen reader says: year and title."""
    state: str
    """"new" where the lineage begins after the first year, "last" where it ends before the last one, else ""."""


class Ribbon(Struct, frozen=True):
    """`kind` is "main" from a lesson to itself, "branch" where it was split or merged, "away" over years without it."""

    lineages: str
    """The lineages at its ends, separated by a space."""
    hue: int
    path: str
    kind: str


class Flow(Struct, frozen=True):
    width: float
    height: float
    columns: tuple[tuple[str, float], ...]
    """The label of each year, and the middle of its column."""
    nodes: tuple[Node, ...]
    ribbons: tuple[Ribbon, ...]
    box: tuple[int, int] = (WIDTH, HEIGHT)


def flow_of(comparison: Comparison, kind: EntryKind) -> Flow:
    lineages = list(comparison.of(kind))
    hues = _hues(lineages)
    columns = len(comparison.editions)
    rows = max((entry.place + 1 for lineage in lineages for entry in lineage.present()), default=0)
    return Flow(
        width=2 * LEFT + columns * WIDTH + (columns - 1) * BETWEEN,
        height=TOP + rows * (HEIGHT + GAP) + BOTTOM,
        columns=tuple((edition.label, _x(at) + WIDTH / 2) for at, edition in enumerate(comparison.editions)),
        nodes=tuple(node for lineage in lineages for node in _nodes(lineage, hues[lineage.id], comparison)),
        ribbons=(*_main(lineages, hues), *_branches(comparison, lineages, hues)),
    )


def _hues(lineages: list[Lineage]) -> dict[str, int]:
    """Neighbours of a lineage's first year get neighbouring colours: what moves is seen to leave the rainbow."""
    firsts = {lineage.id: lineage.present()[0] for lineage in lineages}
    lengths: dict[int, int] = {}
    for lineage in lineages:
        for entry in lineage.present():
            lengths[entry.edition] = max(lengths.get(entry.edition, 0), entry.place + 1)
    return {id_: HUES * first.place // lengths[first.edition] for id_, first in firsts.items()}


def _x(edition: int) -> float:
    return LEFT + edition * (WIDTH + BETWEEN)


def _y(entry: Entry) -> float:
    return TOP + entry.place * (HEIGHT + GAP)


def _nodes(lineage: Lineage, hue: int, comparison: Comparison) -> Iterator[Node]:
    present = lineage.present()
    for entry in present:
        state = "new" if entry is present[0] and entry.edition and not lineage.origins else ""
        if entry is present[-1] and entry.edition + 1 < len(comparison.editions) and not lineage.ends:
            state = "last"
        year = comparison.editions[entry.edition].label
        title = " ".join(entry.title.split())
        label = f"{year}: {title}"
        yield Node(lineage.id, hue, _x(entry.edition), _y(entry), number_of(entry), title, label, state)


def _main(lineages: list[Lineage], hues: dict[str, int]) -> Iterator[Ribbon]:
    for lineage in lineages:
        present = lineage.present()
        for older, newer in pairwise(present):
            kind = "main" if newer.edition == older.edition + 1 else "away"
            yield Ribbon(lineage.id, hues[lineage.id], _path(older, newer, kind), kind)


def _branches(comparison: Comparison, lineages: list[Lineage], hues: dict[str, int]) -> Iterator[Ribbon]:
    """From what was split to its new parts, and from what was merged to the whole."""
    owner = {id(entry): lineage for lineage in lineages for entry in lineage.present()}
    for passage in comparison.passages:
        for event in passage.events:
            if event.kind not in ("split", "merged"):
                continue
            for older in event.before:
                for newer in event.after:
                    ends = owner.get(id(older)), owner.get(id(newer))
                    if ends[0] is not None and ends[1] is not None and ends[0] is not ends[1]:
                        joined = f"{ends[0].id} {ends[1].id}"
                        yield Ribbon(joined, hues[ends[0].id], _path(older, newer, "branch"), "branch")


def _path(older: Entry, newer: Entry, kind: str) -> str:
    """A band with soft bends; only its middle line where it passes behind other years."""
    x1, x2 = _x(older.edition) + WIDTH, _x(newer.edition)
    y1, y2 = _y(older), _y(newer)
    middle = (x1 + x2) / 2
    if kind == "away":
        y1, y2 = y1 + HEIGHT / 2, y2 + HEIGHT / 2
        return f"M{x1} {y1}C{x1 + 60} {y1} {x2 - 60} {y2} {x2} {y2}"
    inset = 3 if kind == "main" else 8
    a, b, c, d = y1 + inset, y2 + inset, y2 + HEIGHT - inset, y1 + HEIGHT - inset
    return f"M{x1} {a}C{middle} {a} {middle} {b} {x2} {b}L{x2} {c}C{middle} {c} {middle} {d} {x1} {d}Z"
