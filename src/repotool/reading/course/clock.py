"""Cells without their markup, and the times of day in them."""

from __future__ import annotations

import re

from repotool.model.regex import regex

LONGEST = 1000
"""A cell is read as far as this: no date or time needs more, and a stranger's megabyte costs nothing."""
HALF = r"\s?([ap])\.?m\b\.?"
TIME_SPAN = regex(
    rf"(?<![\d:.,/])(\d{{1,2}})(?:(?::|(?P<dot>\.))([0-5]\d))?(?:{HALF})?\s*[-–—]\s*"
    rf"(\d{{1,2}})(?(dot)\.[0-5]\d|(?::[0-5]\d)?){HALF}",  # the 3.03 of "3.03 - 6 pm" is a day
    re.I,
)
TIME = regex(
    rf"(?<![\d:.,/])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?:{HALF})?"
    rf"|(?<![\d:.,/])(\d{{1,2}})(?:\.([0-5]\d))?{HALF}",
    re.I,
)
DOTTED_TIME = regex(r"(?<![\d.])([01]?\d|2[0-3])\.([0-5]\d)(?!\.?\d)")
LINE_BREAK = regex(r"<(?:br|li|p|div)\b", re.I)
HIDDEN = regex(r"~~[^~\n]{1,200}~~|<(s|del)>[^<]{1,200}</\1>|<[^<>]{0,300}>|\]\([^()\s]{0,300}\)|&nbsp;|[*_`\[\]\\]")
"""Markup, and what is struck out: blanked, so that places stay what they are."""


def plain(text: str) -> str:
    """The beginning of a cell, with blanks for its markup and for what is struck out."""
    return HIDDEN.sub(_hide, text[:LONGEST])


def _hide(match: re.Match[str]) -> str:
    """Blanks in place of markup; where it begins a line, a line begins."""
    return "\n" + " " * (len(match[0]) - 1) if LINE_BREAK.match(match[0]) else blank(match)


def clockless(plain_text: str) -> str:
    """A plain text with blanks for its times."""
    return TIME.sub(blank, TIME_SPAN.sub(blank, plain_text))


def blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def read_time(text: str, *, dotted: bool = False) -> str | None:
    """The first time of a cell as HH:MM: "18:10", "в 10:30", "10:30–12:05", "6 - 8:30 pm"; if `dotted`: "18.10"."""
    bare = plain(text)
    span = TIME_SPAN.search(bare)
    if span:
        start, end = int(span[1]), int(span[5])
        half = span[4] or (span[6] if start % 12 <= end % 12 else "")  # "11 - 1 pm" begins before noon
        return _clock(start, span[3], half)
    found = TIME.search(bare)
    if found:
        return _clock(int(found[1] or found[4]), found[2] or found[5], found[3] or found[6])
    found = DOTTED_TIME.search(bare) if dotted else None
    return _clock(int(found[1]), found[2], "") if found else None


def _clock(hour: int, minute: str | None, half: str | None) -> str | None:
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return f"{hour:02}:{minute or '00'}" if hour < 24 else None
