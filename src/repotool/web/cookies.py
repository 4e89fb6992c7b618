"""Cookies of one chain of redirects, by the rules of RFC 6265, sent back byte for byte as they came.

The standard library's jar warns with a traceback, and takes no cookie at all, where a stranger writes a date without
end or a version that is no number; and a server whose cookie does not come back turns us round for ever. Header bytes
are read as Latin-1, where each byte is a character: some servers put names in Cyrillic into theirs.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime

import httpx
from msgspec import Struct

from repotool.web.addresses import Address
from repotool.web.vetting import is_ip

_BYTES = "iso-8859-1"
_SPACE = " \t"
MOST = 64 * 1024
"""Characters of its cookies from which on a jar takes no more: as much as the head of an answer may have."""


class Cookie(Struct, frozen=True):
    """`host` is where it goes, `wide` to the hosts below, too; `path` is where, `secure` over TLS alone."""

    text: str
    host: str
    wide: bool
    path: str
    secure: bool

    def is_for(self, address: Address) -> bool:
        here = address.host == self.host or (self.wide and _is_below(address.host, self.host))
        return here and _covers(self.path, address.path) and (address.scheme == "https" or not self.secure)


class Cookies:
    """A jar, empty at first."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str, str], Cookie] = {}

    @property
    def state(self) -> str:
        """The same where the same cookies are held."""
        return "\n".join(sorted(f"{host} {path} {held.text}" for (host, path, _), held in self._held.items()))

    def take(self, headers: httpx.Headers, address: Address) -> None:
        """Keeps what an answer of `address` sets."""
        if sum(len(held.text) for held in self._held.values()) > MOST:
            return
        for name, value in headers.raw:
            if name.lower() == b"set-cookie":
                self._set(value.decode(_BYTES), address)

    def add_to(self, request: httpx.Request, address: Address) -> None:
        """Adds to the request the cookies that are meant for `address`, those of longer paths first."""
        meant = sorted((held for held in self._held.values() if held.is_for(address)), key=lambda c: -len(c.path))
        text = "; ".join(held.text for held in meant)
        if text:
            request.headers.encoding = _BYTES
            request.headers["cookie"] = text

    def _set(self, told: str, address: Address) -> None:
        pair, *rest = told.split(";")
        name, mark, value = (part.strip(_SPACE) for part in pair.partition("="))
        if not name and not value:
            return
        attributes = dict(_attribute(part) for part in rest)
        host = attributes.get("domain", "").removeprefix(".").lower() or address.host
        if host != address.host and not _may_widen(address.host, host):
            return
        path = attributes.get("path", "")
        path = path if path.startswith("/") else address.path.rpartition("/")[0] or "/"
        key = (host, path, name if mark else "")
        self._held.pop(key, None)
        if not _is_over(attributes):
            text = f"{name}={value}" if mark else name
            self._held[key] = Cookie(text, host, "domain" in attributes, path, "secure" in attributes)


def _attribute(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip(_SPACE).lower(), value.strip(_SPACE)


def _may_widen(host: str, wider: str) -> bool:
    """Whether `host` may set a cookie for all of `wider`: not for a whole top-level domain."""
    return "." in wider and _is_below(host, wider)


def _is_below(host: str, wider: str) -> bool:
    return host.endswith("." + wider) and not is_ip(host)


def _covers(path: str, asked: str) -> bool:
    return asked == path or asked.startswith(path if path.endswith("/") else path + "/")


def _is_over(attributes: dict[str, str]) -> bool:
    """Whether it is set to be forgotten; what cannot be read is no time."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isdecimal() and age.isascii():
        return age.startswith("-") or not age.strip("0")
    try:
        return parsedate_to_datetime(attributes.get("expires", "")[:64]).timestamp() <= time.time()
    except (ValueError, TypeError, OverflowError, OSError):
        return False
