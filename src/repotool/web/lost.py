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
_PICTURE = regex(r"<svg\b.*?(?:</svg|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = regex(r"<[^<>]{0,200}>")
SHORT = 200
"""Characters of a page that says nothing but a line."""
LONGER = 25
"""Characters that a heading may have besides the phrase: of a longer one, «not found» is only the subject."""


def wall(address: Address, start: Address) -> str | None:
    """The reason where a redirect has led to a page that stands before the one that was asked for: a login, or one that
    wants a consent. An address that is itself such a page may stay one.
    """
    if _is_login(address) and not _is_login(start):
        return "login-wall"
    return "consent-wall" if _wants_consent(address) and not _wants_consent(start) else None


def _is_login(address: Address) -> bool:
    if _is_host(address.host, marks().login_hosts) or _names(address.path) & marks().login_names:
        return True
    asked = (part.partition("=") for part in address.target.partition("?")[2].split("&"))
    return any(name in marks().login_keys and _names(value) & marks().login_names for name, _, value in asked)


def _wants_consent(address: Address) -> bool:
    return _is_host(address.host, marks().consent_hosts) or bool(_names(address.path) & marks().consent_names)


def _is_host(host: str, known: tuple[str, ...]) -> bool:
    return any(host.startswith(mark) if mark.endswith(".") else host == mark for mark in known)


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
    """Whether a page that answered 200 says that there is none: by its address, its title, or by all that it says."""
    if _names(address.path) & marks().lost_names:
        return True
    if page is None:
        return False
    told = _headings(page) or _only_words(page)
    texts = (html.unescape(text).lower().replace("’", "'") for text in told)
    return any(_is_lost(part.strip(" .!…\r\n\t")) for text in texts for part in _PARTS.split(text))


def _headings(page: Page) -> list[str]:
    """Titles and first headings; the title of a picture is none of the page's."""
    return [match[2] for match in _HEADING.finditer(_PICTURE.sub("", page.text))] if page.html else []


def _only_words(page: Page) -> list[str]:
    """What a page without a heading says, where that is a line: servers and programs do not make more of it."""
    return [_TAG.sub(" ", page.text).strip()] if len(page.text) <= SHORT else []


def _is_lost(part: str) -> bool:
    return part == "404" or any(phrase in part and len(part) <= len(phrase) + LONGER for phrase in marks().lost_phrases)


def _names(path: str) -> set[str]:
    return {unquote(name).lower().partition(".")[0] for name in path.split("/")}
