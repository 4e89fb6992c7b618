"""What is read of a page: 64 KB, decompressed within the same bound, as text."""

from __future__ import annotations

import asyncio
import codecs
import re
import zlib

import httpx
from msgspec import Struct

from repotool.model.regex import regex
from repotool.web.failures import Failed

MAX_BODY = 64 * 1024
"""Bytes that are read of a body, and bytes that are made of them by decompression."""
PARTIAL = 206
"""The status of a part of a page."""

_CHARSET = regex(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_XML = regex(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_NO_CHARSETS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"})
"""Codecs of Python that no page is written in; some take the square of the time."""
_HTML = ("text/html", "application/xhtml+xml")


class Page(Struct, frozen=True):
    """A body as far as it was read. `complete`: nothing is missing, so what is not in it is not on the page."""

    text: str
    complete: bool
    html: bool


async def read_page(response: httpx.Response, seconds: float) -> Page:
    """Reads the body for at most so many seconds. Whatever is wrong with it, the page is there: this never fails."""
    raw, complete = await _read(response, seconds)
    complete = complete and response.status_code != PARTIAL
    kind = response.headers.get("content-type", "").partition(";")
    html = kind[0].strip().lower() in _HTML or (not kind[0] and raw.lstrip()[:1] == b"<")
    body, whole = _decompressed(raw, _codings(response.headers))
    text = _text(body, kind[2])
    return Page(text, complete and whole and _is_ended(response.headers, text), html)


def _is_ended(headers: httpx.Headers, text: str) -> bool:
    """Whether a body is there to its end: of one that ends with its connection, which may be cut, only it can tell."""
    return "content-length" in headers or "transfer-encoding" in headers or "</html" in text[-1000:].lower()


async def _read(response: httpx.Response, seconds: float) -> tuple[bytes, bool]:
    body = bytearray()
    complete = False
    try:
        async with asyncio.timeout(seconds):
            async for piece in response.stream:  # type: ignore[union-attr]
                body += piece
                if len(body) > MAX_BODY:
                    break
            else:
                complete = True
    except (Failed, OSError, TimeoutError, httpx.HTTPError):
        pass
    finally:
        await response.aclose()
    return bytes(body[:MAX_BODY]), complete


def _codings(headers: httpx.Headers) -> list[str]:
    """How a body is compressed, whether that is told of the page or of its way to us."""
    told = f"{headers.get('content-encoding', '')},{headers.get('transfer-encoding', '')}".lower().split(",")
    return [coding.strip() for coding in told if coding.strip() not in ("", "identity", "chunked")]


def _decompressed(raw: bytes, codings: list[str]) -> tuple[bytes, bool]:
    if not codings:
        return raw, True
    if len(codings) > 1 or codings[0] not in ("gzip", "x-gzip", "deflate"):
        return b"", False
    for window in (47, -15) if codings == ["deflate"] else (47,):
        try:
            return _members(raw, window)
        except zlib.error:
            continue
    return b"", False


def _members(raw: bytes, window: int) -> tuple[bytes, bool]:
    """All members of a compressed body: gzip may have several, one after the other."""
    body = bytearray()
    while raw and len(body) < MAX_BODY:
        decoder = zlib.decompressobj(window)
        body += decoder.decompress(raw, MAX_BODY - len(body))
        if not decoder.eof:
            return bytes(body), False
        raw = decoder.unused_data
    return bytes(body), not raw


def _text(body: bytes, parameters: str) -> str:
    """A mark of the byte order goes before what the head tells, and that before what the page tells of itself."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    told = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
    meta = _CHARSET.search(body[:2048]) or _XML.match(body)
    name = told[1] if told else meta[1].decode("ascii") if meta else "utf-8"
    try:
        codec = codecs.lookup(name)
        known = codec._is_text_encoding and codec.name not in _NO_CHARSETS
        return body.decode(name if known else "utf-8", "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")
