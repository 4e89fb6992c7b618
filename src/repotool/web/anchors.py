"""The places of a page that a fragment can name."""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

from repotool.web.pages import Page

_NAMED = re.compile(
    r"""[\s"'](?:id|name)\s{0,9}=\s{0,9}(?:"([^"<>]{1,500})"|'([^'<>]{1,500})'|([^\s"'<>=]{1,500}))""", re.I
)


def anchors_of(page: Page | None) -> frozenset[str] | None:
    """Every id and name of a page; None where it is no page, was not read to its end, or is made by a script."""
    if page is None or not page.html or not page.complete:
        return None
    found = frozenset(html.unescape(next(filter(None, match.groups()), "")) for match in _NAMED.finditer(page.text))
    if _is_made_by_script(page.text, found):
        return None
    return found | {unquote(name) for name in found}


def _is_made_by_script(text: str, found: frozenset[str]) -> bool:
    """An empty shell: next to no ids, and a script that fills it."""
    return "<script" in text.lower() and len(found) < 3
