"""File names: what unzip makes of them.  A name is short, so only few plans are tried, and a clear gain is asked."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from repotool.encoding.legacy import mean_cost
from repotool.encoding.letters import UNIT, strangers
from repotool.encoding.plans import Plan, chain
from repotool.encoding.readings import Reading, is_usual, readings, text_cost
from repotool.model.regex import regex

# zip stores names in the encoding of the machine that packed; unzip reads CP437 unless told otherwise
ZIP: Final[tuple[Plan, ...]] = (
    *(
        chain([(written, read)])
        for read in ("cp437", "cp850", "cp1252", "latin-1", "mac_roman")
        for written in ("cp866", "cp1251", "koi8-r", "mac_cyrillic")
    ),
    chain([("cp1251", "cp866")]),
)
UNZIP: Final = chain([("utf-8", "cp437")])
UTF8_GAIN: Final = 14 * UNIT
UTF8_GAIN_ODD: Final = 40 * UNIT
"""What UTF-8 in a name must gain: when the result is usual, when it surprises."""
LEGACY_GAIN: Final = 15 * UNIT
LEGACY_DROP: Final = 2.5 * UNIT
LEGACY_AFTER: Final = 4.6 * UNIT
MARGIN: Final = 3 * UNIT
_CYRILLIC = regex("[\x20-\x7e\u0400-\u04ff№«»—–]*")
_APART = regex(r"[\x00-\x40\[-`{-\x7f]+")


class NameRepair(Struct, frozen=True):
    """A file name before the damage.  `exact`: the plan damages it to the name again.  `gain` in nats."""

    name: str
    plan: Plan
    exact: bool
    gain: float


def repair_name(name: str) -> NameRepair | None:
    """See `repotool.encoding.repair_name`."""
    if name.isascii():
        return None
    found = _utf8(name) or _zip(name)
    if found is None or "/" in found.text or "\0" in found.text:
        return None
    return NameRepair(found.text, found.plan, found.plan.proves(name, found.text), found.gain / UNIT)


def _utf8(name: str) -> Reading | None:
    """The name as UTF-8 read wrongly, where one result is clearly the best."""
    found = [r for r in readings(name) if r.gain >= (UTF8_GAIN if _is_usual(r.text) else UTF8_GAIN_ODD)]
    if not found:
        return None
    best = max(found, key=lambda r: r.gain - r.handicap)
    best = next((r for r in found if r.text == best.text and r.plan == UNZIP), best)
    rivals = (r for r in found if r.text != best.text)
    return best if all(best.gain - best.handicap >= r.gain - r.handicap + MARGIN for r in rivals) else None


def _is_usual(name: str) -> bool:
    return all(is_usual(word) for word in _APART.split(name))


def _zip(name: str) -> Reading | None:
    """The name in a Cyrillic encoding read as another of the machine's, where one result is clearly the best."""
    words = [word for word in _APART.split(name) if not word.isascii()]
    text = " ".join(words)
    far = [char for char in text if char > "\x7f"]
    if len(far) < 4 or len(set(far)) < 3:
        return None
    found = sorted(filter(None, (_under(text, plan) for plan in ZIP)), key=lambda r: -r.gain)
    if not found or any(r.gain > found[0].gain - MARGIN for r in found if r.text != found[0].text):
        return None
    best = found[0]
    whole = best.plan.repair(name)
    return None if whole is None else Reading(best.plan, whole, best.gain, 0, True)


def _under(text: str, plan: Plan) -> Reading | None:
    before = plan.repair(text)
    if before is None or not _CYRILLIC.fullmatch(before):
        return None
    gain = text_cost(text) - text_cost(before)
    believed = mean_cost(before) <= LEGACY_AFTER and mean_cost(text) - mean_cost(before) >= LEGACY_DROP
    return Reading(plan, before, gain, 0, True) if gain >= LEGACY_GAIN and believed and not strangers(before) else None
