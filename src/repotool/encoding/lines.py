"""One line: under the plans of the document where they fit, else on its own evidence, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from repotool.encoding import legacy
from repotool.encoding.gate import CJK, WORD, surprising_words
from repotool.encoding.letters import UNIT
from repotool.encoding.plans import Plan
from repotool.encoding.readings import Reading, readings, text_cost
from repotool.encoding.vote import witnesses

LINE_VOTED = 2 * UNIT
"""What a line must gain under an elected UTF-8 plan that fits it strictly; a long one need not be asked."""
SURELY_UTF8 = 8
"""So many bytes that continue a character are never valid UTF-8 by chance."""
LINE_LEGACY = 4 * UNIT
SIGN_LEGACY = 12 * UNIT
"""What a line must gain under an elected legacy plan: with a word in it, with single signs only."""
WORD_VOTED = 5 * UNIT
WORD_VOTED_ODD = 16 * UNIT
"""What a word must gain under an elected plan: when the result is usual, when it surprises."""
ALONE = {0: 99 * UNIT, 1: 18 * UNIT, 2: 15 * UNIT}
ALONE_MANY = 12 * UNIT
"""What words that nothing else speaks for must gain, by the number of distinct characters they repair to."""
MARGIN = 3 * UNIT
"""How far a different result must be behind."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace text[start:end] by `new`, the text before the damage of `plan`.  `gain` in units of cost."""

    start: int
    end: int
    new: str
    plan: Plan
    voted: bool
    gain: int
    whole: bool = False


def voted_line(line: str, at: int, plans: Sequence[Plan], legacy_plan: Plan | None) -> Edit | None:
    """The whole line under the elected plan that gains most on it."""
    results = [(plan, new) for plan in plans if (new := _strictly(line, plan))]
    if len(results) == 1 and len(results[0][1].encode()) - len(results[0][1]) >= SURELY_UTF8:
        return Edit(at, at + len(line), results[0][1], results[0][0], True, 0)
    found = [_line_edit(line, at, plan, new, LINE_VOTED) for plan, new in results]
    if legacy_plan and (new := _strictly(line, legacy_plan)):
        least = LINE_LEGACY if any(map(legacy.is_word, WORD.findall(line))) else SIGN_LEGACY
        found.append(_line_edit(line, at, legacy_plan, new, least))
    return max(filter(None, found), key=lambda edit: edit.gain, default=None)


def _strictly(line: str, plan: Plan) -> str | None:
    new = plan.repair(line)
    return new if new is not None and new != line and plan.proves(line, new) else None


def _line_edit(line: str, at: int, plan: Plan, new: str, least: int) -> Edit | None:
    gain = text_cost(line) - text_cost(new)
    return Edit(at, at + len(line), new, plan, True, gain) if gain >= least else None


def word_edits(line: str, at: int, plans: Sequence[Plan]) -> Iterator[Edit]:
    """The words of a line that are damaged by themselves, or else the line under a legacy plan of its own."""
    matches = [match for match in WORD.finditer(line) if not match.group().isascii()]
    words = {match.group() for match in matches}
    odd = surprising_words(line)
    chosen = {word: (r, True) for word in sorted(words) if (r := _voted_word(word, plans))}
    left = words - chosen.keys()
    suspect = legacy.is_suspect(witnesses(line))
    while left & odd and not suspect:
        alone = _alone(left)
        if not alone:
            break
        chosen.update((word, (r, False)) for word, r in alone.items())
        left -= alone.keys()
    for match in matches:
        if match.group() in chosen:
            r, voted = chosen[match.group()]
            yield Edit(at + match.start(), at + match.end(), r.text, r.plan, voted, r.gain)
    if suspect and not chosen and (edit := _lone_legacy(line, at)):
        yield edit


def _voted_word(word: str, plans: Sequence[Plan]) -> Reading | None:
    for r in readings(word):
        if r.plan in plans and r.gain >= (WORD_VOTED if r.usual else WORD_VOTED_ODD):
            return r
    return None


def _lone_legacy(line: str, at: int) -> Edit | None:
    finding = legacy.search(list(dict.fromkeys(witnesses(line))), [line])
    if not finding or not legacy.is_strong(finding):
        return None
    new = finding.plan.repair(line)
    if new is None or not finding.plan.proves(line, new):
        return None
    return Edit(at, at + len(line), new, finding.plan, False, finding.gain)


def _alone(words: set[str]) -> dict[str, Reading] | None:
    """The words of one line that one plan explains, with no help from other lines."""
    total: dict[Plan, int] = defaultdict(int)
    covers: dict[Plan, dict[str, Reading]] = defaultdict(dict)
    for word in sorted(words):
        for r in readings(word):
            total[r.plan] += r.gain - (0 if covers[r.plan] else r.handicap)
            covers[r.plan][word] = r
    if not total:
        return None
    best = max(total, key=lambda plan: (total[plan], -len(plan.steps)))
    mine = covers[best]
    if total[best] < bar(mine):
        return None
    rivals = (plan for plan, score in total.items() if total[best] - score < MARGIN)
    return None if any(_differ(mine, covers[plan]) for plan in rivals) else mine


def _differ(mine: Mapping[str, Reading], other: Mapping[str, Reading]) -> bool:
    return any(word in mine and mine[word].text != r.text for word, r in other.items())


# Pairs that stand for UTF-8 in Mac Roman, and yet are what right text writes: √π, √2, x=√y
_LOOKS_RIGHT = re.compile("√(?=[πΩ∂∞])|(?<![a-z])√")


def bar(mine: Mapping[str, Reading]) -> int:
    """The gain that words which nothing else speaks for must reach."""
    damaged = "".join(mine)
    repaired = "".join(r.text for r in mine.values())
    different = len({c for c in repaired if not c.isascii()})
    far = [c for c in damaged if not c.isascii()]
    least = ALONE.get(different, ALONE_MANY)
    if not all(r.usual for r in mine.values()):
        least += 12 * UNIT
        if not any(map(str.isalpha, far)):  # a drawing
            least += (600 if different <= 2 else 60) * UNIT
    if different <= 3 and min(far) >= CJK and not re.search("[A-Za-z]", damaged):
        least += 20 * UNIT
    if different == 1:
        least += 25 * UNIT if max(repaired) >= CJK else 20 * UNIT if _LOOKS_RIGHT.search(damaged) else 0
    return least


