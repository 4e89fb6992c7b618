"""A stretch of Markdown put together from lines of a text, with the way back to every character.

What precedes a line's own text (the `>` of a quote, the indentation of a list) is no part of the passage; what is
left of the line is its end, so the place of each character follows from where the line ends.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Literal, NamedTuple

from msgspec import Struct

from repotool.model import Span
from repotool.model.regex import regex

BlockKind = Literal["paragraph", "heading", "table", "code", "html", "definition"]

_LINE = regex(r"[^\n\r]*(?:\r\n|\n|\r)?")
# A tab after a `>` inside a line's text would be widened by mistletoe's reading of quotes, and the line not be found.
_TAB_IN_TEXT = regex(r"(?<=>)\t")
_PREFIX = regex(r"[ \t>]*")
# More blank lines in a row mean nothing more, but mistletoe reads each again at every level of a list.
_MOST_BLANK_LINES = 2


class Unplaced(ValueError):
    """Lines that a parser claims to have read are not where it claims."""


class Passage(Struct, frozen=True):
    """`text`, and for each of its lines where it begins in `text` and where in the source."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def place(self, position: int) -> int:
        """The place in the source of the character at `position`."""
        line = bisect_right(self.starts, position) - 1
        return self.places[line] + position - self.starts[line]

    def span(self, start: int, end: int) -> Span:
        """The span in the source of `text[start:end]`."""
        if len(self.places) == 1:
            return Span(self.places[0] + start, self.places[0] + end)
        if end == start:
            return Span(self.place(start), self.place(start))
        # What ends with a line ends before the prefix of the next one; what takes the line ending along, after it.
        last = self.place(end) if self.text[end - 1] == "\n" else self.place(end - 1) + 1
        return Span(self.place(start), last)

    def part(self, start: int, end: int) -> Passage:
        """The passage of `text[start:end]`."""
        if len(self.places) == 1:
            return Passage(self.text[start:end], self.starts, (self.places[0] + start,))
        first, last = bisect_right(self.starts, start) - 1, bisect_right(self.starts, end)
        starts = (0, *(begin - start for begin in self.starts[first + 1 : last]))
        return Passage(self.text[start:end], starts, (self.place(start), *self.places[first + 1 : last]))


class Placed(NamedTuple):
    """A leaf block and its passage. `level` is that of a heading; one that is `underlined` ends with the underline."""

    kind: BlockKind
    passage: Passage
    level: int = 0
    underlined: bool = False


class Lines:
    """The lines of a source as Markdown knows them: they end with LF, CRLF or CR and nothing else.

    `lines` end with LF, `ends` are the places where they end in the source, before the line ending.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends: list[int] = []
        self.lines: list[str] = []
        blank = 0
        for end, line in _lines(text, 1 if text.startswith("\ufeff") else 0):
            blank = 0 if line.strip() else blank + 1
            if blank <= _MOST_BLANK_LINES:
                self.ends.append(end)
                self.lines.append(_without_inner_tabs(line) + "\n")

    def passage(self, first: int, read: list[str]) -> Passage:
        """The passage of the lines `read`, which begin at line `first` (from 0), without their indentation.

        A parser's numbers are short by one inside a list item whose first line is empty, so the lines are looked for
        from there on.
        """
        bare = [line[:-1].lstrip(" \t") for line in read]
        if self.lines[first : first + len(read)] != read:  # nearly always it is so: outside of lists and quotes
            first = self._place_of(first, bare)
        ends = self.ends[first : first + len(bare)]
        places = [end - len(line) for end, line in zip(ends, bare, strict=True)]
        starts = [0, *accumulate(len(line) + 1 for line in bare[:-1])]
        text = "\n".join(self.text[place:end] for place, end in zip(places, ends, strict=True))
        return Passage(text, tuple(starts), tuple(places))

    def _place_of(self, first: int, bare: list[str]) -> int:
        while not self._are_at(first, bare):
            first += 1
            if first + len(bare) > len(self.lines):
                raise Unplaced("the blocks of the text could not be found again in it")
        return first

    def _are_at(self, first: int, bare: list[str]) -> bool:
        known = self.lines[first : first + len(bare)]
        return all(line.endswith(text + "\n") for line, text in zip(known, bare, strict=False))


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Each line from `start` on, without its ending, and where it ends."""
    if "\r" not in text:
        for line in text[start:].split("\n") if start < len(text) else ():
            if start < len(text):  # what follows the last line feed is a line only if it is something
                yield start + len(line), line
            start += len(line) + 1
        return
    while start < len(text):
        match = _LINE.match(text, start)
        assert match is not None
        line = match[0].rstrip("\r\n")
        yield start + len(line), line
        start = match.end()


def _without_inner_tabs(line: str) -> str:
    if ">" not in line or "\t" not in line:
        return line
    prefix = _PREFIX.match(line)
    end = prefix.end() if prefix else 0
    return line[:end] + _TAB_IN_TEXT.sub(" ", line[end:])
