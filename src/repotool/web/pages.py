"""What is read of a page: 64 KB, decompressed within the same bound, as text."""

from __future__ import annotations

import asyncio
import codecs
import re
import zlib
from dataclasses import dataclass

import httpx

from repotool.web.failures import Failed

MAX_BODY = 64 * 1024
"""Bytes that are read of a body, and bytes that are made of them by decompression."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class Page:
    """A body as far as it was read. `complete`: nothing is missing, so what is not in it is not on the page."""

    text: str
    complete: bool
    html: bool


async def read_page(response: httpx.Response, seconds: float) -> Page:
    """Reads the body for at most so many seconds. Whatever is wrong with it, the page is there: this never fails."""
    raw, complete = await _read(response, seconds)
    kind = response.headers.get("content-type", "").partition(";")
    html = kind[0].strip().lower() in _HTML or (not kind[0] and raw.lstrip()[:1] == b"<")
    body, whole = _decompressed(raw, response.headers.get("content-encoding", ""))
    return Page(_text(body, kind[2]), complete and whole, html)


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


def _decompressed(raw: bytes, coding: str) -> tuple[bytes, bool]:
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return raw, True
    if coding not in ("gzip", "x-gzip", "deflate"):
        return b"", False
    for window in (47, -15) if coding == "deflate" else (47,):
        decoder = zlib.decompressobj(window)
        try:
            body = decoder.decompress(raw, MAX_BODY)
        except zlib.error:
            continue
        return body, decoder.eof and not decoder.unconsumed_tail
    return b"", False


def _text(body: bytes, parameters: str) -> str:
    told = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", parameters, re.IGNORECASE)
    meta = _CHARSET.search(body[:2048])
    name = told[1] if told else meta[1].decode("ascii") if meta else "utf-8"
    try:
        codec = codecs.lookup(name)
        return body.decode(name if codec._is_text_encoding else "utf-8", "replace")
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")
