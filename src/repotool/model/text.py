"""Texts: spans, views, damaged texts and their repair, files."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

from repotool.model.regex import regex

NOT_UTF8 = regex("[\udc80-\udcff]")
"""A byte that is not UTF-8, as it stands in a text that was decoded with surrogateescape."""

Newline = Literal["\n", "\r\n", "\r", "mixed", ""]


class Span(Struct, frozen=True, order=True):
    """The characters `start <= i < end` of one text."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Spans:
    """Spans that lie apart, or nested in each other, for the question whether one of them holds another span."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        # Of nested spans the outer one answers for the inner ones.
        outer: list[Span] = []
        spans = list(spans)
        for span in spans if len(spans) < 2 else sorted(spans, key=lambda span: (span.start, -span.end)):
            if not outer or span.end > outer[-1].end:
                outer.append(span)
        self._starts = [span.start for span in outer]
        self._ends = [span.end for span in outer]

    def hold(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.start) - 1
        return at >= 0 and span.end <= self._ends[at]

    def holder(self, span: Span) -> Span | None:
        """The outermost one that holds `span`."""
        at = bisect_right(self._starts, span.start) - 1
        return Span(self._starts[at], self._ends[at]) if at >= 0 and span.end <= self._ends[at] else None


class MixedWord(Struct, frozen=True):
    """A word of two alphabets whose letters look alike: what it may be in one of them, and what stands elsewhere so."""

    readings: tuple[str, ...]
    known: tuple[str, ...]


def _same_span(span: Span) -> Span:
    return span


def _same_text(text: str) -> str | None:
    return text


class View(Struct, frozen=True):
    """A text that is judged, with the way back into its file.

    `place` maps a span of `text` to a span of the file's text; `spell` tells how the file would write a replacement (a
    damaged file: damaged again; a JSON string: escaped), or None where the file cannot hold it.
    """

    text: str
    place: Callable[[Span], Span] = _same_span
    spell: Callable[[str], str | None] = _same_text


class Region(Struct, frozen=True):
    """One stretch of damaged text and what it was: `span` cuts the damaged text, `repaired` the repaired text."""

    span: Span
    repaired: Span
    replacement: str
    plan: str
    """What happened to the text, in words: "UTF-8 read as Mac Roman"."""
    safe: bool
    in_code: bool = False
    evidence: str = ""
    """Why it is believed, in words."""


class Lost(Struct, frozen=True):
    """A place of the repaired text whose content is gone; `readings` is what it may have been, where those are few."""

    span: Span
    readings: tuple[str, ...] = ()


class Repair(Struct, frozen=True):
    """What a damaged text was. `proven`: the repaired text, damaged again, is the damaged one, and nothing is in doubt.

    `text` has the certain `regions` repaired; `offered` are likely ones that it leaves as they are (their `repaired`
    span is their place in `text`). `damage` damages text of this file again, or answers None where that is impossible.
    """

    text: str
    regions: tuple[Region, ...]
    proven: bool
    damage: Callable[[str], str | None]
    offered: tuple[Region, ...] = ()
    lost: tuple[Lost, ...] = ()


class Decoding(Struct, frozen=True):
    """What the bytes of a file that is not UTF-8 say. `encoding` is what people call it: "Windows-1251".

    `strong`: the letters leave no doubt. `text`, encoded again, is always the file, byte for byte.
    """

    text: str
    encoding: str
    strong: bool


class Source(Struct, frozen=True):
    """A text file: `path` is posix and relative to the repository's root ("-" is stdin)."""

    path: str
    raw: bytes
    text: str
    newline: Newline
    repair: Repair | None = None
    decoding: Decoding | None = None
