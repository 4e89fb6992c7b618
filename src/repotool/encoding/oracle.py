"""An earlier text of the same file as a witness: it confirms a repair, and fills what a repair alone cannot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from repotool.encoding.candidates import UTF8_READ_AS
from repotool.encoding.charmaps import decode
from repotool.encoding.gate import WORD
from repotool.encoding.letters import UNIT
from repotool.encoding.model import Region
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import readings, text_cost

_STRAIGHT = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")
# How a wrong reading is finished off: what else editors and converters do to the text
FINISHES: Final[tuple[tuple[str, Callable[[str], str]], ...]] = (
    ("", str),
    ("U+00A0 turned to spaces", lambda text: text.replace("\xa0", " ")),
    ("quotation marks straightened", lambda text: text.translate(_STRAIGHT)),
    ("C1 controls dropped", lambda text: re.sub("[\x80-\x9f]", "", text)),
    ("C1 controls turned to question marks", lambda text: re.sub("[\x80-\x9f]", "?", text)),
    ("C1 controls turned to U+FFFD", lambda text: re.sub("[\x80-\x9f]", "\ufffd", text)),
    ("private-use characters dropped", lambda text: re.sub("[\ue000-\uf8ff]", "", text)),
)
_SKELETON = re.compile(r"[^0-9A-Za-z#*+<>=|/\\]+")


class Oracle:
    """Lines and words of earlier texts.  Mojibake in them speaks for nothing: only what is asked for is looked up."""

    def __init__(self, earlier: Sequence[str]) -> None:
        lines = {line for text in earlier for line in text.split("\n") if not line.isascii()}
        self._lines = lines
        self._words = {word for line in lines for word in WORD.findall(line)}
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for line in sorted(lines):
            self._by_skeleton[_SKELETON.sub("", line)].append(line)

    def confirms(self, text: str) -> bool:
        """Whether an earlier text has these words, or this line."""
        far = [word for word in WORD.findall(text) if not word.isascii()]
        return text in self._lines or (bool(far) and all(word in self._words for word in far))

    def like(self, line: str) -> list[str]:
        """Earlier lines whose ASCII letters, digits and marks are the same."""
        return self._by_skeleton.get(_SKELETON.sub("", line), [])


def consult(text: str, regions: Sequence[Region], oracle: Oracle) -> list[Region]:
    """The regions with those confirmed voted for, and with new ones where only the earlier text knows."""
    confirmed = [replace(r, voted=True) if oracle.confirms(r.repaired) else r for r in regions]
    return sorted([*confirmed, *_new(text, confirmed, oracle)], key=lambda region: region.start)


def _new(text: str, regions: Sequence[Region], oracle: Oracle) -> Iterator[Region]:
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if not any(r.start < end and at < r.end for r in regions) and not oracle.confirms(line):
            yield from _filled(line, at, oracle) or _words(line, at, oracle)
        at = end + 1


def _filled(line: str, at: int, oracle: Oracle) -> list[Region]:
    """The one earlier line that some known damage turns into this line."""
    if line.isascii() and "?" not in line:
        return []
    for old in oracle.like(line):
        found = _damage_between(old, line)
        if found:
            plan, finish = found
            inferred = (finish, "an earlier version has this line") if finish else ()
            gain = (text_cost(line) - text_cost(old)) / UNIT
            return [Region(at, at + len(line), 0, 0, old, plan, not finish, True, False, True, gain, inferred)]
    return []


def _damage_between(old: str, new: str) -> tuple[Plan, str] | None:
    for encoding, _ in UTF8_READ_AS:
        damaged = decode(old.encode("utf-8", "surrogateescape"), encoding)
        for finish, apply in FINISHES:
            if apply(damaged) == new:
                return Plan((Step("utf-8", encoding),)), finish
    for name, codec in (("question marks for letters", "ascii"), ("question marks for letters", "cp1252")):
        if old.encode(codec, "replace").decode(codec) == new:
            return Plan((Step("utf-8", "cp1252"),)), name
    return None


def _words(line: str, at: int, oracle: Oracle) -> Iterator[Region]:
    """Words with a reading that an earlier text has."""
    for match in WORD.finditer(line):
        word = match.group()
        if word.isascii() or oracle.confirms(word):
            continue
        known = [r for r in readings(word) if oracle.confirms(r.text)]
        if known and len({r.text for r in known}) == 1:
            r = known[0]
            exact = r.plan.proves(word, r.text)
            yield Region(
                at + match.start(), at + match.end(), 0, 0, r.text, r.plan, exact, True, False, True, r.gain / UNIT
            )
