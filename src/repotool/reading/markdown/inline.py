"""What stands in a line of Markdown: links, images, addresses, code spans and HTML, each with its place in the text.

One pass from left to right, by the algorithm of CommonMark: code spans, HTML and autolinks bind tighter than brackets,
brackets tighter than emphasis, so emphasis never decides what a link is and is not looked at here. mistletoe reaches
the same links; it forgets where they stood, and takes minutes on a few thousand brackets or backticks. A test holds
the two against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from functools import cached_property
from typing import Literal, NamedTuple

from repotool.model.regex import regex
from repotool.reading.markdown import html, html_links
from repotool.reading.markdown.addresses import bare_addresses, may_hold_address
from repotool.reading.markdown.escapes import PUNCTUATION
from repotool.reading.markdown.limits import TooMuch

Extent = tuple[int, int]

LONGEST_LABEL = 999
DEEPEST_PARENTHESES = 10
DEEPEST_IMAGES = 32

# Patterns that are looked for in every text have a plain character at the head of each branch: then `re` passes over
# all others at once.
_SPECIAL = regex(rf"\\{PUNCTUATION}|``*|<|!\[|\[|\]")
_WORTH_READING = regex(r"\[|<|`|://|w[wW][wW]\.|W[wW][wW]\.")
# A label and a target in which nothing else can begin, as most links have.
_SIMPLE_LINK = regex(r"!?\[([^\[\]\\`<]*+)\]\(([^\x00-\x20\x7f()\[\]\\`<>&]*+)\)")
_AUTOLINK = regex(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>\x7f]*+)>")
_LABEL_OF_MAIL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = regex(rf"<([A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]++@{_LABEL_OF_MAIL}(?:\.{_LABEL_OF_MAIL})*)>")
_SPACE = regex(r"[ \t\n\x0b\x0c\r]*+")
_ANGLE_TARGET = regex(r"<((?:[^<>\\\n]|\\.)*+)>")
_TARGET_PART = regex(rf"\\{PUNCTUATION}|[^\x00-\x20\x7f()\\]++|[()\\]")
_TITLE = regex(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|\(((?:[^()\\]|\\.)*+)\)', re.DOTALL)
_LABEL = regex(r"\[((?:[^\[\]\\]|\\.)*+)\]", re.DOTALL)
_ONE_LABEL = regex(r"(?:[^\[\]\\]|\\.)*+", re.DOTALL)


class Found(NamedTuple):
    """A link: where it stands, its label, its target as written, its title; for references, the label it names."""

    kind: Literal["link", "image", "autolink", "mail", "bare", "reference"]
    start: int
    end: int
    text: Extent
    target: Extent
    title: Extent | None = None
    image: bool = False


class Code(NamedTuple):
    """A code span, and what is between its backticks."""

    start: int
    end: int
    inner: Extent


class Inline(NamedTuple):
    """What was found in one text; each list in the order of the text."""

    links: list[Found]
    code: list[Code]
    markup: list[html.Markup]


def normalized(label: str) -> str:
    """A reference label as it is compared."""
    return " ".join(label.split()).casefold()


def is_worth_reading(text: str, start: int, end: int) -> bool:
    """Whether anything but text may stand between `start` and `end`."""
    return _WORTH_READING.search(text, start, end) is not None


def read(text: str, labels: Collection[str] = ()) -> Inline:
    """What stands in a paragraph, heading or table cell; `labels` are the defined ones, normalized."""
    if not is_worth_reading(text, 0, len(text)):
        return Inline([], [], [])
    return _Reading(text, labels).run()


class _Opener:
    """An opening bracket that waits for its partner. One with brackets inside can be no reference label."""

    __slots__ = ("image", "inner", "levels", "start", "text")

    def __init__(self, start: int, text: int) -> None:
        self.start, self.text = start, text
        self.image = text - start == 2
        self.inner = False
        self.levels = 0
        """So deep links and images are nested between this bracket and its partner."""


class _Reading:
    def __init__(self, text: str, labels: Collection[str]) -> None:
        self.text = text
        self.labels = labels
        self.found = Inline([], [], [])
        self.openers: list[_Opener] = []
        self.inactive = 0
        """So many openers from the bottom stand before a link, and can open none around it (images they can)."""
        self.backticks: dict[int, list[int]] | None = None

    def run(self) -> Inline:
        position = 0
        while match := _SPECIAL.search(self.text, position):
            mark = match[0]
            if mark[0] == "\\":
                position = match.end()
            elif mark[0] == "`":
                position = self._code(match.start(), match.end())
            elif mark == "<":
                position = self._angle(match.start())
            elif mark == "]":
                position = self._close(match.start())
            elif link := _SIMPLE_LINK.match(self.text, match.start()):
                position = self._simple(link, image=mark == "![")
            else:
                position = self._open(match.start(), match.end())
        if may_hold_address(self.text, 0, len(self.text)):
            self.found.links.extend(self._bare())
        self.found.links.sort(key=lambda link: link.start)
        return self.found

    def _code(self, start: int, end: int) -> int:
        closing = self._closing_backticks(end - start, end)
        if closing is None:
            return end
        after = closing + end - start
        self.found.code.append(Code(start, after, (end, closing)))
        return after

    def _closing_backticks(self, length: int, position: int) -> int | None:
        if self.backticks is None:
            self.backticks = {}
            for run in re.finditer("`+", self.text):
                self.backticks.setdefault(len(run[0]), []).append(run.start())
        starts = self.backticks.get(length, [])
        index = bisect_left(starts, position)
        return starts[index] if index < len(starts) else None

    @cached_property
    def html(self) -> html.Reader:
        return html.Reader(self.text, strict=True)

    def _angle(self, start: int) -> int:
        if markup := self.html.tag(start):
            self.found.markup.append(markup)
            return markup.end
        if match := _AUTOLINK.match(self.text, start):
            self.found.links.append(Found("autolink", start, match.end(), match.span(1), match.span(1)))
            return match.end()
        if match := _MAIL.match(self.text, start):
            self.found.links.append(Found("mail", start, match.end(), match.span(1), match.span(1)))
            return match.end()
        if markup := self.html.at(start):
            self.found.markup.append(markup)
            return markup.end
        return start + 1

    def _simple(self, link: re.Match[str], *, image: bool) -> int:
        """A link that is told at one glance; a label around it can be no reference label, as with any bracket."""
        if self.openers:
            self.openers[-1].inner = True
        kind: Literal["link", "image"] = "image" if image else "link"
        return self._add(Found(kind, link.start(), link.end(), link.span(1), link.span(2), None, image), 0)

    def _open(self, start: int, end: int) -> int:
        if self.openers:
            self.openers[-1].inner = True
        self.openers.append(_Opener(start, end))
        return end

    def _close(self, position: int) -> int:
        if not self.openers:
            return position + 1
        opener = self.openers.pop()
        active = opener.image or len(self.openers) >= self.inactive
        self.inactive = min(self.inactive, len(self.openers))
        link = self._link(opener, position) if active else None
        return position + 1 if link is None else self._add(link, opener.levels)

    def _add(self, link: Found, levels: int) -> int:
        """Notes a link with so many `levels` of others in its label; no link stands around a link, images may."""
        self.found.links.append(link)
        if self.openers:
            self._nest(levels + 1)
        if not link.image:
            self.inactive = len(self.openers)
        return link.end

    def _nest(self, levels: int) -> None:
        """Notes how deep links are nested: the labels of images within images alone would fill the memory."""
        if levels > DEEPEST_IMAGES:
            raise TooMuch(f"links and images are nested more than {DEEPEST_IMAGES} deep")
        self.openers[-1].levels = max(self.openers[-1].levels, levels)

    def _link(self, opener: _Opener, position: int) -> Found | None:
        """The link that ends with the `]` at `position`, or just after it."""
        label = (opener.text, position)
        kind: Literal["link", "image"] = "image" if opener.image else "link"
        if (tail := inline_tail(self.text, position + 1)) is not None:
            end, target, title = tail
            return Found(kind, opener.start, end, label, target, title, opener.image)
        if not self.labels:
            return None
        if match := _LABEL.match(self.text, position + 1):
            if match[1]:
                return self._reference(opener, label, match.span(1), match.end())
            return None if opener.inner else self._reference(opener, label, label, match.end())
        return None if opener.inner else self._reference(opener, label, label, position + 1)

    def _reference(self, opener: _Opener, text: Extent, label: Extent, end: int) -> Found | None:
        start, stop = label
        if stop - start > LONGEST_LABEL or not _ONE_LABEL.fullmatch(self.text, start, stop):
            return None
        if normalized(self.text[start:stop]) not in self.labels:
            return None
        return Found("reference", opener.start, end, text, label, None, opener.image)

    def _bare(self) -> list[Found]:
        """Bare addresses outside of links, code spans, HTML and the labels of `<a>`."""
        taken = [(item.start, item.end) for group in self.found for item in group]
        taken.extend((a.end, end.start) for a, end in html_links.anchors(self.found.markup))
        return [Found("bare", *place, place, place) for place in bare_addresses(self.text, sorted(taken))]


def inline_tail(text: str, position: int) -> tuple[int, Extent, Extent | None] | None:
    """Reads `(target "title")`: where it ends, the target as written, the title as written; None where it is none."""
    if text[position : position + 1] != "(":
        return None
    target = target_at(text, _skip_space(text, position + 1))
    if target is None:
        return None
    after, extent = target
    end = _skip_space(text, after)
    title = None
    if end > after and (match := _TITLE.match(text, end)):
        title = match.span(match.lastindex or 0)
        end = _skip_space(text, match.end())
    return (end + 1, extent, title) if text[end : end + 1] == ")" else None


def target_at(text: str, position: int) -> tuple[int, Extent] | None:
    """Reads a link target: where it ends, and its extent without `<…>`."""
    if text[position : position + 1] == "<":
        match = _ANGLE_TARGET.match(text, position)
        return (match.end(), match.span(1)) if match else None
    depth = 0
    end = position
    while part := _TARGET_PART.match(text, end):
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth < 0 or depth > DEEPEST_PARENTHESES:
            break
        end = part.end()
    return (end, (position, end)) if depth <= 0 else None


def title_at(text: str, position: int) -> tuple[int, Extent] | None:
    """Reads a title in its quotes: where it ends, and its extent without them."""
    match = _TITLE.match(text, position)
    return (match.end(), match.span(match.lastindex or 0)) if match else None


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position
