"""The nouns of a repair.  Offsets are of characters; ranges are half-open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from repotool.encoding.plans import Plan

ZoneKind = Literal["code", "target"]


class Zone(Struct, frozen=True):
    """text[start:end] is code (a fence or a span), or the target of a link."""

    start: int
    end: int
    kind: ZoneKind


class Region(Struct, frozen=True):
    """damaged[start:end] reads as `repaired` under a plan; in the repaired text it is [repaired_start:repaired_end].

    exact      the repaired text, damaged again by the plan, is the damaged text, character for character
    voted      other lines or words of the text speak for the same plan, or an earlier version or a file's name does
    whole      the plan takes the whole text so: nothing in the file contradicts it
    applied    the repair's text has it; else it is only reported, and the range in the repaired text is as it came
    safe       exact, voted and applied
    gain       how much more usual the repaired text is, in nats of log-likelihood
    inferred   what the plan alone does not prove, in words ("U+00A0 restored where a space stood")
    zone       the kind of zone it lies in, if any
    remembered  an earlier version has the repaired line
    """

    start: int
    end: int
    repaired_start: int
    repaired_end: int
    repaired: str
    plan: Plan
    exact: bool
    voted: bool
    whole: bool
    applied: bool
    gain: float
    inferred: tuple[str, ...] = ()
    zone: ZoneKind | None = None
    remembered: bool = False

    @property
    def safe(self) -> bool:
        """Whether it may be applied unasked."""
        return self.exact and self.voted and self.applied and not self.inferred

    @property
    def evidence(self) -> str:
        """Why, in words: "votes of other words, exact round trip, 84 nats"."""
        why = ["the whole text agrees" if self.whole else "other words agree" if self.voted else "no other word agrees"]
        why.append("exact round trip" if self.exact else "no exact round trip")
        return ", ".join([*why, f"{self.gain:.0f} nats", *self.inferred])


class Unresolved(Struct, frozen=True):
    """text[start:end] of the repaired text has lost what it was.

    readings   the whole word that it may have been, the likeliest first; none where that is not known, or many
    """

    start: int
    end: int
    kind: str
    readings: tuple[str, ...] = ()


class Repair(Struct, frozen=True):
    """A text repaired: regions by rising offset, and what could not be."""

    damaged: str
    text: str
    regions: tuple[Region, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the text differs from the damaged one."""
        return self.text != self.damaged

    @property
    def proven(self) -> bool:
        """Whether something changed, and every change, damaged again, is the damaged text byte for byte."""
        applied = [region for region in self.regions if region.applied]
        return bool(applied) and all(region.exact and not region.inferred for region in applied)

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The plans that were applied, in the order they first occur."""
        return tuple(dict.fromkeys(region.plan for region in self.regions if region.applied))

    def lines(self, plan: Plan) -> int:
        """How many lines of the damaged text a plan changed."""
        touched: set[int] = set()
        for region in self.regions:
            if region.applied and region.plan == plan:
                first = self.damaged.count("\n", 0, region.start)
                touched.update(range(first, first + self.damaged.count("\n", region.start, region.end) + 1))
        return len(touched)

    def only(self, wanted: Callable[[Region], bool]) -> Repair:
        """The same repair with none applied but the wanted regions; unresolved places are as before, moved."""
        from repotool.encoding.unresolved import with_unresolved

        return with_unresolved(
            assemble(self.damaged, [replace(r, applied=r.applied and wanted(r)) for r in self.regions])
        )

    def safe(self) -> Repair:
        """The same repair, safe regions only."""
        return self.only(lambda region: region.safe)


def assemble(damaged: str, regions: list[Region], unresolved: tuple[Unresolved, ...] = ()) -> Repair:
    """Put the regions that are applied into a text, and say where they came to lie."""
    parts: list[str] = []
    placed: list[Region] = []
    at = length = 0
    for region in regions:
        new = region.repaired if region.applied else damaged[region.start : region.end]
        parts += [damaged[at : region.start], new]
        start = length + region.start - at
        placed.append(replace(region, repaired_start=start, repaired_end=start + len(new)))
        at, length = region.end, start + len(new)
    parts.append(damaged[at:])
    return Repair(damaged, "".join(parts), tuple(placed), unresolved)
