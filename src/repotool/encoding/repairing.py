"""The whole repair of a text: edits until nothing more is found, zones minded, regions proven."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from repotool.encoding.engine import edits
from repotool.encoding.letters import UNIT
from repotool.encoding.lines import Edit
from repotool.encoding.model import Region, Repair, Zone, assemble
from repotool.encoding.plans import Plan
from repotool.encoding.unresolved import find_unresolved
from repotool.encoding.zones import mind_zones

PASSES = 4
"""A repair may uncover words that speak for one more; more passes than this were never needed."""


def repair(
    text: str, zones: Sequence[Zone] = (), exists: Callable[[str], bool] | None = None, earlier: Sequence[str] = ()
) -> Repair:
    """See `repotool.encoding.repair`."""
    regions = _regions(text)
    if earlier:
        from repotool.encoding.oracle import Oracle, consult

        regions = consult(text, regions, Oracle(earlier))
    if zones:
        regions = mind_zones(text, regions, sorted(zones, key=lambda zone: zone.start), exists)
    done = assemble(text, regions)
    return Repair(text, done.text, done.regions, find_unresolved(done.text))


def _regions(text: str) -> list[Region]:
    regions: list[Region] = []
    now = text
    for _ in range(PASSES):
        found = edits(now)
        if not found:
            break
        regions = _compose(text, now, regions, found)
        now = assemble(text, regions).text
    return regions


def _compose(damaged: str, now: str, regions: list[Region], found: list[Edit]) -> list[Region]:
    """Regions of the damaged text after further edits of the text as repaired so far."""
    placed = list(assemble(damaged, regions).regions)
    for edit in found:
        touched = [r for r in placed if r.repaired_start < edit.end and edit.start < r.repaired_end]
        placed = [r for r in placed if r not in touched]
        placed.append(_joined(damaged, now, placed, touched, edit))
        placed.sort(key=lambda r: r.repaired_start)
    return placed


def _joined(damaged: str, now: str, others: list[Region], touched: list[Region], edit: Edit) -> Region:
    start = min([edit.start, *(r.repaired_start for r in touched)])
    end = max([edit.end, *(r.repaired_end for r in touched)])
    new = now[start : edit.start] + edit.new + now[edit.end : end]
    began, ended = _origin(others, touched, start), _origin(others, touched, end)
    plan = Plan(edit.plan.steps + touched[0].plan.steps) if touched else edit.plan
    exact = plan.proves(damaged[began:ended], new)
    voted = edit.voted and all(r.voted for r in touched)
    gain = edit.gain / UNIT + sum(r.gain for r in touched)
    inferred = tuple(dict.fromkeys([*(why for r in touched for why in r.inferred), *edit.inferred]))
    return Region(began, ended, start, end, new, plan, exact, voted, edit.whole, True, gain, inferred)


def _origin(others: list[Region], touched: list[Region], at: int) -> int:
    """Where a place of the text as repaired so far, at no region's inside, lies in the damaged text."""
    moved = 0
    for r in [*others, *touched]:
        if r.repaired_end <= at and (r.repaired_start < at or r.repaired_start == r.repaired_end):
            moved += (r.end - r.start) - (r.repaired_end - r.repaired_start)
    return at + moved


def repaired_text(text: str) -> str:
    """Only the text of a repair."""
    for _ in range(PASSES):
        found = edits(text)
        if not found:
            break
        parts, at = [], 0
        for edit in found:
            parts += [text[at : edit.start], edit.new]
            at = edit.end
        text = "".join([*parts, text[at:]])
    return text
