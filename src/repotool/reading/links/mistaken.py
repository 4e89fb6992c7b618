"""Targets that are no path: words for a link to come, addresses without `https://`, pages of GitHub."""

from __future__ import annotations

import re
from functools import cache

from repotool.data import read_toml, rules_folder
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.links.targets import decode

_MARKS = regex(r"[?!.…*_~xXхХ-]{3,12}|[?…—–-]{1,12}|<.*>|\[.*\]|\{.*\}")
_BETWEEN_WORDS = regex(r"[\s_-]+")
_AROUND = " \t.!?:…<>[]{}()\"'«»"

_HOST = regex(r"(?:[\w-]+\.)+([^\W\d_]{2,})(?::\d+)?", re.IGNORECASE)
_END_OF_HOST = regex(r"[/?#]")
_MAIL = regex(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def is_placeholder(target: str, text: str) -> bool:
    """Whether `target`, which is no path that exists, only keeps the place of one: `TODO`, `???`, `ДОБАВИТЬ`, `#`.

    `[Наверх](#)` leads to the top of the page, on purpose; so does an arrow.
    """
    words = vocabulary()
    if target == "#":
        return any(c.isalnum() for c in text) and not words.mentions("words.top", text)
    plain = decode(target).strip()
    if _MARKS.fullmatch(plain):
        return plain not in (".", "..")
    phrase = _BETWEEN_WORDS.sub(" ", plain.strip(_AROUND))
    return words.names("words.placeholder", phrase)


def cure_of_scheme(target: str) -> str | None:
    """What makes an address of `target`: `https://` before a host, `mailto:` before a mail address; None of a path."""
    if _MAIL.fullmatch(target):
        return "mailto:"
    host = _END_OF_HOST.split(target, maxsplit=1)[0]
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    if host.lower().startswith("www."):
        return "https://"
    known = "top-level" if "/" in target else "bare"
    return "https://" if match[1].lower() in _known(known) else None


def is_repository_page(name: str) -> bool:
    """Whether GitHub has a page of this name for every repository: `issues`, `wiki` …"""
    return name in _known("repository-pages")


@cache
def _known(key: str) -> frozenset[str]:
    return frozenset(read_toml(rules_folder() / "addresses" / "known.toml")[key])
