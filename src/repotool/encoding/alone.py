"""Lone words: what nothing else in the document speaks for.  Only the words of one line bear witness together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from repotool.encoding.alphabet import group_of
from repotool.encoding.borrowed import KNOWN_TO_FTFY, looks_bad
from repotool.encoding.charmaps import CJK
from repotool.encoding.gate import WORD
from repotool.encoding.letters import UNIT, out_of_tune, strangers
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import SURELY_UTF8, Reading, reading, readings, strictly
from repotool.model.regex import regex

ALONE = {0: 99 * UNIT, 1: 18 * UNIT, 2: 15 * UNIT}
ALONE_MANY = 12 * UNIT
"""What words that nothing else speaks for must gain, by the number of distinct characters they repair to."""
ALONE_BAD = 8 * UNIT
ALONE_STRANGER = 20 * UNIT
"""What words must gain in which ftfy sees mojibake too; what more for each rare character of the result."""
ALONE_ODD = 12 * UNIT
ALONE_DRAWING = 72 * UNIT
"""What more they must gain when the result surprises; when it does and the damage may be a drawing."""
ALONE_CJK = 20 * UNIT
ALONE_ONE_CJK = 25 * UNIT
ALONE_ROOT = 20 * UNIT
"""What more: few East Asian characters to start from; one such to end with; what may be a square root."""
NEVER = 10**9
TUNED = 20 * UNIT
OUT_OF_TUNE = 6 * UNIT
"""Plans so close together are told apart by the languages: what a letter costs that the others' language lacks."""
CROWD = 40
CROWD_SHARE = 0.2
"""In a line of so many words beyond ASCII a plan must explain this share of them, or each word by itself."""
FOREIGN = {1: 25 * UNIT, 2: 15 * UNIT}
"""What one or two letters must gain more when nothing else in the line is in their script."""
DRAGGED = 3 * UNIT
"""What another word of the line may lose under the plan and be taken along."""
MARGIN = 3 * UNIT
"""How far a different result must be behind."""

Covers = Mapping[str, Reading]
"""Words and what one plan makes of them."""


def lone_words(words: set[str], line: str) -> dict[str, Reading] | None:
    """The words of a line that one plan explains, where it gains enough and no other result comes near."""
    total, covers = _tally(words)
    if not total:
        return None
    best = max(total, key=lambda plan: (total[plan], -len(plan.steps)))
    mine = covers[best]
    if len(words) > CROWD and len(mine) < CROWD_SHARE * len(words):
        return _each_alone(mine, line)
    if deeper := _cyrillic_beneath(mine, best, line):
        return deeper
    if total[best] < bar(mine) + _foreign(mine, line):
        return None
    rivals = (plan for plan, score in total.items() if total[best] - score < MARGIN)
    if any(_differ(mine, covers[plan]) for plan in rivals):
        return None
    return {**mine, **_dragged_along(words - mine.keys(), best, mine, line)}


def _each_alone(mine: Covers, line: str) -> dict[str, Reading] | None:
    """Of a line so long that some of its words fit any plan by chance, the words that need no other."""
    found = {word: r for word, r in mine.items() if r.gain - r.handicap >= bar({word: r}) + _foreign({word: r}, word)}
    return found or None


def _tally(words: set[str]) -> tuple[dict[Plan, int], dict[Plan, dict[str, Reading]]]:
    """What each plan gains on the words in all, and on which; close plans are told apart by the languages."""
    total: dict[Plan, int] = defaultdict(int)
    covers: dict[Plan, dict[str, Reading]] = defaultdict(dict)
    for word in sorted(words):
        for r in readings(word):
            total[r.plan] += r.gain - (0 if covers[r.plan] else r.handicap)
            covers[r.plan][word] = r
    most = max(total.values(), default=0)
    for plan in [plan for plan, score in total.items() if most - score < TUNED]:
        total[plan] -= OUT_OF_TUNE * out_of_tune(" ".join(r.text for r in covers[plan].values()))
    return total, covers


def _dragged_along(words: set[str], plan: Plan, mine: Covers, line: str) -> dict[str, Reading]:
    """The other words of the line that the plan fits, though they gain nothing by themselves."""
    others = {word: r for word in sorted(words) if (r := reading(word, plan))}
    surely = sum(len(r.text.encode()) - len(r.text) for r in mine.values()) >= SURELY_UTF8 and strictly(line, plan)
    return {word: r for word, r in others.items() if surely or r.gain >= -DRAGGED}


def _foreign(mine: Covers, line: str) -> int:
    """What few letters of a script must gain more when nothing else in the line is written in it."""
    here, around = _scripts_here_and_around(mine, line)
    letters = {char for r in mine.values() for char in r.text if char > "\x7f" and char.isalpha()}
    if len(letters) > 2 or not letters or here & around:
        return 0
    return FOREIGN[len(letters)] if around or here != {"latin"} else 0


def _cyrillic_beneath(mine: Covers, plan: Plan, line: str) -> dict[str, Reading] | None:
    """In a line of Cyrillic, accented letters beneath UTF-8 are Cyrillic too, read as Windows-1252 at first."""
    here, around = _scripts_here_and_around(mine, line)
    if here != {"latin"} or "cyrillic" not in around:
        return None
    deeper = {word: reading(word, Plan((Step("cp1251", "cp1252"), *plan.steps))) for word in mine}
    found = {word: r for word, r in deeper.items() if r and r.usual and _scripts(r.text) == {"cyrillic"}}
    return found if len(found) == len(mine) and sum(r.gain for r in found.values()) >= ALONE[1] else None


def _scripts_here_and_around(mine: Covers, line: str) -> tuple[set[str], set[str]]:
    here = _scripts("".join(r.text for r in mine.values()))
    return here, _scripts("".join(word for word in WORD.findall(line) if word not in mine))


def _scripts(text: str) -> set[str]:
    """The alphabets of the letters beyond ASCII; ASCII letters are of none, as they are met in all."""
    return {"latin" if c < "\u0370" else group_of(c).split()[-1] for c in text if c > "\x7f" and c.isalpha()}


def _differ(mine: Covers, other: Covers) -> bool:
    return any(word in mine and mine[word].text != r.text for word, r in other.items())


_C1 = regex("[\x80-\x84\x86-\x9f]")  # U+0085 is a line break somewhere
# Pairs that stand for UTF-8 in Mac Roman, and yet are what right text writes: √π, √2, x=√y
_LOOKS_RIGHT = regex("√(?=[πΩ∂∞])|(?<![a-z])√")


def bar(mine: Covers) -> int:
    """The gain that words which nothing else speaks for must reach."""
    damaged, repaired = "".join(mine), "".join(r.text for r in mine.values())
    if _C1.search(damaged):
        return ALONE_BAD
    different = len({char for char in repaired if not char.isascii()})
    least = _bar_by_look(mine, different)
    far = [char for char in damaged if not char.isascii()]
    if different <= 3 and min(far) >= CJK and not re.search("[A-Za-z]", damaged):
        least += ALONE_CJK
    if different == 1 and max(repaired) >= CJK:
        return least + ALONE_ONE_CJK
    return least + (ALONE_ROOT if different == 1 and _LOOKS_RIGHT.search(damaged) else 0)


def _bar_by_look(mine: Covers, different: int) -> int:
    """The bar by how the damage and the result look: mojibake to ftfy, usual, surprising, a drawing."""
    if all(r.plan.steps[-1].read in KNOWN_TO_FTFY for r in mine.values()) and looks_bad(" ".join(mine)):
        return ALONE_BAD + ALONE_STRANGER * strangers("".join(r.text for r in mine.values()))
    least = ALONE.get(different, ALONE_MANY)
    if all(r.usual for r in mine.values()):
        return least
    if any(char > "\x7f" and char.isalpha() for char in "".join(mine)):
        return least + ALONE_ODD
    return NEVER if different <= 2 else least + ALONE_DRAWING
