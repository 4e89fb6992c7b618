"""Links as strangers write them -> addresses that can be asked, in one spelling each.

The rules are those of browsers (the WHATWG's URL standard), for what one may meet: Cyrillic hosts, `127.1` and
`0x7f.1` for 127.0.0.1, backslashes for slashes. What a browser would not open either is Malformed.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urljoin

from msgspec import Struct
from msgspec.structs import force_setattr

from repotool.model.regex import regex

MAX_LENGTH = 8192
PORTS = {"http": 80, "https": 443}

_ABSOLUTE = regex(r"(https?)://([^/?#]*)([^#]*)", re.IGNORECASE)
_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")
_CONTROL = regex("[\x00-\x1f\x7f]")
_AUTHORITY = regex(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d{0,5}))?")
_HOST = regex(r"(?=.{1,253}\.?\Z)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?")
_NUMBER = regex(r"0x[0-9a-f]*|[0-9]+")
_UNSAFE = regex(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%\[\]]")
_STRAY_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")
_DOTS = regex(r"/\.{1,2}(?:[/?]|\Z)|/%2e", re.IGNORECASE)


class Malformed(Exception):
    """No address that can be asked. `reason` is "malformed", or "scheme" of one that is neither http nor https."""

    def __init__(self, reason: str = "malformed") -> None:
        super().__init__(reason)
        self.reason = reason


class Address(Struct, frozen=True):
    """An address in its one spelling: `host` in lower case ASCII (an IPv6 address without brackets), `target` path and
    query with everything percent-encoded that has to be. Fragment and user name are left out.
    """

    scheme: str
    host: str
    port: int
    target: str
    userinfo: bool = False
    """A user name stood in it; it is not sent."""

    netloc: str = ""
    origin: str = ""
    url: str = ""
    host_key: str = ""
    """What politeness counts by. It and the three above follow from the rest, whatever is given for them."""

    def __post_init__(self) -> None:
        host = f"[{self.host}]" if ":" in self.host else self.host
        netloc = host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"
        origin = f"{self.scheme}://{netloc}"
        for name, value in (
            ("netloc", netloc),
            ("origin", origin),
            ("url", origin + self.target),
            ("host_key", f"{self.host}:{self.port}"),
        ):
            force_setattr(self, name, value)

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


def parse(text: str, base: Address | None = None) -> Address:
    """The address that `text` means, on a page at `base`. Raises Malformed."""
    text = text.strip(" \t\r\n\f")
    if len(text) > MAX_LENGTH or _CONTROL.search(text):
        raise Malformed
    absolute = _absolute(text, base)
    match = _ABSOLUTE.match(absolute)
    if match is None:
        raise Malformed
    scheme = match[1].lower()
    authority = _AUTHORITY.fullmatch(match[2])
    if authority is None:
        raise Malformed
    port = int(authority[3]) if authority[3] else PORTS[scheme]
    if not 0 < port < 65536:
        raise Malformed
    return Address(scheme, _host(authority[2]), port, _target(match[3]), userinfo=authority[1] is not None)


def _absolute(text: str, base: Address | None) -> str:
    head, mark, query = text.partition("?")
    head = head.replace("\\", "/")
    text = head + mark + query
    scheme = _SCHEME.match(text)
    if text.startswith("//"):
        return f"{base.scheme if base else 'https'}:{text}"
    if text[:4].lower() == "www." and base is None:
        return f"http://{text}"
    if scheme is not None and scheme[1].lower() not in PORTS and not text[scheme.end() :].isdigit():
        raise Malformed("scheme")
    if scheme is not None:
        return text
    if base is None:
        raise Malformed
    if not head and mark:
        return base.origin + base.path + text
    try:
        # Of a query that is there and empty urljoin makes none, which is another address.
        return urljoin(base.url, text) + ("?" if mark and not query else "")
    except ValueError:
        raise Malformed from None


@lru_cache(maxsize=4096)
def _host(text: str) -> str:
    """A host in its one spelling. Full-width digits and percent signs hide nothing."""
    if text.startswith("["):
        return _ipv6(text[1:-1])
    host = unicodedata.normalize("NFKC", unquote(text)).lower()
    host = host if host.isascii() else _punycode(host)
    last = host.rstrip(".").rpartition(".")[2]
    if _NUMBER.fullmatch(last):
        return _ipv4(host.removesuffix("."))
    if not _HOST.fullmatch(host):
        raise Malformed
    return host.removesuffix(".")


def _punycode(host: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise Malformed from None


def _ipv6(text: str) -> str:
    try:
        return ipaddress.IPv6Address(text).compressed if "%" not in text else _refuse()
    except ValueError:
        raise Malformed from None


def _refuse() -> str:
    raise Malformed


def _ipv4(host: str) -> str:
    """127.0.0.1 for 127.1, 0x7f.1, 0177.1 and 2130706433: the last part fills what the others leave."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise Malformed
    try:
        *heads, last = [_number(part) for part in parts]
    except ValueError:
        raise Malformed from None
    if any(head > 255 for head in heads) or last >= 256 ** (4 - len(heads)):
        raise Malformed
    value = last + sum(head << 8 * (3 - at) for at, head in enumerate(heads))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8) if len(part) > 1 and part.startswith("0") else int(part)


def _target(text: str) -> str:
    """Path and query, percent-encoded where needed; what is encoded stays so. `.` and `..` are resolved."""
    if not text.startswith("/"):
        text = "/" + text
    if "%" in text:
        text = _STRAY_PERCENT.sub("%25", text)
    try:
        text = _UNSAFE.sub(_percent, text)
    except UnicodeEncodeError:
        raise Malformed from None
    return _without_dots(text) if _DOTS.search(text) else text


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogateescape"))


def _without_dots(target: str) -> str:
    path, mark, query = target.partition("?")
    names: list[str] = []
    parts = path.split("/")[1:]
    for part in parts:
        name = part.lower().replace("%2e", ".")
        if name == "..":
            names = names[:-1]
        elif name != ".":
            names.append(part)
    if parts[-1].lower().replace("%2e", ".") in (".", ".."):
        names.append("")
    return "/" + "/".join(names) + mark + query
