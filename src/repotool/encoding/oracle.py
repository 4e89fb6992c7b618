"""An earlier text of the same file as a witness: it confirms a repair, and fills what a repair alone cannot."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final

from msgspec.structs import replace

from repotool.encoding.candidates import UTF8_READ_AS
from repotool.encoding.charmaps import bit, decode, single_bytes_of
from repotool.encoding.engine import edits
from repotool.encoding.gate import WORD, surprising_words
from repotool.encoding.letters import UNIT
from repotool.encoding.model import Region, assemble
from repotool.encoding.plans import Plan, Step
from repotool.encoding.readings import readings, text_cost
from repotool.model.regex import regex

_STRAIGHT = str.maketrans("‘’‚‛“”„‟", "''''\"\"\"\"")
Finish = tuple[str, Callable[[str], str]]
_NONE: Final[Finish] = ("", str)
# How a wrong reading is finished off: what else editors and converters do to the text; one of each row, or none
_FINISHES: Final[tuple[tuple[Finish, ...], ...]] = (
    (
        ("C1 controls dropped", lambda text: re.sub("[\x80-\x9f]", "", text)),
        ("C1 controls turned to question marks", lambda text: re.sub("[\x80-\x9f]", "?", text)),
        ("C1 controls turned to U+FFFD", lambda text: re.sub("[\x80-\x9f]", "\ufffd", text)),
    ),
    (("private-use characters dropped", lambda text: re.sub("[\ue000-\uf8ff]", "", text)),),
    (("U+00A0 turned to spaces", lambda text: text.replace("\xa0", " ")),),
    (("quotation marks straightened", lambda text: text.translate(_STRAIGHT)),),
)
_FINISHED = regex("[\x80-\x9f?\ufffd\ue000-\uf8ff\xa0 ‘’‚‛“”„‟'\"]+")
"""What finishes take away or put in: without these a damaged line is the same before and after."""
_PUT_IN = regex("[?\ufffd '\"]+")
MOST_ALIKE = 16
"""Of more earlier lines than this that differ only in what finishes change, none is told from the others."""
REMEMBERED: Final = "an earlier version has this line, which damaged so is today's"


class Oracle:
    """Lines and words of earlier texts.  Mojibake in them speaks for nothing: only what is asked for is looked up."""

    def __init__(self, earlier: Sequence[str]) -> None:
        lines = {line for text in earlier for line in text.split("\n") if not line.isascii()}
        self._lines = lines
        self._words = {word for line in lines for word in WORD.findall(line)}
        self._damaged: dict[str, dict[str, list[str]]] = {}
        self._questioned: dict[str, dict[str, list[str]]] = {}

    def confirms(self, text: str) -> bool:
        """Whether an earlier text has these words, or this line."""
        far = [word for word in WORD.findall(text) if not word.isascii()]
        return text in self._lines or (bool(far) and all(word in self._words for word in far))

    def damaged_to(self, line: str, encoding: str) -> Iterator[tuple[str, str]]:
        """Earlier lines that are today's line when their UTF-8 is read in an encoding: (line, how it was finished)."""
        if encoding not in self._damaged:
            self._damaged[encoding] = self._index(lambda old: _FINISHED.sub("", _read(old, encoding)))
        alike = self._damaged[encoding].get(_FINISHED.sub("", line), [])
        for old in alike if len(alike) <= MOST_ALIKE else ():
            finish = _finish_between(_read(old, encoding), line)
            if finish is not None:
                yield old, finish

    def questioned_to(self, line: str, codec: str) -> list[str]:
        """Earlier lines that are today's line when each letter a codec lacks becomes a question mark."""
        if codec not in self._questioned:
            self._questioned[codec] = self._index(lambda old: old.encode(codec, "replace").decode(codec))
        return self._questioned[codec].get(line, [])

    def _index(self, key: Callable[[str], str]) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for line in sorted(self._lines):
            index[key(line)].append(line)
        return index


def _read(line: str, encoding: str) -> str:
    return decode(line.encode("utf-8", "surrogateescape"), encoding)


def _finish_between(damaged: str, today: str) -> str | None:
    """What was done to a damaged line, in words; "" for nothing, None where nothing known makes it today's."""
    for chosen in product(*((_NONE, *row) for row in _FINISHES)):
        done = damaged
        for _, finish in chosen:
            done = finish(done)
        if done == today:
            return ", ".join(name for name, _ in chosen if name)
    return None


def consult(text: str, regions: Sequence[Region], oracle: Oracle) -> list[Region]:
    """The regions with those confirmed voted for; where they fall short, those that the earlier text knows."""
    confirmed = [replace(r, voted=True) if oracle.confirms(r.repaired) else r for r in regions]
    return list(_by_line(text, sorted(confirmed, key=lambda region: region.start), oracle))


def _by_line(text: str, regions: Sequence[Region], oracle: Oracle) -> Iterator[Region]:
    """Regions, which lie within lines, and those that only the earlier text knows."""
    at = first = 0
    for line in text.split("\n"):
        end = at + len(line)
        after = first
        while after < len(regions) and regions[after].start <= end:
            after += 1
        here = regions[first:after]
        if not here:
            yield from _new(line, at, oracle)
        else:
            yield from _completed(line, at, here, oracle)
        at, first = end + 1, after


def _new(line: str, at: int, oracle: Oracle) -> Iterator[Region]:
    """Regions where the text alone told nothing.  The damage may be in an earlier version too, so a surprising line is
    looked up even when that version has it."""
    known = oracle.confirms(line)
    if not known or surprising_words(line):
        filled = _filled(line, at, oracle)
        yield from filled if filled or known else _words(line, at, oracle)


def _completed(line: str, at: int, regions: Sequence[Region], oracle: Oracle) -> Sequence[Region]:
    """The regions of a line, or in their place the earlier line where they leave something to be known."""
    moved = [replace(region, start=region.start - at, end=region.end - at) for region in regions]
    repaired = assemble(line, moved).text
    exact = all(region.exact for region in regions)
    if exact and oracle.confirms(repaired) and not surprising_words(repaired):
        return regions
    filled = _filled(line, at, oracle)
    return regions if not filled or (exact and filled[0].repaired == repaired) else filled


def _filled(line: str, at: int, oracle: Oracle) -> list[Region]:
    """The one earlier line that some known damage turns into this line.

    What a finish took away may have been different once more, in a version that git never saw: such a line is offered,
    and never safe.
    """
    if line.isascii() and "?" not in line:
        return []
    found = _damaged_lines(line, oracle)
    if len(found) != 1:
        return []
    ((old, (plan, finish)),) = found.items()
    gain = (text_cost(line) - text_cost(old)) / UNIT
    inferred = (finish, REMEMBERED) if finish else ()
    exact = not finish
    return [Region(at, at + len(line), 0, 0, old, plan, exact, True, False, True, gain, inferred, remembered=True)]


def _damaged_lines(line: str, oracle: Oracle) -> dict[str, tuple[Plan, str]]:
    """Earlier lines, not damaged themselves, that some known damage turns into this one, with the likeliest such."""
    found: dict[str, tuple[Plan, str]] = {}
    encodings = 0 if line.isascii() else single_bytes_of(_PUT_IN.sub("", line))
    for encoding, _ in UTF8_READ_AS:
        if encodings & bit(encoding):
            for old, finish in oracle.damaged_to(line, encoding):
                found.setdefault(old, (Plan((Step("utf-8", encoding),)), finish))
    if "?" in line:
        for codec in ("ascii", "cp1252"):
            for old in oracle.questioned_to(line, codec):
                found.setdefault(old, (Plan((Step("utf-8", "cp1252"),)), "question marks for letters"))
    return {old: how for old, how in found.items() if old != line and not edits(old)}


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
