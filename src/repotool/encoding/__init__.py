"""Damaged text -> what it was, with proof.

Mojibake is text whose bytes were read in the wrong encoding. A whole-document plan names that encoding: written back in
it and read as UTF-8, the text must decode strictly, and damaged again it must be the input, character for character.
"""

from __future__ import annotations

from repotool.model import Repair

__all__ = ["repair"]


def repair(text: str) -> Repair | None:
    """The repair of a whole damaged `text`, or None where the text is not provably damaged. ASCII leaves at once."""
    if text.isascii():
        return None
    from repotool.encoding.plans import whole_document

    return whole_document(text)
