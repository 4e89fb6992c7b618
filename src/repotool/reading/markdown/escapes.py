"""Backslash escapes and character references, resolved as CommonMark resolves them.

`html.unescape` is not used on whole texts: it also resolves references without a semicolon, and would turn the query
`?a=1&copy=2` into `?a=1©=2`.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from repotool.model.regex import regex

PUNCTUATION = r"[!-/:-@\[-`{-~]"
_ESCAPE_OR_REFERENCE = regex(rf"\\({PUNCTUATION})|&(#\d{{1,7}}|#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")


def unescape(text: str) -> str:
    """`text` with backslash escapes and character references resolved."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPE_OR_REFERENCE.sub(_escape_or_reference, text)


def dereference(text: str) -> str:
    """`text` with character references resolved; a backslash is a backslash, as in HTML and in `<https://…>`."""
    if "&" not in text:
        return text
    return _ESCAPE_OR_REFERENCE.sub(lambda m: m[0] if m[1] else _reference(m), text)


def _escape_or_reference(match: re.Match[str]) -> str:
    return match[1] or _reference(match)


def _reference(match: re.Match[str]) -> str:
    if match[2].startswith("#"):
        return html.unescape(match[0])
    return html5.get(match[2] + ";", match[0])
