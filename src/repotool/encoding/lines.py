"""One line: under the plans of the document where they fit, else on its own evidence, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from repotool.encoding import legacy
from repotool.encoding.alone import lone_words
from repotool.encoding.gate import WORD, surprising_words
from repotool.encoding.letters import UNIT
from repotool.encoding.lossy import repair_lossy
from repotool.encoding.plans import Plan
from repotool.encoding.readings import SURELY_UTF8, Reading, reading, readings, strictly, text_cost
from repotool.encoding.vote import Witnesses

LINE_VOTED = 2 * UNIT
"""What a line must gain under an elected UTF-8 plan that fits it strictly; a long one need not be asked."""
LINE_LOSSY = 12 * UNIT
"""What a line must gain that fits but for what was lost; half of it at least must have been kept."""
LINE_LEGACY = 4 * UNIT
SIGN_LEGACY = 12 * UNIT
"""What a line must gain under an elected legacy plan: with a word in it, with single signs only."""
WORD_VOTED = 5 * UNIT
WORD_VOTED_ODD = 16 * UNIT
"""What a word must gain under an elected plan: when the result is usual, when it surprises."""
OTHERS_LOSE = 15
"""The other words of a line under a legacy plan may lose this part of what its suspect words gain."""


class Edit(Struct, frozen=True):
    """Replace text[start:end] by `new`, the text before the damage of `plan`.

    gain    in units of cost, 0 where it was not asked
    """

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
    results = [(plan, new) for plan in plans if (new := strictly(line, plan))]
    if len(results) == 1 and _is_surely_utf8(results[0][1]):
        return Edit(at, at + len(line), results[0][1], results[0][0], True, 0)
    found = [_line_edit(line, at, plan, new, LINE_VOTED) for plan, new in results]
    if legacy_plan and (new := strictly(line, legacy_plan)):
        least = LINE_LEGACY if any(map(legacy.is_word, WORD.findall(line))) else SIGN_LEGACY
        found.append(_line_edit(line, at, legacy_plan, new, least))
    best = max(filter(None, found), key=lambda edit: edit.gain, default=None)
    return best or next(filter(None, (lossy_line(line, at, plan, True) for plan in plans)), None)


def _is_surely_utf8(repaired: str) -> bool:
    return len(repaired.encode()) - len(repaired) >= SURELY_UTF8


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


def _line_edit(line: str, at: int, plan: Plan, new: str, least: int) -> Edit | None:
    gain = text_cost(line) - text_cost(new)
    return Edit(at, at + len(line), new, plan, True, gain) if gain >= least else None


def word_edits(line: str, at: int, plans: Sequence[Plan], witnesses: Witnesses) -> Iterator[Edit]:
    """The words of a line that are damaged by themselves, or else the line under a legacy plan of its own."""
    matches = [match for match in WORD.finditer(line) if not match.group().isascii()]
    odd = surprising_words(line)
    suspect = legacy.is_suspect(witnesses[line])
    chosen = _chosen({match.group() for match in matches}, odd, line, plans, suspect)
    plan = next((r.plan for r, _ in chosen.values()), None)
    if plan and odd - chosen.keys() and (edit := lossy_line(line, at, plan, False)):
        yield edit
        return
    for match in matches:
        if match.group() in chosen:
            r, voted = chosen[match.group()]
            yield Edit(at + match.start(), at + match.end(), r.text, r.plan, voted, r.gain)
    if suspect and not chosen:
        yield from _lone_legacy(line, at, witnesses[line])


def _chosen(
    words: set[str], odd: set[str], line: str, plans: Sequence[Plan], suspect: bool
) -> dict[str, tuple[Reading, bool]]:
    """Word → its reading, and whether other lines speak for it: elected plans first, then what is left alone.

    A suspect line is left to the legacy plans: what looks like UTF-8 in it is chance.
    """
    chosen = {word: (r, True) for word in sorted(words) if (r := _voted_word(word, plans))} if plans else {}
    left = words - chosen.keys()
    while left & odd and not suspect:
        alone = lone_words(left, line)
        if not alone:
            break
        chosen.update((word, (r, False)) for word, r in alone.items())
        left -= alone.keys()
    return chosen


def _voted_word(word: str, plans: Sequence[Plan]) -> Reading | None:
    for r in readings(word):
        if r.plan in plans and r.gain >= (WORD_VOTED if r.usual else WORD_VOTED_ODD):
            return r
    return None


def _lone_legacy(line: str, at: int, trusted: Sequence[str]) -> Iterator[Edit]:
    """The line, or if that costs its other words dear its suspect words, under a legacy plan found on it alone."""
    finding = legacy.search(list(dict.fromkeys(trusted)), [line])
    if not finding or not legacy.is_strong(finding):
        return
    plan = finding.plan
    others = [word for word in WORD.findall(line) if not word.isascii() and word not in trusted]
    results = [reading(word, plan) for word in others]
    new = strictly(line, plan)
    if new and all(results) and sum(r.gain for r in results if r) * OTHERS_LOSE >= -finding.gain:
        yield Edit(at, at + len(line), new, plan, False, finding.gain)
        return
    if not any(map(legacy.is_word, others)):  # too short to tell whether they are damaged too
        return
    for match in WORD.finditer(line):
        r = reading(match.group(), plan) if match.group() in trusted else None
        if r and r.gain > 0:
            yield Edit(at + match.start(), at + match.end(), r.text, plan, False, r.gain)
