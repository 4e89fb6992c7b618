"""Places that have lost what they were: never guessed, only shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repotool.encoding.model import Unresolved

_LOST = re.compile(
    "(?P<replacement>\ufffd+)"
    "|(?P<question>(?<![\\w?&=/])\\?{3,}(?=[ \\t,.;:!)\\]]+\\?{2,})|(?<=\\?[ \\t])\\?{2,}(?![\\w?]))"
    "|(?P<control>[\x80-\x9f]+)"
    "|(?P<private>[\ue000-\uf8ff]+)"
)
_SIGN = re.compile("[\x80-\x9f\ue000-\uf8ff\ufffd]")
"""Without one of these, and without two question marks, nothing is lost: most texts are seen to be whole so."""
_KINDS = {
    "replacement": "replacement character",
    "question": "question marks for letters",
    "control": "control character",
    "private": "private-use character",
}


def find_unresolved(text: str) -> tuple[Unresolved, ...]:
    """U+FFFD, runs of `?` in place of words, C1 controls and private-use characters that a repair has left."""
    if "??" not in text and (text.isascii() or not _SIGN.search(text)):
        return ()
    return tuple(_places(text))


def _places(text: str) -> Iterator[Unresolved]:
    for match in _LOST.finditer(text):
        yield Unresolved(match.start(), match.end(), _KINDS[match.lastgroup or "replacement"])
