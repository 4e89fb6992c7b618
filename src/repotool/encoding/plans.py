"""Whole-document plans: UTF-8 that was read in one of the single-byte encodings."""

from __future__ import annotations

from collections.abc import Callable

import ftfy.bad_codecs

from repotool.model import Region, Repair, Span

ftfy.bad_codecs.ok()  # registers the sloppy-* codecs, which map the unassigned bytes too

BYTE_ORDER_MARK = "\ufeff"

# Mac Roman first: it is what damaged the Cyrillic READMEs this tool began with. The order decides nothing but the name:
# encodings that give the same text are one reading.
CANDIDATES = {
    "mac_roman": "Mac Roman",
    "sloppy-windows-1252": "Windows-1252",
    "latin-1": "Latin-1",
    "sloppy-windows-1251": "Windows-1251",
    "koi8-r": "KOI8-R",
    "cp866": "CP866",
    "cp437": "CP437",
    "cp850": "CP850",
    "mac_cyrillic": "Mac Cyrillic",
    "iso8859-5": "ISO 8859-5",
    "sloppy-windows-1250": "Windows-1250",
    "sloppy-windows-1253": "Windows-1253",
    "sloppy-windows-1254": "Windows-1254",
    "sloppy-windows-1257": "Windows-1257",
    "iso8859-2": "ISO 8859-2",
    "iso8859-15": "ISO 8859-15",
    "koi8-u": "KOI8-U",
    "mac_latin2": "Mac Latin 2",
}

# One strictly decodable sequence may be chance ("Ã©" can be meant); several in one document are not.
MIN_SEQUENCES = 3


def whole_document(text: str) -> Repair | None:
    """The one text that reads as UTF-8 out of an encoding of `CANDIDATES`; None where there is none, or two."""
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    readings: dict[str, str] = {}
    for codec in CANDIDATES:
        repaired = _undo(text.removeprefix(mark), codec)
        if repaired is not None:
            readings.setdefault(mark + repaired, codec)
    if len(readings) != 1:
        return None
    [(repaired, codec)] = readings.items()
    return _by_lines(text, repaired, f"UTF-8 read as {CANDIDATES[codec]}", _damage_with(codec))


def _undo(text: str, codec: str) -> str | None:
    try:
        repaired = text.encode(codec).decode("utf-8")
    except UnicodeError:
        return None
    sequences = sum(not c.isascii() for c in repaired)
    return repaired if sequences >= MIN_SEQUENCES and _damage_with(codec)(repaired) == text else None


def _damage_with(codec: str) -> Callable[[str], str | None]:
    def damage(text: str) -> str | None:
        try:
            return text.encode("utf-8").decode(codec)
        except UnicodeError:
            return None

    return damage


def _by_lines(text: str, repaired: str, plan: str, damage: Callable[[str], str | None]) -> Repair:
    regions = []
    start = repaired_start = 0
    for before, after in zip(text.split("\n"), repaired.split("\n"), strict=True):
        span, target = Span(start, start + len(before)), Span(repaired_start, repaired_start + len(after))
        if before != after:
            regions.append(Region(span, target, after, plan, safe=True))
        start, repaired_start = span.end + 1, target.end + 1
    return Repair(repaired, tuple(regions), proven=True, damage=damage)
