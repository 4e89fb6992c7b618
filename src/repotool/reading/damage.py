"""A text that may be damaged -> its repair, told which parts are code or link targets and which files exist."""

from __future__ import annotations

from collections.abc import Callable

from repotool import encoding
from repotool.model import Document, Lost, Region, Repair, Span, Tree
from repotool.reading.targets import local_path

LEFT_BY_PROGRAMS = "\ufffd?"
"""What a program leaves of a letter it cannot write. Control and private-use characters may be meant, unless the text
around them was damaged."""


def find_repair(text: str, parse: Callable[[str], Document], path: str, tree: Tree | None) -> Repair | None:
    """The repair of `text`, which is the file at `path`; None where nothing is damaged.

    Only where something is damaged is the text parsed for its zones: in code a repair needs the whole file's agreement,
    and of two readings of a link target the one that names a file is right.
    """
    told = encoding.repair(text)
    if told.regions:
        told = encoding.repair(text, zones=zones(parse(text)), exists=_exists(path, tree))
    certain = told.safe()
    offered = tuple(_region(region) for region in told.regions if not region.safe)
    regions = tuple(_region(region) for region in certain.regions if region.applied)
    lost = tuple(
        _lost(place) for place in certain.unresolved if regions or certain.text[place.start] in LEFT_BY_PROGRAMS
    )
    if not regions and not offered and not lost:
        return None
    return Repair(certain.text, regions, certain.proven and not offered, _damage(certain), offered, lost)


def zones(document: Document) -> list[encoding.Zone]:
    """Code and link targets of a document, as the repair wants them: apart from each other."""
    code = [encoding.Zone(span.start, span.end, "code") for span in document.code]
    targets = {link.target_span for link in document.links if link.target_span.start < link.target_span.end}
    found = sorted([*code, *(encoding.Zone(s.start, s.end, "target") for s in targets)], key=lambda zone: zone.start)
    apart: list[encoding.Zone] = []
    for zone in found:
        if not apart or zone.start >= apart[-1].end:
            apart.append(zone)
    return apart


def _exists(path: str, tree: Tree | None) -> Callable[[str], bool] | None:
    if tree is None:
        return None
    return lambda target: (place := local_path(target, path)) is not None and place in tree


def _region(region: encoding.Region) -> Region:
    return Region(
        span=Span(region.start, region.end),
        repaired=Span(region.repaired_start, region.repaired_end),
        replacement=region.repaired,
        plan=region.plan.name,
        safe=region.safe,
        in_code=region.zone == "code",
        evidence=region.evidence,
    )


def _lost(place: encoding.Unresolved) -> Lost:
    return Lost(Span(place.start, place.end), place.readings)


def _damage(repair: encoding.Repair) -> Callable[[str], str | None]:
    """How this file would write a text. Where several plans were at work, only ASCII is written alike by all."""
    if len(repair.plans) == 1:
        return repair.plans[0].damage
    return lambda text: text if text.isascii() else None
