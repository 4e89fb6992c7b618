"""Patterns of names: `Seminar {n}` finds `Seminar 01`, `{n:02}-{topic}` makes `01-introduction`.

`{n}` and `{m}` stand for a number, any other word for anything; nothing stands for a slash. A pattern without a slash
finds names at any depth. What a name is made of: the words that were found, and `{topic}` (of the lesson that links the
folder) and `{file}` (the only document or notebook in it), both as letters, digits and hyphens.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from repotool.data import read_toml, rules_folder
from repotool.model.regex import regex

NUMBERS = ("n", "m")
DERIVED = ("topic", "file")
LONGEST_SLUG = 40
_MARKS = regex("[\u0300-\u036f]")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern, for whole paths or, without a slash, for names."""
    parts = []
    for text, name, _, _ in string.Formatter().parse(pattern.strip("/")):
        parts.append(re.escape(text))
        if name is not None:
            parts.append(rf"(?P<{name}>0*\d{{1,6}})" if name in NUMBERS else rf"(?P<{name}>[^/]+?)")
    return re.compile("".join(parts))


def words_of(template: str) -> Iterator[tuple[str, str]]:
    """The words of a pattern, each with its format: ("n", "02")."""
    for _, name, form, _ in string.Formatter().parse(template):
        if name is not None:
            yield name, form or ""


def check_patterns(pattern: str, templates: tuple[str, ...]) -> None:
    """ValueError where a pattern or what is made of it makes no sense, or would be found again."""
    try:
        found = list(words_of(pattern))
        compiled(pattern)
    except (ValueError, re.error) as error:
        raise ValueError(f"from is no pattern: {error}") from None
    if len(found) > 4 or any(form for _, form in found):
        raise ValueError("from has at most four words, such as {n}, and they have no format")
    for template in templates:
        _check_template(template, {name for name, _ in found})
        if ("/" in template.strip("/")) != ("/" in pattern.strip("/")):
            raise ValueError("from and to both name whole paths (with a slash), or both names only")
        sample = {name: "1" for name, _ in words_of(template)}
        if compiled(pattern).fullmatch(filled(template, sample) or ""):
            raise ValueError(f"from finds what {template} makes: a second run would rename it again")


def _check_template(template: str, known: set[str]) -> None:
    try:
        words = list(words_of(template))
    except ValueError as error:
        raise ValueError(f"to is no pattern: {error}") from None
    for name, form in words:
        if name not in known and name not in DERIVED:
            told = ", ".join(sorted({*known, *DERIVED}))
            raise ValueError(f"to has {{{name}}}, which from does not find (known: {told})")
        if form and (name not in NUMBERS or not re.fullmatch(r"0[1-6]", form)):
            raise ValueError(f"to has {{{name}:{form}}}; only numbers have a format, such as {{n:02}}")
    if any(part in ("", ".", "..") for part in template.strip("/").split("/")):
        raise ValueError(f"to is no path inside of the repository: {template}")


def filled(template: str, words: Mapping[str, str]) -> str | None:
    """The name that a template makes; None where a word is not known. Numbers lose their zeros, a format adds them."""
    made = []
    for text, name, form, _ in string.Formatter().parse(template.strip("/")):
        made.append(text)
        if name is None:
            continue
        if not words.get(name):
            return None
        made.append(f"{int(words[name]):{form or ''}d}" if name in NUMBERS else words[name])
    return "".join(made)


def slug(text: str) -> str:
    """A text as a part of a path: Latin letters, digits and hyphens; "" where nothing of it can be written so."""
    letters = _letters()
    plain = "".join(letters.get(c, c) for c in unicodedata.normalize("NFC", text).casefold())
    made = ""
    for word in re.findall(r"[a-z0-9]+", _MARKS.sub("", unicodedata.normalize("NFKD", plain))):
        if made and len(made) + 1 + len(word) > LONGEST_SLUG:
            break
        made = f"{made}-{word}" if made else word[:LONGEST_SLUG]
    return made


@cache
def _letters() -> Mapping[str, str]:
    tables = (read_toml(path) for path in sorted((rules_folder() / "transliteration").glob("*.toml")))
    return {letter: written for table in tables for letter, written in table["letters"].items()}
