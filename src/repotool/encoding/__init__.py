"""Damaged text → repair, with proof.

    >>> repair_text("ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€!")
    'Привет, мир!'

Importing this package is cheap: what a repair needs is loaded by the first text that is not all ASCII.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from repotool.encoding.model import Region, Repair, Unresolved, Zone
from repotool.encoding.plans import Plan, Step

__all__ = ["Plan", "Region", "Repair", "Step", "Unresolved", "Zone", "repair", "repair_text"]


def repair(text: str, *, zones: Sequence[Zone] = (), exists: Callable[[str], bool] | None = None) -> Repair:
    """Repair a text that was read in a wrong encoding.

    text    any text; lone surrogates U+DC80–U+DCFF (bytes that are not UTF-8) are never touched
    zones   which ranges are code or link targets; they may not overlap
    exists  answers whether a link target names an existing file: the reading that does wins
    """
    from repotool.encoding.repairing import repair as whole_repair

    return whole_repair(text, zones, exists)


def repair_text(text: str) -> str:
    """The repaired text; the text itself where there is nothing to repair."""
    if text.isascii():
        return text
    from repotool.encoding.repairing import repaired_text

    return repaired_text(text)
