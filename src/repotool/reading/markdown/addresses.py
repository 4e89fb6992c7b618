"""Bare addresses in a text, as GitHub links them: https://…, http://…, www.….

Source of the rules: GitHub Flavored Markdown, "Autolinks (extension)", and cmark-gfm where the two differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from repotool.model.regex import regex

_ADDRESS = regex(r"(?<![A-Za-z])https?://[^\s<]+|(?<![^\s*_~(])www\.[^\s<]+", re.IGNORECASE)
# A plain character at the head of each branch: then `re` passes over all others at once.
_MARK = regex(r"://|w[wW][wW]\.|W[wW][wW]\.")
_HOST = regex(r"(?:[^\W_]|[-_.])+", re.IGNORECASE)
_TRAILING = "?!.,:*_~'\""
_TRAILING_REFERENCE = regex(r"&[A-Za-z0-9]+;$")


def may_hold_address(text: str, start: int, stop: int) -> bool:
    """Whether anything between `start` and `stop` looks like the beginning of an address: a quick look."""
    return _MARK.search(text, start, stop) is not None


def bare_addresses(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where bare addresses stand outside of the stretches `taken`, which are sorted by their start."""
    position = 0
    for start, end in [*taken, (len(text), len(text))]:
        if start > position:
            yield from _between(text, position, start)
        position = max(position, end)


def _between(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for match in _ADDRESS.finditer(text, start, stop) if may_hold_address(text, start, stop) else ():
        end = match.start() + _length(match[0])
        if _has_host(text[match.start() : end]):
            yield match.start(), end


def _length(address: str) -> int:
    """How much of `address` belongs to it: without trailing punctuation and without parentheses it never opened."""
    end = len(address)
    unmatched = address.count(")") - address.count("(")
    while end:
        last = address[end - 1]
        if last == ")" and unmatched > 0:
            unmatched -= 1
            end -= 1
        elif last in _TRAILING:
            end -= 1
        elif last == ";":
            reference = _TRAILING_REFERENCE.search(address, max(0, end - 34), end)
            end = reference.start() if reference else end - 1
        else:
            break
    return end


def _has_host(address: str) -> bool:
    scheme, separator, rest = address.partition("://")
    host = _HOST.match(rest if separator else scheme)
    if host is None:
        return False
    parts = host[0].split(".")
    if any("_" in part for part in parts[-2:]):
        return False
    return bool(parts[0]) and (bool(separator) or (len(parts) > 1 and bool(parts[1])))
