"""What a word may have been that has lost a byte: the few letters that fit, the likelier first.

A reader writes U+FFFD for a byte that its encoding does not have, and there are few such bytes (five in Windows-1252).
Where the other bytes of the character are known, so are the letters it can have been; letter pairs then tell which of
the words are likely.  They are shown, never put into a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice, product

from repotool.encoding.candidates import SINGLE_BYTE
from repotool.encoding.letters import UNIT
from repotool.encoding.lossy import LostPlace, lost_places, repair_lossy
from repotool.encoding.model import Region
from repotool.encoding.plans import Plan
from repotool.encoding.readings import text_cost
from repotool.model.regex import regex

MOST_LETTERS = 6
"""More letters than this for one place say nothing."""
MOST_GAPS = 3
LONGEST = 40
"""In a word with more lost places, or a longer one, nothing is tried."""
LIKELY = 5 * UNIT
"""A word that costs this much more than the likeliest is not shown."""
MOST_SHOWN = 4
"""When more words than this are likely, none is shown."""
MOST_WORDS = 500
"""So many damaged words of one region are looked at."""
_WORD = regex("[\\w\ufffd]*\ufffd[\\w\ufffd]*")


def readings_by_place(damaged: str, region: Region) -> dict[int, tuple[str, ...]]:
    """Offset of each U+FFFD → the words it may stand in.

    damaged   what the region repairs
    Offsets are those in the region's repaired text when it is applied, else those in the damaged text.
    """
    if region.exact or "\ufffd" not in region.repaired:
        return {}
    result = repair_lossy(damaged, region.plan)
    if result is None or result[0] != region.repaired:
        return {}
    places = {place.repaired: place for place in lost_places(damaged, region.plan)}
    found: dict[int, tuple[str, ...]] = {}
    for inside, words in islice(_words(region.repaired, places, region.plan), MOST_WORDS):
        for place in inside:
            found[place.repaired if region.applied else place.damaged] = words
    return found


def _words(
    repaired: str, places: dict[int, LostPlace], plan: Plan
) -> Iterator[tuple[list[LostPlace], tuple[str, ...]]]:
    for match in _WORD.finditer(repaired):
        word, start = match.group(), match.start()
        if word.count("\ufffd") > MOST_GAPS or len(word) > LONGEST:
            continue
        inside = [places[start + at] for at, char in enumerate(word) if char == "\ufffd" and start + at in places]
        if len(inside) == word.count("\ufffd"):
            yield inside, likely_words(word, tuple(_letters(place.raw, plan.steps[0].read) for place in inside))


@lru_cache(maxsize=1000)
def likely_words(word: str, letters: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The words that `word` may have been, likeliest first; none where there are many.

    letters   for each U+FFFD of the word what it can have been
    """
    if not all(0 < len(some) <= MOST_LETTERS for some in letters):
        return ()
    parts = word.split("\ufffd")
    tried = ["".join(map("".join, zip(parts, (*chosen, ""), strict=True))) for chosen in product(*letters)]
    costs = {each: text_cost(each) for each in tried if each.isalnum()}
    likely = sorted((each for each in costs if costs[each] <= min(costs.values()) + LIKELY), key=costs.__getitem__)
    return tuple(likely) if len(likely) <= MOST_SHOWN else ()


@lru_cache(maxsize=1000)
def _letters(raw: bytes, encoding: str) -> tuple[str, ...]:
    """What a character was of whose bytes those marked 1A had no character in an encoding."""
    if raw.count(b"\x1a") > 1 or len(raw) < 2:  # two lost bytes leave too many
        return ()
    found = []
    for byte in _without_character(encoding):
        try:
            found.append(raw.replace(b"\x1a", bytes([byte])).decode())
        except UnicodeError:
            continue
    return tuple(found)


@cache
def _without_character(encoding: str) -> bytes:
    """The bytes that a strict reader of a single-byte encoding has no character for."""
    codec = SINGLE_BYTE[encoding][0]
    return bytes(byte for byte in range(128, 192) if "\ufffd" in bytes([byte]).decode(codec, "replace"))
