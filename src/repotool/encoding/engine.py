"""Text in, edits out: the gate, the vote of the document, then line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from repotool.encoding import legacy
from repotool.encoding.gate import BYTE_ORDER_MARK, WORD, lines_with, surprising_words
from repotool.encoding.lines import Edit, voted_line, word_edits
from repotool.encoding.plans import Plan
from repotool.encoding.readings import readings
from repotool.encoding.vote import Witnesses, legacy_vote, runners_up, sample, vote

FIRST_SAMPLE = 24
"""So many words show a plan that takes the whole text, …"""
SAMPLE = 100
"""… so many, plans that take some of it.  A legacy plan is looked for when no UTF-8 is left."""


def edits(text: str, odd: set[str] | None = None) -> list[Edit]:
    """What to replace in a text; none where nothing is damaged.  The edits do not overlap, and rise.

    odd     its surprising words, where they are known
    """
    if text.startswith(BYTE_ORDER_MARK):  # no wrong reading made it: the rest was read on its own
        return [replace(edit, start=edit.start + 1, end=edit.end + 1) for edit in edits(text[1:], odd)]
    odd = surprising_words(text) if odd is None else odd
    if not odd:
        return []
    words = sorted(odd)
    whole = _whole(text, vote(sample(words, FIRST_SAMPLE)), odd) if len(words) > FIRST_SAMPLE else None
    if whole is not None:
        return whole
    plans = vote(sample(words, SAMPLE))
    whole = _whole(text, [*plans, *runners_up(sample(words, SAMPLE))], odd) if plans else None
    if whole is not None:
        return whole
    witnesses = Witnesses()
    legacy_plan = None if plans else legacy_vote(text, odd, witnesses)
    if plans or legacy_plan:
        return list(_all_lines(text.split("\n"), plans, legacy_plan, odd))
    telling = {word for word in odd if readings(word) or legacy.is_dear(word)}
    lines = lines_with(text, telling)
    return [edit for start, end in lines for edit in word_edits(text[start:end], start, (), witnesses)]


def _whole(text: str, plans: Sequence[Plan], odd: set[str]) -> list[Edit] | None:
    """Every line under the one plan that takes the text as it is, and leaves few surprises."""
    for plan in plans:
        new = plan.repair(text)
        if new is None or not plan.proves(text, new) or text.count("\n") != new.count("\n"):
            continue
        if len(surprising_words(new)) * 3 <= len(odd):
            return list(_by_line(text, new, plan))
    return None


def _by_line(text: str, new: str, plan: Plan) -> Iterator[Edit]:
    at = 0
    for old_line, new_line in zip(text.split("\n"), new.split("\n"), strict=True):
        if old_line != new_line:
            yield Edit(at, at + len(old_line), new_line, plan, True, 0, True)
        at += len(old_line) + 1


def _all_lines(lines: Sequence[str], plans: Sequence[Plan], legacy_plan: Plan | None, odd: set[str]) -> Iterator[Edit]:
    at = 0
    for line in lines:
        if not line.isascii():
            edit = voted_line(line, at, plans, legacy_plan)
            if edit:
                yield edit
            elif legacy_plan is None and not odd.isdisjoint(WORD.findall(line)):
                yield from word_edits(line, at, plans, Witnesses())
        at += len(line) + 1
