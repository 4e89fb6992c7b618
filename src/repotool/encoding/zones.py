"""Where a repair applies: prose freely; code only when the whole file agrees; link targets by what exists."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote, unquote

from msgspec.structs import replace

from repotool.encoding.letters import UNIT
from repotool.encoding.model import Region, Zone, ZoneKind
from repotool.encoding.readings import readings

Exists = Callable[[str], bool]


def mind_zones(text: str, regions: Sequence[Region], zones: Sequence[Zone], exists: Exists | None) -> list[Region]:
    """The regions cut at the borders of zones, each piece applied or only reported as its zone demands."""
    pieces = [piece for region in regions for piece in _cut(text, region, zones)]
    judged = [_judge(text, piece, exists) for piece in pieces]
    if exists is not None:
        free = [z for z in zones if z.kind == "target" and not any(r.start < z.end and z.start < r.end for r in judged)]
        judged += [region for zone in free if (region := _by_file(text, zone, exists))]
    return sorted(judged, key=lambda region: region.start)


def _cut(text: str, region: Region, zones: Sequence[Zone]) -> Iterator[Region]:
    """One region a zone or stretch of prose; whole if it cannot be cut, and then reported only.

    A line that an earlier version has is right with its code and its links.
    """
    if region.remembered and not region.exact:
        yield region
        return
    inside = [z for z in zones if z.start < region.end and region.start < z.end]
    pieces = []
    for start, end, kind in _stretches(region, inside):
        old = text[start:end]
        new = region.plan.repair(old)
        if new is None or not region.plan.proves(old, new):
            yield replace(region, applied=region.applied and not inside, zone=inside[0].kind if inside else None)
            return
        if new != old:
            pieces.append(replace(region, start=start, end=end, repaired=new, zone=kind))
    if not inside or "".join(region.repaired) == "":
        yield region
        return
    yield from pieces


def _stretches(region: Region, inside: Sequence[Zone]) -> Iterator[tuple[int, int, ZoneKind | None]]:
    at = region.start
    for zone in inside:
        start, end = max(zone.start, at), min(zone.end, region.end)
        if at < start:
            yield at, start, None
        if start < end:
            yield start, end, zone.kind
            at = end
    if at < region.end:
        yield at, region.end, None


def _judge(text: str, region: Region, exists: Exists | None) -> Region:
    if region.zone is None or (region.whole and region.zone == "code"):
        return region
    if region.zone == "target" and exists is not None:
        old = text[region.start : region.end]
        if names_a_file(region.repaired, exists):
            return replace(region, voted=True)
        if names_a_file(old, exists):
            return replace(region, applied=False)
    return replace(region, applied=region.applied and region.whole)


def names_a_file(target: str, exists: Exists) -> bool:
    """Whether a link target, as it is or percent-decoded, without its fragment, names an existing file."""
    path = target.split("#")[0].split("?")[0]
    return any(form and exists(form) for form in dict.fromkeys([target, path, unquote(path)]))


def _by_file(text: str, zone: Zone, exists: Exists) -> Region | None:
    """The one reading of a target that names a file, when the target as it is names none."""
    old = text[zone.start : zone.end]
    plain = unquote(old)
    if plain.isascii() or names_a_file(old, exists):
        return None
    percent = old.isascii()
    named = [r for r in readings(plain) if names_a_file(r.text, exists)]
    if not named or len({r.text for r in named}) > 1:
        return None
    best = named[0]
    new = quote(best.text, safe="/#?&=+,;:@!$'()*~") if percent else best.text
    exact = best.plan.proves(plain, best.text) and (not percent or unquote(new) == best.text)
    gain = best.gain / UNIT
    return Region(zone.start, zone.end, 0, 0, new, best.plan, exact, True, False, True, gain, zone="target")
