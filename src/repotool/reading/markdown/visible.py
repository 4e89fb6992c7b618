"""What a reader sees of Markdown: the text without its markup; list items and `<br>` stand on lines of their own."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from repotool.model.regex import regex
from repotool.reading.markdown.escapes import PUNCTUATION, dereference, unescape
from repotool.reading.markdown.inline import Found, Inline

_BREAKING_TAGS = frozenset({"br", "li", "ul", "ol", "p", "div", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_NOT_PLAIN = regex(r"\\|`|\*|_|~|<|&|\[|\]|://|w[wW][wW]\.|W[wW][wW]\.")
_MAY_EMPHASIZE = regex(r"[*_~]")
_DELIMITERS = regex(rf"\\{PUNCTUATION}|\*+|_+|~+")


def is_plain(text: str, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether there is nothing but text from `start` to `end`: no link, no code, no markup, no escape."""
    return _NOT_PLAIN.search(text, start, end) is None


class Change(NamedTuple):
    """What the reader sees in place of a stretch of the text."""

    start: int
    end: int
    shown: str


class Visible:
    """One text and what was read in it; gives what a reader sees of any stretch of it.

    With `markdown` off it is HTML, where `*` and backslashes mean nothing.
    """

    def __init__(self, text: str, inline: Inline, markdown: bool = True) -> None:
        self.text = text
        self._inline = inline
        self._markdown = markdown

    @cached_property
    def _changes(self) -> list[Change]:
        """Most texts are never looked at: of a label without markup nothing needs to be known."""
        return sorted(_changes(self.text, self._inline))

    def lines(self, start: int = 0, end: int | None = None) -> str:
        """What is seen from `start` to `end`, with the alternative texts of images."""
        end = len(self.text) if end is None else end
        if is_plain(self.text, start, end):
            return lines_of(self.text[start:end])
        return lines_of(self._shown(start, end, self._within(start, end)))

    def line(self, start: int, end: int) -> str:
        """What is seen from `start` to `end`, on one line."""
        return self.lines(start, end).replace("\n", " ")

    def without_images(self) -> str:
        """What is seen of all the text where images count for nothing, as in anchors; white space as it is."""
        hidden = [Change(link.start, link.end, "") for link in self._inline.links if link.image]
        return self._shown(0, len(self.text), sorted([*self._changes, *hidden], key=_outer_first))

    def _shown(self, start: int, end: int, changes: list[Change]) -> str:
        if not self._markdown:
            return shown(self.text, start, end, changes, dereference)
        if _MAY_EMPHASIZE.search(self.text, start, end):
            emphasis = _emphasis(self.text, start, end, changes)
            changes = sorted([*changes, *emphasis], key=_outer_first)
        return shown(self.text, start, end, changes, unescape)

    def _within(self, start: int, end: int) -> list[Change]:
        if not self._changes:
            return []
        first = bisect_left(self._changes, (start,))
        last = bisect_left(self._changes, (end + 1,))
        return [change for change in self._changes[first:last] if change.end <= end]


def _outer_first(change: Change) -> tuple[int, int]:
    return change.start, -change.end


def shown(text: str, start: int, end: int, changes: Iterable[Change], plain: Callable[[str], str]) -> str:
    """The text with the sorted changes made; `plain` resolves what is between them."""
    parts: list[str] = []
    for change in changes:
        if change.start >= start:
            parts += (plain(text[start : change.start]), change.shown)
            start = change.end
    return "".join([*parts, plain(text[start:end])])


def lines_of(text: str) -> str:
    """The text's lines without their padding; empty ones are left out."""
    if "\n" not in text:
        return " ".join(text.split())
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def seen_of_tag(name: str) -> str:
    """A tag is not seen, except that some begin a line."""
    return "\n" if name in _BREAKING_TAGS else ""


def _changes(text: str, inline: Inline) -> Iterator[Change]:
    for code in inline.code:
        yield Change(code.start, code.end, text[slice(*code.inner)].replace("\\|", "|").strip())
    for markup in inline.markup:
        yield Change(markup.start, markup.end, seen_of_tag(markup.name))
    for link in inline.links:
        yield from _of_link(text, link)


def _of_link(text: str, link: Found) -> Iterator[Change]:
    if link.kind in ("autolink", "mail", "bare"):
        yield Change(link.start, link.end, text[slice(*link.text)])
    else:
        yield Change(link.start, link.text[0], "")
        yield Change(link.text[1], link.end, "")


class _Run:
    """A run of `*`, `_` or `~` that may open or close emphasis; `taken` of its characters did."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end, self.char = start, end, text[start]
        before, after = _kind(text[start - 1 : start]), _kind(text[end : end + 1])
        left = after != "space" and (after != "mark" or before != "letter")
        right = before != "space" and (before != "mark" or after != "letter")
        intraword = self.char == "_"
        self.opens = left and not (intraword and right and before != "mark")
        self.closes = right and not (intraword and left and after != "mark")


def _kind(char: str) -> str:
    if not char or char.isspace():
        return "space"
    return "mark" if category(char)[0] in "PS" else "letter"


def _emphasis(text: str, start: int, end: int, taken: list[Change]) -> Iterator[Change]:
    """The characters that emphasize or strike out what is between them, and are not seen themselves."""
    waiting: dict[str, list[_Run]] = {"*": [], "_": [], "~": []}
    for run in _runs(text, start, end, taken):
        openers = waiting[run.char]
        while run.closes and openers and run.start < run.end:
            count = min(run.end - run.start, openers[-1].end - openers[-1].start)
            openers[-1].end -= count
            yield Change(openers[-1].end, openers[-1].end + count, "")
            yield Change(run.start, run.start + count, "")
            run.start += count
            if openers[-1].start == openers[-1].end:
                openers.pop()
        if run.opens and run.start < run.end:
            openers.append(run)


def _runs(text: str, start: int, end: int, taken: list[Change]) -> Iterator[_Run]:
    edges = [Change(start, start, ""), *sorted(taken), Change(end, end, "")]
    for left, right in pairwise(edges):
        for match in _DELIMITERS.finditer(text, left.end, max(left.end, right.start)):
            if match[0][0] != "\\":
                yield _Run(text, match.start(), match.end())
