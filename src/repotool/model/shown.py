"""Texts and paths of strangers, made harmless to print."""

from __future__ import annotations

import re

from repotool.model.regex import regex

# What a terminal obeys or an eye cannot see: controls, bytes that are not UTF-8, marks that turn the writing direction,
# invisible characters. The joiners U+200C and U+200D stay: emoji and Persian need them.
_UNSHOWABLE = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNSHOWABLE_ON_A_LINE = regex(f"[\t\n]|{_UNSHOWABLE.pattern}")


def shown(text: str) -> str:
    """`text` on one line, with escapes in place of what a terminal must not get: `\\x1b`, `\\u202e`, `\\n`.

    A byte that is not UTF-8 (a surrogate of surrogateescape) is shown as `\\xff`; a C1 control, which is a character,
    as `\\u009b`.
    """
    return _UNSHOWABLE_ON_A_LINE.sub(_escape, text)


def shown_lines(text: str) -> str:
    """As `shown`, but tabs and "\\n" stay."""
    return _UNSHOWABLE.sub(_escape, text)


def json_escaped(text: str) -> str:
    """A JSON text in which what a terminal must not get is escaped, as JSON allows: it says the same."""
    return _UNSHOWABLE.sub(lambda m: _json_unit(ord(m[0])), text)


def _json_unit(code: int) -> str:
    """A character as JSON escapes it: one `\\u` for each unit of UTF-16."""
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in "\t\n\r":
        return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}[match[0]]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
