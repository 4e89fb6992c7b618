"""Damaged text → repair, with proof.

    >>> repair_text("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€!")
    'Привет, мир!'

Importing this package is cheap: what a repair needs is loaded by the first text that is not all ASCII.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from repotool.encoding.model import Region, Repair, Unresolved, Zone
from repotool.encoding.plans import Plan, Step

if TYPE_CHECKING:
    from repotool.encoding.names import NameRepair
    from repotool.encoding.rawbytes import Decoded

__all__ = [
    "Plan",
    "Region",
    "Repair",
    "Step",
    "Unresolved",
    "Zone",
    "decode_bytes",
    "is_sound",
    "repair",
    "repair_bytes",
    "repair_from",
    "repair_name",
    "repair_text",
]


def repair(
    text: str,
    *,
    zones: Sequence[Zone] = (),
    exists: Callable[[str], bool] | None = None,
    earlier: Sequence[str] = (),
) -> Repair:
    """Repair a text that was read in a wrong encoding.

    text     any text; lone surrogates U+DC80–U+DCFF (bytes that are not UTF-8) are never touched
    zones    which ranges are code or link targets; they may not overlap
    exists   answers whether a link target names an existing file: the reading that does wins
    earlier  earlier texts of the same file: they confirm repairs, and fill in what was lost
    """
    odd = _surprising_words(text)
    if not odd and not earlier and (not zones or text.isascii()) and _is_whole(text):
        return Repair(text, text)
    from repotool.encoding.repairing import repair as whole_repair

    return whole_repair(text, odd, zones, exists, earlier)


def is_sound(text: str) -> bool:
    """Whether every word is one that some language writes, and no place has lost what it was.

    What is true of two texts is true of both in one, with white space between them.
    """
    return not _surprising_words(text) and _is_whole(text)


def _surprising_words(text: str) -> set[str]:
    if text.isascii():
        return set()
    from repotool.encoding.gate import BYTE_ORDER_MARK, surprising_words

    return surprising_words(text.lstrip(BYTE_ORDER_MARK))


def _is_whole(text: str) -> bool:
    """Whether no place has lost what it was."""
    if text.isascii() and "??" not in text:
        return True
    from repotool.encoding.unresolved import find_unresolved

    return not find_unresolved(text)


def repair_from(text: str, encodings: Sequence[str]) -> Repair:
    """Repair a text under a named chain of wrong readings, whatever the letters say, wherever it fits strictly.

    encodings   in the order of the damage: what UTF-8 was read as ("mac_roman"), or "written>read" ("cp1251>cp1252");
                any alias Python knows.  ValueError for an unknown one.
    """
    from repotool.encoding.forced import repair_from as forced

    return forced(text, encodings)


def repair_name(name: str) -> NameRepair | None:
    """What a file was called before unzip, or a system, read its name in a wrong encoding; None where it is right.

    name    one path component
    """
    if name.isascii():
        return None
    from repotool.encoding.names import repair_name as whole_name

    return whole_name(name)


def decode_bytes(raw: bytes) -> Decoded | None:
    """Read bytes that are not UTF-8: one legacy encoding, UTF-16 with or without a mark, or lines of both.

    None for bytes that are UTF-8 already, and for bytes that are no text in any encoding tried.
    """
    from repotool.encoding.rawbytes import decode_bytes as decode

    return decode(raw)


def repair_bytes(raw: bytes) -> str:
    """The text of a file in any encoding, repaired.  Raises UnicodeDecodeError where the bytes are no text."""
    decoded = decode_bytes(raw)
    return repair_text(decoded.text if decoded else raw.decode())


def repair_text(text: str) -> str:
    """The repaired text; the text itself where there is nothing to repair."""
    if text.isascii():
        return text
    from repotool.encoding.repairing import repaired_text

    return repaired_text(text)
