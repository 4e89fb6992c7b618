"""A text that may be damaged -> its repair, told which parts are code or link targets and which files exist."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from repotool import encoding
from repotool.model import DamagedName, Decoding, Document, Lost, Region, Repair, Source, Span, Tree, View
from repotool.reading.links.targets import local_path

LEFT_BY_PROGRAMS = "\ufffd?"
"""What a program leaves of a letter it cannot write. Control and private-use characters may be meant, unless the text
around them was damaged."""


def find_repair(
    text: str,
    parse: Callable[[str], Document],
    path: str,
    tree: Tree | None,
    earlier: Callable[[], Sequence[str]] = tuple,
) -> Repair | None:
    """The repair of `text`, which is the file at `path`; None where nothing is damaged.

    `earlier` gives former texts of the file, which confirm a repair or fill its gaps; it is asked only when they help.

    Only where something is damaged is the text parsed for its zones: in code a repair needs the whole file's agreement,
    and of two readings of a link target the one that names a file is right.
    """
    told = encoding.repair(text)
    if not told.regions and not told.unresolved:
        return None
    told = encoding.repair(text, zones=zones(parse(text)), exists=_exists(path, tree), earlier=earlier())
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


def find_decoding(raw: bytes) -> Decoding | None:
    """What bytes that are not UTF-8 say; None where they are, or are no text."""
    decoded = encoding.decode_bytes(raw)
    return None if decoded is None else Decoding(decoded.text, decoded.name, decoded.strong)


def decoded_view(source: Source, decoding: Decoding) -> View:
    """The decoded text of a file that is not UTF-8. A place is the line it is on: no smaller one is alike in both.

    Nothing is spelled: a fix would have to write in an encoding that is about to go.
    """
    starts, lines = _line_starts(decoding.text), _line_starts(source.text)

    def line(offset: int) -> int:
        return min(bisect_right(starts, offset), len(lines)) - 1

    def place(span: Span) -> Span:
        first, last = line(span.start), line(max(span.start, span.end - 1))
        end = lines[last + 1] - 1 if last + 1 < len(lines) else len(source.text)
        return Span(lines[first], max(lines[first], end))

    return View(decoding.text, place, lambda text: None)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    while (at := text.find("\n", starts[-1])) >= 0:
        starts.append(at + 1)
    return starts


def damaged_names(paths: Iterable[str]) -> dict[str, DamagedName]:
    """The files and folders among `paths` whose own names were read in a wrong encoding, as unzip does."""
    found: dict[str, DamagedName] = {}
    for path in {part for known in paths if not known.isascii() for part in _with_parents(known)}:
        repaired = encoding.repair_name(path.rpartition("/")[2])
        if repaired is not None and repaired.exact:
            found[path] = DamagedName(repaired.name, repaired.plan.name)
    return dict(sorted(found.items()))


def _with_parents(path: str) -> Iterable[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
