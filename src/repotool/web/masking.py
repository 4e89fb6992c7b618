"""Addresses as they may be shown: without user names, passwords and the secrets of a query, harmless on a terminal."""

from __future__ import annotations

import re
from urllib.parse import unquote

from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.model.web import MASK
from repotool.web.addresses import Address
from repotool.web.words import marks

_USERINFO = regex(r"^([a-z][a-z0-9+.-]*:)?([\\/]{2})[^\\/?#]*@", re.IGNORECASE)
_PARAMETER = regex(r"([/?&#;])([^=&#;?/]{1,60})=([^&#;]*)")
_INNER = regex(r"([^=&#;?/]{1,60})=[^&#;]")
_INNER_USER = regex(r"//[^/?#&]*@")
_PART = regex(r"[\[\].]")
NESTED = 3
"""So many times an address may be encoded within another one, as in `?next=…` of a login."""


def masked(text: str) -> str:
    """Any target as it may be shown."""
    text = _USERINFO.sub(rf"\1\2{MASK}@", text)
    if "=" in text:
        text = _PARAMETER.sub(_hidden, text)
    return shown(text)


def shown_address(address: Address) -> str:
    """An address as it may be shown; that it had a user name is told."""
    url = f"{address.scheme}://{MASK}@{address.netloc}{address.target}" if address.userinfo else address.url
    return masked(url) if "=" in url else url


def _hidden(match: re.Match[str]) -> str:
    mark, name, value = match.groups()
    return f"{mark}{name}={MASK}" if value and (_is_secret(name) or _tells(value)) else match[0]


def _is_secret(name: str) -> bool:
    """Whether a name stands for a secret; so does `user[password]`."""
    name = unquote(name).lower()
    return name in marks().secrets or not marks().secrets.isdisjoint(_PART.split(name))


def _tells(value: str) -> bool:
    """Whether a value is an address that has secrets of its own."""
    for _ in range(NESTED):
        if _INNER_USER.search(value) or any(_is_secret(match[1]) for match in _INNER.finditer(value)):
            return True
        if "%" not in value:
            return False
        value = unquote(value)
    return "%" in value and "=" in unquote(value)
