"""Addresses as they may be shown: without user names, passwords and the secrets of a query, harmless on a terminal."""

from __future__ import annotations

import re
from urllib.parse import unquote

from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.web.addresses import Address
from repotool.web.words import marks

MASK = "***"
_USERINFO = regex(r"^([a-z][a-z0-9+.-]*:)?([\\/]{2})[^\\/?#]*@", re.IGNORECASE)
_PARAMETER = regex(r"([?&#;])([^=&#;?]{1,60})=([^&#;]*)")


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
    is_secret = unquote(name).lower() in marks().secrets and value
    return f"{mark}{name}={MASK}" if is_secret else match[0]
