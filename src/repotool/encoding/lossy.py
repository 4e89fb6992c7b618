"""Damage that lost something: what is certain is restored, and each inference is put into words.

UTF-8 has no character in which a lead byte is followed by a space or a question mark, so under a plan that the text
has elected it is certain that something stood there.  What stood there is inferred for one thing only: where a space
can only have been the byte A0 (U+00A0 is turned to a space by many editors).  Any other lost byte becomes U+FFFD.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from typing import NamedTuple

from repotool.encoding.candidates import SINGLE_BYTE
from repotool.encoding.charmaps import encode
from repotool.encoding.plans import Plan
from repotool.model.regex import regex

_TAIL = b"[\x80-\xbf]"
_LOST_SPACE = regex(b"[\xc2-\xdf] |[\xe0-\xef](?: %b|%b )|[\xf0-\xf4](?: %b%b|%b %b|%b%b )" % ((_TAIL,) * 8))
_LOST_BYTE = regex(
    b"[\xc2-\xdf][?\x1a]|[\xe0-\xef](?:[?\x1a][?\x1a\x80-\xbf]|[\x80-\xbf][?\x1a])"
    b"|[\xf0-\xf4](?:[?\x1a][?\x1a\x80-\xbf]{2}|[\x80-\xbf][?\x1a][?\x1a\x80-\xbf]|[\x80-\xbf]{2}[?\x1a])|\x1a"
)
# The byte F0 reads as U+F8FF in Mac Roman, which many programs drop: three tails without a lead are left
_LOST_LEAD = regex(b"(?<![\xc2-\xf4\x80-\xbf])(?<![\xc2-\xf4]%b)[\x90-\xbf]%b%b(?!%b)" % ((_TAIL,) * 4))
_REPLACED = "\ufffd".encode()
_LOST = regex(b"[?\x1a]")


class LostPlace(NamedTuple):
    """Where a line has lost a byte: offsets of the mark in the damaged and in the repaired line, and the bytes of the
    character it was in, 1A for each that is lost."""

    damaged: int
    repaired: int
    raw: bytes


def repair_lossy(line: str, plan: Plan) -> tuple[str, tuple[str, ...]] | None:
    """The line before the damage with what was inferred, or None where not even so the plan explains it."""
    raw = _bytes_of(line, plan)
    if raw is None:
        return None
    inferred: list[str] = []
    for find, put, what in (
        (_LOST_LEAD, _with_lead, "byte F0 restored before {} characters"),
        (_LOST_SPACE, _with_a0, "U+00A0 restored where {} spaces stood"),
        (_LOST_BYTE, _with_mark, "{} characters are lost"),
    ):
        raw, times = find.subn(put, raw)
        if times:
            inferred.append(what.format(times))
    try:
        return raw.decode(), tuple(inferred)
    except UnicodeError:
        return None


def lost_places(line: str, plan: Plan) -> Iterator[LostPlace]:
    """The places where `repair_lossy` puts U+FFFD; the line is one that it repairs."""
    raw = _bytes_of(line, plan)
    if raw is None:
        return
    leads = [match.start() + i for i, match in enumerate(_LOST_LEAD.finditer(raw))]
    raw = _LOST_SPACE.sub(_with_a0, _LOST_LEAD.sub(_with_lead, raw))
    at = length = 0
    for match in _LOST_BYTE.finditer(raw):
        length += len(raw[at : match.start()].decode())
        lost = match.start() + next(found.start() for found in _LOST.finditer(match.group()))
        yield LostPlace(lost - bisect(leads, lost), length, _LOST.sub(b"\x1a", match.group()))
        at, length = match.end(), length + 1


def _bytes_of(line: str, plan: Plan) -> bytes | None:
    """The bytes that were read as this line, 1A where they were replaced; None where the plan has no such bytes."""
    if len(plan.steps) != 1 or not plan.is_utf8 or plan.steps[0].read not in SINGLE_BYTE or "\x1a" in line:
        return None
    try:
        return encode(line.replace("\ufffd", "\x1a"), plan.steps[0].read)
    except UnicodeError:
        return None


def _with_lead(match: re.Match[bytes]) -> bytes:
    return b"\xf0" + match.group()


def _with_a0(match: re.Match[bytes]) -> bytes:
    return match.group().replace(b" ", b"\xa0")


def _with_mark(match: re.Match[bytes]) -> bytes:
    return _REPLACED
