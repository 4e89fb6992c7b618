"""Images that a Markdown text holds as base64: where they stand, and the very bytes they are."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from msgspec import Struct

from repotool.model.regex import regex
from repotool.model.text import Span

_DATA = regex(r"data:(image/[\w.+-]{1,40})(?:;[\w-]{1,40}=[\w-]{1,40}){0,3};base64,([A-Za-z0-9+/=%]*)")
_MORE_LINES = regex(r"[A-Za-z0-9+/=%\s]*")
"""How base64 goes on within the quotes of an HTML tag."""
_BEFORE_TARGET = regex(r"\]\([ \t]*<?\Z|^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?\Z", re.MULTILINE)
_BEFORE_SOURCE = regex(r"<img\b[^<>]{0,400}\ssrc[ \t]*=[ \t]*([\"'])\Z", re.IGNORECASE)
_LOOKED_BACK = 600
"""Characters before an image among which the beginning of its link or tag is looked for."""
_FENCE = regex(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_HIDING = (("<!--", "-->"), ("<pre", "</pre"), ("<code", "</code"), ("<script", "</script"))

_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))


class Embedded(Struct, frozen=True):
    """An image in a text. `span` is its address, from `data:` on; `size` counts bytes, about.

    `content` and `ending` are None where it cannot be taken out for certain: base64 that does not encode these bytes
    and no others, a kind of image that is not known, a place that is no target of an image.
    """

    span: Span
    size: int
    content: bytes | None = None
    ending: str | None = None


def embedded_images(text: str, larger_than: int) -> Iterator[Embedded]:
    """The images in `text` that have more than so many bytes; four characters of base64 are three of them."""
    if len(text) <= larger_than or ";base64," not in text:
        return
    hiding = _Hiding(text)
    for found in _DATA.finditer(text):
        quote = _quote_before(text, found.start())
        end = _MORE_LINES.match(text, found.end()) if quote else None
        span = Span(found.start(), end.end() if end else found.end())
        size = (span.end - found.start(2)) * 3 // 4
        if size > larger_than:
            certain = _is_target(text, span, quote) and not hiding.hides(span.start)
            content = _content(text[found.start(2) : span.end]) if certain else None
            ending = _ending(content, found[1]) if content else None
            yield Embedded(span, size, content if ending else None, ending)


def _content(written: str) -> bytes | None:
    """The bytes, if encoding them gives back what is written, but for white space and percent signs."""
    plain = "".join(unquote(written).split()) if "%" in written else "".join(written.split())
    try:
        content = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        return None
    return content if base64.b64encode(content) == plain.encode() else None


def _ending(content: bytes, kind: str) -> str | None:
    """How a file of this content is to end: its first bytes tell, whatever the address calls it."""
    told = next((ending for signature, ending in _SIGNATURES if content.startswith(signature)), None)
    if told is None and content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if told is None and kind == "image/svg+xml" and content.lstrip()[:1] == b"<" and b"<svg" in content:
        return "svg"
    return told


def _quote_before(text: str, at: int) -> str | None:
    """The quote after which an `<img>` names its image here; None where there is no such tag."""
    tag = _BEFORE_SOURCE.search(text, max(0, at - _LOOKED_BACK), at)
    return tag[1] if tag else None


def _is_target(text: str, span: Span, quote: str | None) -> bool:
    """Whether the address is what an image's link, its definition or an `<img>` leads to."""
    after = text[span.end : span.end + 1]
    if quote is not None:
        return after == quote
    if not _BEFORE_TARGET.search(text[max(0, span.start - _LOOKED_BACK) : span.start]):
        return False
    return after == ">" if text[span.start - 1] == "<" else after in (")", " ", "\t", "\n", "")


class _Hiding:
    """Whether code or a comment may hold a place; where that is in doubt, it may. Asked from the beginning on, once."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.fences = text, 0, 0
        self.last = {mark: -1 for marks in _HIDING for mark in marks}

    def hides(self, at: int) -> bool:
        self._walk_to(at)
        begin = max(0, at - _LOOKED_BACK)
        line = self.text[max(begin, self.text.rfind("\n", begin, at) + 1) : at]
        if "`" in line or line.startswith(("    ", "\t")) or self.fences % 2:
            return True
        return any(self.last[begin] > self.last[end] for begin, end in _HIDING)

    def _walk_to(self, at: int) -> None:
        self.fences += len(_FENCE.findall(self.text, self.at, at))
        for mark in self.last:
            self.last[mark] = max(self.last[mark], self.text.rfind(mark, self.at, at))
        self.at = at
