"""One line: under the plans of the document where they fit, else on its own evidence, word by word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from repotool.encoding import legacy
from repotool.encoding.alphabet import group_of
from repotool.encoding.borrowed import KNOWN_TO_FTFY, looks_bad
from repotool.encoding.gate import CJK, WORD, surprising_words
from repotool.encoding.letters import UNIT, out_of_tune, strangers
from repotool.encoding.lossy import repair_lossy
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import Reading, reading, readings, text_cost
from repotool.encoding.vote import witnesses

LINE_VOTED = 2 * UNIT
"""What a line must gain under an elected UTF-8 plan that fits it strictly; a long one need not be asked."""
LINE_LOSSY = 12 * UNIT
"""What a line must gain that fits but for what was lost; half of it at least must have been kept."""
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
ALONE_BAD = 8 * UNIT
ALONE_STRANGER = 20 * UNIT
"""What words must gain in which ftfy sees mojibake too; what more for each rare character of the result."""
TUNED = 20 * UNIT
OUT_OF_TUNE = 6 * UNIT
"""Plans so close together are told apart by the languages: what a letter costs that the others' language lacks."""
OTHERS_LOSE = 15
"""The other words of a line under a legacy plan may lose this part of what its suspect words gain."""
FOREIGN = {1: 25 * UNIT, 2: 15 * UNIT}
DRAGGED = 3 * UNIT
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
    inferred: tuple[str, ...] = ()


def voted_line(line: str, at: int, plans: Sequence[Plan], legacy_plan: Plan | None) -> Edit | None:
    """The whole line under the elected plan that gains most on it."""
    results = [(plan, new) for plan in plans if (new := _strictly(line, plan))]
    if len(results) == 1 and len(results[0][1].encode()) - len(results[0][1]) >= SURELY_UTF8:
        return Edit(at, at + len(line), results[0][1], results[0][0], True, 0)
    found = [_line_edit(line, at, plan, new, LINE_VOTED) for plan, new in results]
    if legacy_plan and (new := _strictly(line, legacy_plan)):
        least = LINE_LEGACY if any(map(legacy.is_word, WORD.findall(line))) else SIGN_LEGACY
        found.append(_line_edit(line, at, legacy_plan, new, least))
    best = max(filter(None, found), key=lambda edit: edit.gain, default=None)
    return best or next(filter(None, (lossy_line(line, at, plan, True) for plan in plans)), None)


def lossy_line(line: str, at: int, plan: Plan, voted: bool) -> Edit | None:
    """The whole line under a plan that it does not fit strictly, because something was lost."""
    result = repair_lossy(line, plan)
    if result is None or result[0] == line:
        return None
    new, inferred = result
    gain = text_cost(line) - text_cost(new)
    kept = sum(not char.isascii() and char != "\ufffd" for char in new)
    if gain < LINE_LOSSY or new.count("\ufffd") > kept:
        return None
    return Edit(at, at + len(line), new, plan, voted, gain, False, inferred)


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
        alone = _alone(left, line)
        if not alone:
            break
        chosen.update((word, (r, False)) for word, r in alone.items())
        left -= alone.keys()
    plan = next((r.plan for r, _ in chosen.values()), None)
    if plan and left & odd and (edit := lossy_line(line, at, plan, False)):
        yield edit
        return
    for match in matches:
        if match.group() in chosen:
            r, voted = chosen[match.group()]
            yield Edit(at + match.start(), at + match.end(), r.text, r.plan, voted, r.gain)
    if suspect and not chosen:
        yield from _lone_legacy(line, at)


def _voted_word(word: str, plans: Sequence[Plan]) -> Reading | None:
    for r in readings(word):
        if r.plan in plans and r.gain >= (WORD_VOTED if r.usual else WORD_VOTED_ODD):
            return r
    return None


def _lone_legacy(line: str, at: int) -> Iterator[Edit]:
    """The line, or if that costs its other words dear its suspect words, under a legacy plan found on it alone."""
    trusted = witnesses(line)
    finding = legacy.search(list(dict.fromkeys(trusted)), [line])
    if not finding or not legacy.is_strong(finding):
        return
    plan = finding.plan
    others = [word for word in WORD.findall(line) if not word.isascii() and word not in trusted]
    results = [reading(word, plan) for word in others]
    new = _strictly(line, plan)
    if new and all(results) and sum(r.gain for r in results if r) * OTHERS_LOSE >= -finding.gain:
        yield Edit(at, at + len(line), new, plan, False, finding.gain)
        return
    if not any(map(legacy.is_word, others)):  # too short to tell whether they are damaged too
        return
    for match in WORD.finditer(line):
        r = reading(match.group(), plan) if match.group() in trusted else None
        if r and r.gain > 0:
            yield Edit(at + match.start(), at + match.end(), r.text, plan, False, r.gain)


def _alone(words: set[str], line: str) -> dict[str, Reading] | None:
    """The words of one line that one plan explains, with no help from other lines."""
    total: dict[Plan, int] = defaultdict(int)
    covers: dict[Plan, dict[str, Reading]] = defaultdict(dict)
    for word in sorted(words):
        for r in readings(word):
            total[r.plan] += r.gain - (0 if covers[r.plan] else r.handicap)
            covers[r.plan][word] = r
    if not total:
        return None
    most = max(total.values())
    for plan in [plan for plan, score in total.items() if most - score < TUNED]:
        total[plan] -= OUT_OF_TUNE * out_of_tune(" ".join(r.text for r in covers[plan].values()))
    best = max(total, key=lambda plan: (total[plan], -len(plan.steps)))
    mine = covers[best]
    if deeper := _cyrillic_beneath(mine, best, line):
        return deeper
    if total[best] < bar(mine) + _foreign(mine, line):
        return None
    rivals = (plan for plan, score in total.items() if total[best] - score < MARGIN)
    if any(_differ(mine, covers[plan]) for plan in rivals):
        return None
    return {**mine, **_dragged_along(words - mine.keys(), best, mine, line)}


def _dragged_along(words: set[str], plan: Plan, mine: Mapping[str, Reading], line: str) -> dict[str, Reading]:
    """The other words of the line that the plan fits, though they gain nothing by themselves."""
    others = {word: r for word in sorted(words) if (r := reading(word, plan))}
    surely = sum(len(r.text.encode()) - len(r.text) for r in mine.values()) >= SURELY_UTF8 and _strictly(line, plan)
    return {word: r for word, r in others.items() if surely or r.gain >= -DRAGGED}


def _foreign(mine: Mapping[str, Reading], line: str) -> int:
    """What few letters of a script must gain more when nothing else in the line is written in it."""
    here, around = _scripts_here_and_around(mine, line)
    letters = {char for r in mine.values() for char in r.text if char > "\x7f" and char.isalpha()}
    if len(letters) > 2 or not letters or here & around:
        return 0
    return FOREIGN[len(letters)] if around or here != {"latin"} else 0


def _cyrillic_beneath(mine: Mapping[str, Reading], plan: Plan, line: str) -> dict[str, Reading] | None:
    """In a line of Cyrillic, accented letters beneath UTF-8 are Cyrillic too, read as Windows-1252 at first."""
    here, around = _scripts_here_and_around(mine, line)
    if here != {"latin"} or "cyrillic" not in around:
        return None
    deeper = {word: reading(word, Plan((Step("cp1251", "cp1252"), *plan.steps))) for word in mine}
    found = {word: r for word, r in deeper.items() if r and r.usual and _scripts(r.text) == {"cyrillic"}}
    return found if len(found) == len(mine) and sum(r.gain for r in found.values()) >= ALONE[1] else None


def _scripts_here_and_around(mine: Mapping[str, Reading], line: str) -> tuple[set[str], set[str]]:
    here = _scripts("".join(r.text for r in mine.values()))
    return here, _scripts("".join(word for word in WORD.findall(line) if word not in mine))


def _scripts(text: str) -> set[str]:
    """The alphabets of the letters beyond ASCII; ASCII letters are of none, as they are met in all."""
    return {"latin" if c < "\u0370" else group_of(c).split()[-1] for c in text if c > "\x7f" and c.isalpha()}


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
    if all(r.plan.steps[-1].read in KNOWN_TO_FTFY for r in mine.values()) and looks_bad(" ".join(mine)):
        least = ALONE_BAD + ALONE_STRANGER * strangers(repaired)
    elif not all(r.usual for r in mine.values()):
        least += 12 * UNIT
        if not any(map(str.isalpha, far)):  # a drawing
            least += (600 if different <= 2 else 60) * UNIT
    if different <= 3 and min(far) >= CJK and not re.search("[A-Za-z]", damaged):
        least += 20 * UNIT
    if different == 1:
        least += 25 * UNIT if max(repaired) >= CJK else 20 * UNIT if _LOOKS_RIGHT.search(damaged) else 0
    return ALONE_BAD if _C1.search(damaged) else least


_C1 = re.compile("[\x80-\x84\x86-\x9f]")  # U+0085 is a line break somewhere


