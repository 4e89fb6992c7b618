"""What a page gives away: a login instead of it, the front page instead of it, «not found» under status 200."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from repotool.model.regex import regex
from repotool.web.addresses import Address
from repotool.web.pages import Page
from repotool.web.words import marks

_HEADING = regex(r"<(title|h1)\b[^>]{0,500}>([^<]{0,300})", re.IGNORECASE)
_PARTS = regex(r"\s[|\-–—·:»]\s|[|·]")
LONGER = 25
"""Characters that a heading may have besides the phrase: of a longer one, «not found» is only the subject."""


def is_login(address: Address, start: Address) -> bool:
    """Whether a redirect has led to a login; an address that is itself one may stay one."""
    if _login_host(address.host) and not _login_host(start.host):
        return True
    return bool(_names(address.path) & marks().login_names) and not _names(start.path) & marks().login_names


def _login_host(host: str) -> bool:
    return any(host.startswith(mark) if mark.endswith(".") else host == mark for mark in marks().login_hosts)


def is_front_page(address: Address, start: Address) -> bool:
    """Whether a redirect has led from a page to the root of its own site."""
    return address.target == "/" and not _is_front(start) and _site(address.host) == _site(start.host)


def _is_front(address: Address) -> bool:
    """A root may stand below a language, as `/ru/`."""
    names = [name for name in address.path.lower().split("/") if name]
    known = all(name.partition(".")[0] in marks().front_pages or len(name) == 2 for name in names)
    return known and "?" not in address.target


def _site(host: str) -> str:
    return host.removeprefix("www.")


def says_lost(address: Address, page: Page | None) -> bool:
    """Whether a page that answered 200 says that there is none: by its address, or by its title."""
    if _names(address.path) & marks().lost_names:
        return True
    if page is None or not page.html:
        return False
    headings = (html.unescape(match[2]).lower() for match in _HEADING.finditer(page.text))
    return any(_is_lost(part.strip(" .!…\n\t")) for text in headings for part in _PARTS.split(text))


def _is_lost(part: str) -> bool:
    return part == "404" or any(phrase in part and len(part) <= len(phrase) + LONGER for phrase in marks().lost_phrases)


def _names(path: str) -> set[str]:
    return {unquote(name).lower().partition(".")[0] for name in path.split("/")}
