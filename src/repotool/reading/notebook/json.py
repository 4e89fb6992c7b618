"""A JSON text with the place of each of its values, found when asked for.

Containers on the way to a value are walked here; everything else is skipped by the standard library's scanner, so that
a megabyte of base64 costs what it costs `json.loads`. The text is known to be JSON.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from repotool.model.notebook import JsonPath
from repotool.model.regex import regex
from repotool.model.text import Span

BYTE_ORDER_MARK = "\ufeff"
CELLS = "cells"
_SPACE = regex(r"[ \t\n\r]*")
_QUOTE_OR_BRACKET = regex(r'["\[\]{}]')

# Numbers stay the words they are: what is not converted can neither lose digits nor be too long to convert.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


class Member(Struct, frozen=True):
    """`"key": value` of an object."""

    name: str
    key: Span
    value: Span


def _word(number: str) -> tuple[str]:
    return (number,)


def load_words(text: str) -> Any:
    """The value of a JSON text, perhaps after a byte-order mark, with numbers as tuples of one word: ("1e3",).

    ValueError where it is no JSON, or nested too deep to tell.
    """
    try:
        return json.loads(text.removeprefix(BYTE_ORDER_MARK), parse_float=_word, parse_int=_word, parse_constant=_word)
    except RecursionError:
        raise ValueError("nested too deep") from None


class JsonText:
    """The text of a file that is JSON, perhaps after a byte-order mark. Decoded and walked when first asked."""

    __slots__ = ("_items", "_members", "_raw", "_root", "_text")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._text: str | None = None
        self._root: Span | None = None
        self._members: dict[int, tuple[Member, ...]] = {}
        self._items: dict[int, tuple[Span, ...]] = {}

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self._raw.decode("utf-8", "surrogateescape")
        return self._text

    @property
    def root(self) -> Span:
        if self._root is None:  # kept: what strips the end of a text copies its megabytes
            start = _after_space(self.text, 1 if self.text.startswith(BYTE_ORDER_MARK) else 0)
            self._root = Span(start, len(self.text.rstrip(" \t\n\r")))
        return self._root

    def locate(self, path: JsonPath) -> Span | None:
        """Where the value at `path` stands, of repeated members the last, which is the one that counts."""
        span: Span | None = self.root
        for step in path:
            if span is None:
                return None
            span = self._step(span, step)
        return span

    def _step(self, span: Span, step: str | int) -> Span | None:
        if isinstance(step, int):
            items = self.items(span)
            return items[step] if 0 <= step < len(items) else None
        return next((m.value for m in reversed(self.members(span)) if m.name == step), None)

    def members(self, span: Span) -> tuple[Member, ...]:
        """The members of the object at `span`, in the order of the file; none where it is no object."""
        if span.start not in self._members:
            self._members[span.start] = tuple(self._walk_object(span)) if self.text[span.start] == "{" else ()
        return self._members[span.start]

    def items(self, span: Span) -> tuple[Span, ...]:
        """The values of the array at `span`; none where it is no array."""
        if self.text[span.start] != "[":
            return ()
        if span.start not in self._items:
            self._list(span.start)
        return self._items[span.start]

    def _walk_object(self, span: Span) -> list[Member]:
        members, text = [], self.text
        at = _after_space(text, span.start + 1)
        while text[at] != "}":
            name, end = _DECODER.raw_decode(text, at)
            start = _after_space(text, _after_space(text, end) + 1)
            # Their items are asked for next, and they are most of the file: scanned for their end, they would be twice.
            value = self._list(start) if name == CELLS and text[start] == "[" else _value(text, start)
            members.append(Member(name, Span(at, end), value))
            at = _after_comma(text, value.end)
        return members

    def _list(self, start: int) -> Span:
        """The list at `start`, with its items."""
        items, text = [], self.text
        at = _after_space(text, start + 1)
        while text[at] != "]":
            items.append(_value(text, at))
            at = _after_comma(text, items[-1].end)
        self._items[start] = tuple(items)
        return Span(start, at + 1)


def _value(text: str, start: int) -> Span:
    try:
        _, end = _DECODER.raw_decode(text, start)
    except RecursionError:  # it was read from higher up the stack
        end = _end_of_deep(text, start)
    return Span(start, end)


def _after_comma(text: str, at: int) -> int:
    at = _after_space(text, at)
    return _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _end_of_deep(text: str, at: int) -> int:
    """The end of the list or object at `at`, by counting instead of recursion."""
    depth = 0
    while True:
        match = _QUOTE_OR_BRACKET.search(text, at)
        if match is None:
            return len(text)
        at = match.end()
        if match[0] == '"':
            _, at = _DECODER.raw_decode(text, match.start())
            continue
        depth += 1 if match[0] in "[{" else -1
        if depth == 0:
            return at


def index_at(spans: Sequence[Span], offset: int) -> int | None:
    """Which of `spans`, sorted and apart, holds the character at `offset`."""
    at = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return at if at >= 0 and offset < spans[at].end else None
