"""One legacy encoding read as another: no such reading is ever impossible, so the letters alone must decide.

Evidence is pooled: the plan is found on many surprising words at once, never on one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from repotool.encoding.candidates import LEGACY, RARELY_WRITTEN, SINGLE_BYTE
from repotool.encoding.charmaps import CJK, bit, decode, encode, single_bytes_of
from repotool.encoding.gate import surprising_words
from repotool.encoding.letters import UNIT, strangers
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import text_cost

SUSPECT = 4.2 * UNIT
"""Mean cost a character from which words are suspect.  Clean words of alphabetic scripts cost 3 to 3.5 nats, Russian
in a wrong Cyrillic encoding 4.6 and more, in any other 7 and more."""
PLAUSIBLE = 4.0 * UNIT
"""Mean cost a character up to which a result is believed."""
DISTINCT = 4
"""So many different characters must be there to be changed."""
MARGIN = 3 * UNIT
"""How far the best different reading must be behind."""
NEAR = 2 * UNIT
MOST_NEAR = 6
"""So many plans, up to so much a character behind the best, are tried on the lines themselves."""
POOL = 500
"""Characters of evidence that are enough to tell legacy plans apart."""


class Finding(Struct, frozen=True):
    """A legacy plan for a pool of words: gain and margin over the best different reading, in units of cost."""

    plan: Plan
    gain: int
    margin: int
    length: int
    cyrillic: bool
    distinct: int  # characters that become others
    drop: float  # of the mean cost a character
    after: float  # mean cost a character of the result
    strange: bool  # the result has characters hardly any text has
    left: float  # share of the words that are still surprising


@cache
def _plans() -> tuple[tuple[str, tuple[tuple[Plan, str, int], ...]], ...]:
    by_reader: dict[str, list[tuple[Plan, str, int]]] = {}
    for written, read, its_handicap in LEGACY:
        for reader in read:
            for writer in written:
                handicap = its_handicap + RARELY_WRITTEN.get(writer, 0)
                if reader != writer:
                    by_reader.setdefault(reader, []).append((Plan((Step(writer, reader),)), writer, handicap))
    return tuple((reader, tuple(rows)) for reader, rows in by_reader.items())


def pool(words: Iterable[str]) -> list[str]:
    """Words up to POOL characters in all."""
    taken, length = [], 0
    for word in words:
        taken.append(word)
        length += len(word)
        if length > POOL:
            break
    return taken


def search(words: Sequence[str], lines: Sequence[str]) -> Finding | None:
    """The legacy plan under which a pool of words reads best, if any gains.

    Plans that nearly tie on the words are told apart on the lines these are from: short words and signs count there.
    """
    text = " ".join(pool(words))
    if len({char for char in text if not char.isascii()}) < DISTINCT:
        return None
    found = sorted(_results(text), key=lambda result: -result.gain)
    if not found:
        return None
    near = [result for result in found if found[0].gain - result.gain <= NEAR * len(text)][:MOST_NEAR]
    best, margin = _told_apart(near, lines) if len(near) > 1 else (near[0], near[0].gain)
    rival = next((result.gain for result in found if result.text != best.text and result not in near), 0)
    return _finding(text, best, min(margin, best.gain - rival), len(set(words)))


def _told_apart(near: Sequence[_Result], lines: Sequence[str]) -> tuple[_Result, int]:
    """The best of some near results on the lines, and how far any other text is behind there."""
    on_lines = [(_gain(result.plan, lines) - result.handicap, result) for result in near]
    gain, best = max(on_lines, key=lambda pair: pair[0])
    texts = [best.plan.repair(line) for line in lines]
    others = (g for g, r in on_lines if r is not best and [r.plan.repair(line) for line in lines] != texts)
    return best, gain - max(others, default=0)


class _Result(NamedTuple):
    gain: int
    text: str
    plan: Plan
    handicap: int


def _results(text: str) -> Iterator[_Result]:
    """What every legacy plan that can have made a text makes of it, where that gains."""
    at_first = text_cost(text)
    mask = single_bytes_of(text)
    for reader, plans in _plans():
        if not mask & bit(reader):
            continue
        raw = encode(text, reader)
        for plan, writer, handicap in plans:
            try:
                before = decode(raw, writer)
            except UnicodeError:
                continue
            gain = at_first - text_cost(before) - handicap
            if gain > 0 and (writer in SINGLE_BYTE or plan.proves(text, before)):
                yield _Result(gain, before, plan, handicap)


def _gain(plan: Plan, lines: Sequence[str]) -> int:
    """What lines gain under a plan; one that loses, or that it cannot have made, would be left as it is."""
    return sum(max(0, text_cost(line) - text_cost(new)) for line in lines if (new := plan.repair(line)) is not None)


def _finding(text: str, best: _Result, margin: int, words: int) -> Finding:
    return Finding(
        best.plan,
        best.gain,
        margin,
        length=sum(not char.isascii() for char in text),
        cyrillic=best.plan.steps[0].written in LEGACY[0][0],
        distinct=_distinct_changes(text, best.text),
        drop=mean_cost(text) - mean_cost(best.text),
        after=mean_cost(best.text),
        strange=strangers(best.text) > 0,
        left=len(surprising_words(best.text)) / max(1, words),
    )


def _distinct_changes(damaged: str, before: str) -> int:
    return len({old for old, new in zip(damaged, before, strict=False) if old != new})


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Whether a word can be a witness: three characters beside ASCII, not all the same, none East Asian."""
    far = [char for char in word if char > "\x7f"]
    return len(far) >= 3 and len(set(far)) >= 2 and max(far) < CJK


@lru_cache(maxsize=50_000)
def is_dear(word: str) -> bool:
    """Whether one word is a witness, and as unusual as suspect words are on the whole."""
    return is_word(word) and mean_cost(word) >= SUSPECT


def is_suspect(words: Sequence[str]) -> bool:
    """Whether words are so unusual on the whole that a legacy encoding may have been read as another."""
    return bool(words) and mean_cost(" ".join(words)) >= SUSPECT


def mean_cost(text: str) -> float:
    """Units of cost a character."""
    return text_cost(text) / (len(text) + 1)


def is_strong(finding: Finding) -> bool:
    """Whether a finding on its own, without other lines that agree, may be trusted."""
    if finding.cyrillic:
        enough = (
            finding.gain >= 20 * UNIT
            and finding.length >= 6
            and finding.distinct >= DISTINCT
            and finding.drop >= 1.0 * UNIT
        )
    else:
        enough = (
            finding.gain >= max(60, 8 * finding.length) * UNIT and finding.distinct >= DISTINCT and not finding.strange
        )
    return enough and finding.after <= PLAUSIBLE and finding.margin >= MARGIN and finding.left <= 0.34
