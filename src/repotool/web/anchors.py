"""The places of a page that a fragment can name."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from repotool.model.regex import regex
from repotool.web.pages import Page

_NAMED = regex(
    r"""[\s"'/](?:id|name)\s{0,9}=\s{0,9}(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>=]{1,500}))""", re.I
)

_ELSEWHERE = regex(r"""<frameset\b|<meta\b[^>]{0,200}\bhttp-equiv\s{0,9}=\s{0,9}["']?refresh\b""", re.I)
"""A page that shows others, or leads on to another."""
_UNSEEN = regex(r"<(script|style|noscript|template|title|svg)\b.*?(?:</\1|\Z)", re.I | re.S)
_TAG = regex(r"<[^<>]*>")
WORDS = 20
"""Words of a page from which on it is more than a shell."""
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def anchors_of(page: Page | None) -> frozenset[str] | None:
    """Every id and name of a page; None where it is no page, was not read to its end, is made by a script, or
    cannot be read.
    """
    if page is None or not page.html or not page.complete:
        return None
    found = frozenset(html.unescape(next(filter(None, match.groups()), "")) for match in _NAMED.finditer(page.text))
    if _is_made_by_script(page.text, found) or _ELSEWHERE.search(page.text):
        return None
    if any(UNREADABLE in name for name in found):
        return None  # its bytes are in another encoding than it says
    return found | {unquote(name) for name in found}


def _is_made_by_script(text: str, found: frozenset[str]) -> bool:
    """An empty shell: next to no ids or next to no words, and a script that fills it."""
    if "<script" not in text.lower():
        return False
    return len(found) < 3 or len(_TAG.sub("", _UNSEEN.sub("", text)).split()) < WORDS
