"""The anchors GitHub gives to headings.

Rules of github-slugger and of GitHub's own table-of-contents filter: lower case; letters, marks, decimal and letter
numbers, circled letters, connectors (`_`), `-` and the space are kept, all else (punctuation, emoji) goes; each space
becomes `-`.
A variation selector is a mark, so the anchor of "⚙️ Настройка" begins with an invisible U+FE0F, on GitHub too.
"""

from __future__ import annotations

from unicodedata import category

from repotool.model.regex import regex

_KEPT = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "Pc"})

# Letters in circles and squares are symbols by category and letters by use (Unicode: Other_Alphabetic).
_CIRCLED = regex("[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]")


class _Slugs(dict[int, str]):
    """What becomes of each character in an anchor, worked out when it is first met: `str.translate` asks by code."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kept = character == "-" or category(character) in _KEPT or _CIRCLED.match(character)
        self[code] = character if kept else ""
        return self[code]


_SLUGS = _Slugs({ord(" "): "-"})


def slug(text: str) -> str:
    """The anchor of a heading with this text, before repeated ones are told apart."""
    return text.lower().translate(_SLUGS)


class Anchors:
    """Hands out the anchors of one document, in the order of its headings; a repeated one gets `-1`, `-2` …"""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def add(self, text: str) -> str:
        base = anchor = slug(text)
        while anchor in self._seen:
            self._seen[base] += 1
            anchor = f"{base}-{self._seen[base]}"
        self._seen[anchor] = 0
        return anchor
