"""A chain of wrong readings that somebody names: `--from mac_roman,cp1252`."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence

from repotool.encoding.candidates import MULTI_BYTE, SINGLE_BYTE
from repotool.encoding.gate import WORD
from repotool.encoding.letters import UNIT
from repotool.encoding.model import Region, Repair, assemble
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import text_cost
from repotool.encoding.unresolved import with_unresolved


def plan_from(names: Sequence[str]) -> Plan:
    """The plan that a list of encodings names, in the order of the damage.

    Each is what UTF-8 was read as, or "written>read".  Raises ValueError for an encoding that is not known.
    """
    if not names:
        raise ValueError("no encoding is named")
    return Plan(tuple(_step(name) for name in names))


def _step(name: str) -> Step:
    written, arrow, read = name.partition(">")
    return Step(encoding_named(written), encoding_named(read)) if arrow else Step("utf-8", encoding_named(name))


def encoding_named(name: str) -> str:
    """This engine's name for an encoding, by any alias Python knows.  Raises ValueError."""
    try:
        sought = codecs.lookup(name.strip()).name
    except LookupError:
        raise ValueError(f"unknown encoding {name.strip()!r}") from None
    for known, (codec, _) in {**SINGLE_BYTE, **MULTI_BYTE}.items():
        if codecs.lookup(codec).name == sought:
            return known
    raise ValueError(f"{name.strip()!r} is not an encoding that text is read in by mistake here")


def repair_from(text: str, names: Sequence[str]) -> Repair:
    """See `repotool.encoding.repair_from`."""
    plan = plan_from(names)
    new = plan.repair(text)
    whole = new is not None and plan.proves(text, new)
    regions, at = [], 0
    for line in text.split("\n"):
        for start, end in _pieces(line, plan):
            regions.append(_region(text, at + start, at + end, plan, whole))
        at += len(line) + 1
    return with_unresolved(assemble(text, regions))


def _pieces(line: str, plan: Plan) -> Iterator[tuple[int, int]]:
    """The line if the plan fits it, else the words that it fits."""
    if _fits(line, plan):
        yield 0, len(line)
    elif not line.isascii():
        yield from (match.span() for match in WORD.finditer(line) if _fits(match.group(), plan))


def _fits(piece: str, plan: Plan) -> bool:
    new = plan.repair(piece)
    return new is not None and new != piece and plan.proves(piece, new)


def _region(text: str, start: int, end: int, plan: Plan, whole: bool) -> Region:
    new = plan.repair(text[start:end]) or ""
    gain = (text_cost(text[start:end]) - text_cost(new)) / UNIT
    return Region(start, end, 0, 0, new, plan, exact=True, voted=True, whole=whole, applied=True, gain=gain)
