"""The vote of a text: which plans its surprising words speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repotool.encoding import legacy
from repotool.encoding.gate import WORD, lines_with
from repotool.encoding.letters import UNIT, out_of_tune
from repotool.encoding.plans import Plan
from repotool.encoding.readings import Reading, reading, readings

VOTER = 14 * UNIT
"""What a reading must gain to have a vote, …"""
VOTER_ODD = 30 * UNIT
"""… and when it still surprises."""
ELECTED = 60 * UNIT
"""What the votes for a plan must gain in all, from two words and three different characters at least."""
SHARE = 0.3
"""Of the surprising words no other plan explains, the share that a plan must explain."""
MOST_PLANS = 4
OUT_OF_TUNE = 6 * UNIT
"""What a letter costs a plan that is foreign to the language of the other letters."""
RECOUNTED = 12
"""The leading plans also get the votes of words for which they were not among the readings."""

TRIED_LINES = 100
"""So many lines tell legacy plans apart that nearly tie on the suspect words."""

Ballots = Mapping[str, Mapping[Plan, Reading]]


def sample(words: Sequence[str], size: int) -> Sequence[str]:
    """Up to about `size` words, evenly spread."""
    return words[:: max(1, len(words) // size)]


def runners_up(words: Sequence[str]) -> list[Plan]:
    """The plans that came near to lead a vote: they may take a whole text that the leader does not."""
    score: dict[Plan, int] = {}
    for word in words:
        for plan, r in _voters(word).items():
            score[plan] = score.get(plan, 0) + r.gain
    return _close(score) if score else []


def vote(words: Sequence[str]) -> list[Plan]:
    """The plans that the surprising words of a text elect, the best first; each distinct word has one vote."""
    ballots = {word: voters for word in words if (voters := _voters(word))}
    unexplained = len(words)
    elected: list[Plan] = []
    for _ in range(MOST_PLANS):
        leader = _leader(ballots)
        if leader is None:
            break
        won = {word: voters[leader] for word, voters in ballots.items() if leader in voters}
        if _is_elected(won, unexplained):
            elected.append(leader)
            unexplained -= len(won)
        ballots = {word: voters for word, voters in ballots.items() if word not in won}
    return elected


def _voters(word: str) -> Mapping[Plan, Reading]:
    return {r.plan: r for r in readings(word) if r.gain >= (VOTER if r.usual else VOTER_ODD)}


def _leader(ballots: Ballots) -> Plan | None:
    """The plan under which the ballots gain most in all; among equals the likelier, then the shorter."""
    score: dict[Plan, int] = {}
    handicap: dict[Plan, int] = {}
    for voters in ballots.values():
        for plan, r in voters.items():
            score[plan] = score.get(plan, 0) + r.gain
            handicap[plan] = max(handicap.get(plan, 0), r.handicap)
    if not score:
        return None
    for plan in _close(score):
        missing = (word for word, voters in ballots.items() if plan not in voters)
        results = {word: voters[plan] for word, voters in ballots.items() if plan in voters}
        results.update((word, found) for word in missing if (found := reading(word, plan)))
        score[plan] = sum(r.gain for r in results.values())
        score[plan] -= OUT_OF_TUNE * out_of_tune(" ".join(r.text for r in results.values()))
    return max(score, key=lambda p: (score[p] - handicap[p], -len(p.steps)))


def _close(score: Mapping[Plan, int]) -> list[Plan]:
    """The plans that are near enough to lead for a recount."""
    best = max(score.values())
    return sorted((p for p in score if score[p] * 2 >= best), key=lambda p: -score[p])[:RECOUNTED]


def _is_elected(won: Mapping[str, Reading], unexplained: int) -> bool:
    characters = {c for r in won.values() for c in r.text if not c.isascii()}
    gain = sum(r.gain for r in won.values())
    return len(won) >= 2 and len(characters) >= 3 and gain >= ELECTED and len(won) >= SHARE * unexplained


def legacy_vote(text: str, odd: set[str], witnesses: Witnesses) -> Plan | None:
    """The legacy plan that the suspect lines of a text elect."""
    dear = {word for word in odd if legacy.is_dear(word)}
    words: dict[str, None] = {}
    for start, end in lines_with(text, dear):
        here = witnesses[text[start:end]]
        if legacy.is_suspect(here):
            words.update(dict.fromkeys(here))
    if not words:
        return None
    finding = legacy.search(list(words), sample([line for line in text.split("\n") if not line.isascii()], TRIED_LINES))
    return finding.plan if finding and legacy.is_strong(finding) else None


class Witnesses(dict[str, tuple[str, ...]]):
    """Line → its words that can speak for a legacy plan: no UTF-8 is in them.  The vote asks for them, then the line
    itself."""

    def __missing__(self, line: str) -> tuple[str, ...]:
        words = [word for word in WORD.findall(line) if not word.isascii()]
        is_dear = any(map(legacy.is_dear, words))
        found = (word for word in words if legacy.is_word(word) and not readings(word)) if is_dear else ()
        self[line] = told = tuple(found)
        return told
