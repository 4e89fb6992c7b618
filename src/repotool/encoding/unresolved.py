"""Places that have lost what they were: never guessed, only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from repotool.encoding.model import Repair, Unresolved
from repotool.model.regex import regex

_LOST = (
    "(?P<replacement>\ufffd+)"
    "|(?P<question>(?<![\\w?&=/])\\?{3,}(?=[ \\t,.;:!)\\]]+\\?{2,})|(?<=\\?[ \\t])\\?{2,}(?![\\w?]))"
    "|(?P<control>[\x80-\x9f]+)"
    "|(?P<private>[\ue000-\uf8ff]+)"
)
_SIGN = regex("[\x80-\x9f\ue000-\uf8ff\ufffd]")
"""Without one of these, and without two question marks, nothing is lost: most texts are seen to be whole so."""
_KINDS = {
    "replacement": "replacement character",
    "question": "question marks for letters",
    "control": "control character",
    "private": "private-use character",
}


def find_unresolved(text: str) -> tuple[Unresolved, ...]:
    """U+FFFD, runs of `?` in place of words, C1 controls and private-use characters that a repair has left."""
    if "??" not in text and (text.isascii() or not _SIGN.search(text)):
        return ()
    return tuple(_places(text))


def with_unresolved(repair: Repair) -> Repair:
    """The repair with its unresolved places, and what they may have been where a region's plan tells."""
    places = find_unresolved(repair.text)
    if any("\ufffd" in repair.text[place.start : place.end] for place in places):
        readings = _readings(repair)
        places = tuple(replace(place, readings=readings.get(place.start, ())) for place in places)
    return replace(repair, unresolved=places)


def _readings(repair: Repair) -> dict[int, tuple[str, ...]]:
    from repotool.encoding.gaps import readings_by_place

    found: dict[int, tuple[str, ...]] = {}
    for region in repair.regions:
        here = readings_by_place(repair.damaged[region.start : region.end], region)
        found.update((region.repaired_start + offset, words) for offset, words in here.items())
    return found


def _places(text: str) -> Iterator[Unresolved]:
    for match in re.finditer(_LOST, text):
        yield Unresolved(match.start(), match.end(), _KINDS[match.lastgroup or "replacement"])
