"""Cookies of one chain of redirects, by the rules of hosts and paths, sent back byte for byte as they came.

Header bytes are read as Latin-1, where each byte is a character: some servers put names in Cyrillic into theirs.
"""

from __future__ import annotations

import httpx

from repotool.web.addresses import Address

_BYTES = "iso-8859-1"


def take_cookies(jar: httpx.Cookies, headers: httpx.Headers, address: Address) -> None:
    """Puts what an answer of `address` sets into `jar`."""
    answer = httpx.Response(200, headers=headers, request=httpx.Request("GET", address.url))
    answer.headers.encoding = _BYTES
    jar.extract_cookies(answer)


def add_cookies(request: httpx.Request, address: Address, jar: httpx.Cookies) -> None:
    """Adds to the request the cookies that are meant for `address`."""
    whole = httpx.Request("GET", address.url)
    whole.headers.encoding = _BYTES
    jar.set_cookie_header(whole)
    if "cookie" in whole.headers:
        request.headers.encoding = _BYTES
        request.headers["cookie"] = whole.headers["cookie"]
