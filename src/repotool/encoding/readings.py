"""Readings of one piece of text: every chain of wrong readings that can have made it, undone, with what is gained.

A piece is a word: no encoding tried here makes ASCII white space a part of a longer character, so a damaged line is
made of damaged words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from repotool.encoding.candidates import DEPTH, UTF8_READ_AS, UTF8_READ_AS_CJK
from repotool.encoding.charmaps import CJK, bit, decode, encode, read_as_cjk, single_bytes_of
from repotool.encoding.letters import UNIT, breaks_of_case, capitals, cost, strangers, surprises
from repotool.encoding.plans import Plan, Step
from repotool.model.regex import regex

CASE_BREAK = 5 * UNIT
"""A capital right after a small letter: what it costs a text beside its letter pairs."""
SHORT = 400
"""Texts up to this length are remembered with what was found of them."""
CAPITAL = 2 * UNIT
"""A capital beyond ASCII, or a row of them: what it costs more than the small letter that the table knows."""
SURELY_UTF8 = 8
"""So many bytes that continue a character are never valid UTF-8 by chance."""
STEP = 2 * UNIT
"""Every further wrong reading in a chain must gain this much by itself."""

STRANGER = 6 * UNIT
TWO_SCRIPTS = 10 * UNIT
"""What a result costs beside its pairs for each rare character, and for two alphabets in one word."""
UNDER = 6 * UNIT
"""What a legacy encoding found beneath UTF-8 must gain by itself."""
_UNDER_UTF8 = (Step("cp1251", "cp1252"), Step("koi8-r", "cp1252"), Step("cp866", "cp1252"))
_NO_TEXT = regex("[\x80-\x9f\ue000-\uf8ff\ufff0-\uffff]")


_COMBINING = regex("[\u0300-\u036f\u0483-\u0489]")
_TWO_SCRIPTS = regex("[A-Za-z\u00c0-\u024f][\u0370-\u1cff]|[\u0370-\u1cff][A-Za-z\u00c0-\u024f]")


def oddness(text: str) -> int:
    """What a result costs beside its letter pairs: characters hardly any text has, marks on letters, mixed scripts."""
    odd = strangers(text) + len(_COMBINING.findall(text))
    return STRANGER * odd + (TWO_SCRIPTS if _TWO_SCRIPTS.search(text) else 0)


class Reading(Struct, frozen=True):
    """One way to read a damaged piece: under `plan` it was `text`, and is so much more usual (units of cost)."""

    plan: Plan
    text: str
    gain: int
    handicap: int
    usual: bool  # no letter pair of the result is one that no language would write


_SINGLE = tuple(
    (bit(encoding), encoding, Plan((Step("utf-8", encoding),)), handicap) for encoding, handicap in UTF8_READ_AS
)
_MULTI = tuple((encoding, Plan((Step("utf-8", encoding),)), handicap) for encoding, handicap in UTF8_READ_AS_CJK)


def text_cost(text: str) -> int:
    """The cost of a piece between spaces, with its breaks of case and its capitals."""
    return _short_cost(text) if len(text) <= SHORT else _cost(text)


@lru_cache(maxsize=20_000)
def _short_cost(text: str) -> int:
    return _cost(text)


def _cost(text: str) -> int:
    return cost(f" {text} ") + CASE_BREAK * len(breaks_of_case(text)) + CAPITAL * capitals(text)


def strictly(text: str, plan: Plan) -> str | None:
    """The text before the damage, where the plan fits it with proof and changes it."""
    new = plan.repair(text)
    return new if new is not None and new != text and plan.proves(text, new) else None


def is_usual(text: str) -> bool:
    """Whether a word holds no surprise: neither a letter pair nor a break of case."""
    return 1 not in surprises(f" {text} ")


def utf8_readings(text: str) -> tuple[tuple[Plan, str, int], ...]:
    """The plans of one step, UTF-8 read as something, that can have made a text: (plan, text before, handicap)."""
    return _short_utf8_readings(text) if len(text) <= SHORT else tuple(_utf8_readings(text))


@lru_cache(maxsize=20_000)
def _short_utf8_readings(text: str) -> tuple[tuple[Plan, str, int], ...]:
    return tuple(_utf8_readings(text))


def _utf8_readings(text: str) -> Iterator[tuple[Plan, str, int]]:
    mask = single_bytes_of(text)
    for its_bit, encoding, plan, handicap in _SINGLE:
        if mask & its_bit:
            try:
                before = encode(text, encoding).decode()
            except UnicodeError:
                continue
            yield plan, before, handicap
    if max(text) >= CJK and read_as_cjk([text]):
        yield from _cjk_readings(text)


def _cjk_readings(text: str) -> Iterator[tuple[Plan, str, int]]:
    for encoding, plan, handicap in _MULTI:
        try:
            before = text.encode(encoding).decode()
            exact = decode(before.encode(), encoding) == text
        except UnicodeError:
            continue
        if exact:
            yield plan, before, handicap


def readings(text: str) -> tuple[Reading, ...]:
    """All readings of a piece that gain something, best first; chains up to DEPTH."""
    return _short_readings(text) if len(text) <= SHORT else _readings(text)


@lru_cache(maxsize=20_000)
def _short_readings(text: str) -> tuple[Reading, ...]:
    return _readings(text)


def _readings(text: str) -> tuple[Reading, ...]:
    if not utf8_readings(text):
        return ()
    found: dict[Plan, Reading] = {}
    _search(text, text_cost(text), (), 0, found)
    return tuple(sorted(found.values(), key=lambda r: r.handicap - r.gain))


def reading(text: str, plan: Plan) -> Reading | None:
    """What a piece is under one plan, gain or loss; None where the plan cannot have made it."""
    for found in readings(text):
        if found.plan == plan:
            return found
    before = plan.repair(text)
    if before is None or before == text or not plan.proves(text, before):
        return None
    gain = text_cost(text) - text_cost(before) - oddness(before)
    return Reading(plan, before, gain, 0, is_usual(before))


def _search(text: str, at_first: int, later: tuple[Step, ...], handicap: int, found: dict[Plan, Reading]) -> None:
    for plan, before, its_handicap in utf8_readings(text):
        if before == text:
            return
        steps = plan.steps + later
        total = handicap + its_handicap + (STEP if later else 0)
        gain = at_first - text_cost(before) - oddness(before)
        if gain > 0 and not _NO_TEXT.search(before):
            found[Plan(steps)] = Reading(Plan(steps), before, gain, total, is_usual(before))
        if _LATIN1_ONLY.fullmatch(before):
            _cyrillic(before, at_first, steps, total, found)
        if len(steps) < DEPTH and not before.isascii():
            _search(before, at_first, steps, total, found)


# Cyrillic letters of Windows-1251, KOI8-R and CP866 as Windows-1252 shows them, three together
_LATIN1_ONLY = regex("[\x00-\x7f]*[\xc0-\xff³¿º¸¼]{3}[\x00-\x7f\xa0-\xff\u0152-\u02dc\u2013-\u2122]*")


def _cyrillic(before: str, at_first: int, later: tuple[Step, ...], handicap: int, found: dict[Plan, Reading]) -> None:
    """Under the UTF-8 there may lie a Cyrillic encoding read as Windows-1252 long ago."""
    for step in _UNDER_UTF8:
        try:
            first = step.repair(before)
        except UnicodeError:
            continue
        gain = at_first - text_cost(first) - oddness(first)
        if gain > 0 and not _NO_TEXT.search(first):
            plan = Plan((step, *later))
            found[plan] = Reading(plan, first, gain - UNDER, handicap, is_usual(first))
