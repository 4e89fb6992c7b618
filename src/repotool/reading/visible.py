"""What a reader sees of Markdown: the text without its markup; list items and `<br>` stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from repotool.reading import html
from repotool.reading.escapes import PUNCTUATION, unescape
from repotool.reading.inline import Found, Inline

_BREAKING_TAGS = frozenset({"br", "li", "ul", "ol", "p", "div", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_DELIMITERS = re.compile(rf"\\{PUNCTUATION}|\*+|_+|~+")


class Change(NamedTuple):
    """What the reader sees in place of a stretch of the text."""

    start: int
    end: int
    shown: str


def visible(text: str, inline: Inline, start: int = 0, end: int | None = None, images: bool = True) -> str:
    """The text from `start` to `end` as a reader sees it; with `images`, the alternative texts of images count."""
    end = len(text) if end is None else end
    changes = [c for c in _changes(text, inline, images) if start <= c.start and c.end <= end]
    changes.extend(_emphasis(text, start, end, changes))
    return lines_of(shown(text, start, end, sorted(changes)))


def shown(text: str, start: int, end: int, changes: list[Change]) -> str:
    """The text with the changes made, escapes and references resolved. `changes` are sorted and do not overlap."""
    parts = []
    for change in changes:
        if change.start >= start:
            parts += [unescape(text[start : change.start]), change.shown]
            start = change.end
    return "".join([*parts, unescape(text[start:end])])


def lines_of(text: str) -> str:
    """The text's lines without their padding; empty ones are left out."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def of_markup(text: str, markup: html.Markup) -> Change:
    """Markup is not seen, except that some of it begins a line."""
    return Change(markup.start, markup.end, "\n" if markup.name in _BREAKING_TAGS else "")


def _changes(text: str, inline: Inline, images: bool) -> Iterator[Change]:
    for code in inline.code:
        yield Change(code.start, code.end, text[slice(*code.inner)].replace("\\|", "|").strip())
    for markup in inline.markup:
        yield of_markup(text, markup)
    for link in inline.links:
        yield from _of_link(text, link, images)


def _of_link(text: str, link: Found, images: bool) -> Iterator[Change]:
    if link.kind in ("autolink", "mail", "bare"):
        yield Change(link.start, link.end, text[slice(*link.text)])
    elif link.image and not images:
        yield Change(link.start, link.end, "")
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
