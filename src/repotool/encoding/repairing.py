"""The whole repair of a text: edits until nothing more is found, zones minded, regions proven."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from repotool.encoding.engine import edits
from repotool.encoding.letters import UNIT
from repotool.encoding.lines import Edit
from repotool.encoding.model import Region, Repair, Zone, assemble
from repotool.encoding.plans import Plan
from repotool.encoding.readings import text_cost
from repotool.encoding.unresolved import with_unresolved
from repotool.encoding.zones import mind_zones

PASSES = 4
"""A repair may uncover words that speak for one more; more passes than this were never needed."""


def repair(
    text: str,
    odd: set[str],
    zones: Sequence[Zone] = (),
    exists: Callable[[str], bool] | None = None,
    earlier: Sequence[str] = (),
) -> Repair:
    """See `repotool.encoding.repair`; `odd` are the text's surprising words."""
    regions = _regions(text, odd)
    if earlier:
        from repotool.encoding.oracle import Oracle, consult

        regions = consult(text, regions, Oracle(earlier))
    if zones:
        regions = mind_zones(text, regions, sorted(zones, key=lambda zone: zone.start), exists)
    return with_unresolved(assemble(text, regions))


def _regions(text: str, odd: set[str]) -> list[Region]:
    regions: list[Region] = []
    now = text
    for number in range(PASSES):
        found = edits(now, odd if number == 0 else None)
        if not found:
            break
        regions = _compose(text, now, regions, found)
        now = assemble(text, regions).text
    return regions


def _compose(damaged: str, now: str, regions: list[Region], found: list[Edit]) -> list[Region]:
    """Regions of the damaged text after further edits of the text as repaired so far."""
    placed = list(assemble(damaged, regions).regions)
    done: list[Region] = []
    for edit in found:
        while placed and placed[0].repaired_end <= edit.start:
            done.append(placed.pop(0))
        touched = []
        while placed and placed[0].repaired_start < edit.end:
            touched.append(placed.pop(0))
        before, inner, after = _cut_out(damaged, touched, edit)
        done += before
        done.append(_joined(damaged, now, done[-1] if done else None, inner, edit))
        placed[:0] = after
    return done + placed


def _cut_out(damaged: str, touched: list[Region], edit: Edit) -> tuple[list[Region], list[Region], list[Region]]:
    """Touched regions before, under and after an edit, cut at its ends where the cut is proven."""
    before: list[Region] = []
    after: list[Region] = []
    inner = touched
    if inner and inner[0].repaired_start < edit.start and (halves := _halves(damaged, inner[0], edit.start)):
        before, inner = [halves[0]], [halves[1], *inner[1:]]
    if inner and inner[-1].repaired_end > edit.end and (halves := _halves(damaged, inner[-1], edit.end)):
        inner, after = [*inner[:-1], halves[0]], [halves[1]]
    return before, inner, after


def _halves(damaged: str, region: Region, at: int) -> tuple[Region, Region] | None:
    """A region cut at a place of the repaired text, where the plan proves both halves."""
    size = at - region.repaired_start
    left, right = region.repaired[:size], region.repaired[size:]
    old = region.plan.damage(left)
    if not region.exact or old is None or not damaged.startswith(old, region.start):
        return None
    border = region.start + len(old)
    if not region.plan.proves(damaged[border : region.end], right):
        return None
    return (
        replace(region, end=border, repaired_end=at, repaired=left),
        replace(region, start=border, repaired_start=at, repaired=right),
    )


def _joined(damaged: str, now: str, last: Region | None, touched: list[Region], edit: Edit) -> Region:
    """The region of an edit and of those before that it touches."""
    start = min([edit.start, *(r.repaired_start for r in touched)])
    end = max([edit.end, *(r.repaired_end for r in touched)])
    new = now[start : edit.start] + edit.new + now[edit.end : end]
    began = _origin(last, touched, start)
    ended = _origin(touched[-1], [], end) if touched else began + end - start
    plan = Plan(edit.plan.steps + touched[0].plan.steps) if touched else edit.plan
    exact = plan.proves(damaged[began:ended], new)
    voted = edit.voted and all(r.voted for r in touched)
    inferred = tuple(dict.fromkeys([*(why for r in touched for why in r.inferred), *edit.inferred]))
    gain = (text_cost(damaged[began:ended]) - text_cost(new)) / UNIT
    return Region(began, ended, start, end, new, plan, exact, voted, edit.whole, True, gain, inferred)


def _origin(last: Region | None, touched: list[Region], at: int) -> int:
    """Where a place of the text as repaired so far lies in the damaged text, by the region at or before it."""
    if touched and touched[0].repaired_start == at:
        return touched[0].start
    return at + (last.end - last.repaired_end if last else 0)


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
