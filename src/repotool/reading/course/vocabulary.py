"""The words of a schedule in each language: `rules/vocabulary/<locale>.toml`, one file a language.

A new language is a new file. All languages are read at once, for a Russian course heads its columns "Deadline" and an
English one may quote a "ДЗ"; the words are matched without regard to letter case and to ё/е.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from msgspec import Struct

from repotool import data
from repotool.config import hint
from repotool.model import Refused
from repotool.model.regex import regex

COLUMNS = (
    "date", "number", "week", "lesson", "topic", "materials", "homework", "recording", "time", "deadline", "issued",
    "weekday", "lecturer", "kind", "place", "points", "person", "status",
)  # fmt: skip
NUMBERS = range(1, 21)
"""The numbers that are written as words."""
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "columns": COLUMNS,
    "season": ("spring", "autumn"),
    "kind": ("lecture", "seminar", "class"),
    "words": (
        "term", "year", "holiday", "nothing", "deadline", "joiner", "ordinal", "preposition", "archive", "source",
        "began", "placeholder", "top", "homograph", "hour", "due", "assessment", "staff", "news",
    ),
    "folders": ("homework", "lesson", "solution"),
    "grading": ("marks", "points", "assignments", "mark", "at_least", "whole", "part", "extra", "plus", "maximum"),
    "numbers": tuple(str(number) for number in NUMBERS),
}  # fmt: skip
LOCALE = regex(r"[a-z]{2,3}(_[A-Za-z]{2,8})*")
NOTHING = regex(r"(?!)")


class Vocabulary(Struct, frozen=True):
    """The words of one or several languages.

    `locales` are the languages, as Babel names them; `words` holds the phrases of each place, by "section.key": the
    header words of the date column are `words["columns.date"]`. `parts` are the vocabularies of the single languages.
    """

    locales: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    parts: tuple[Vocabulary, ...] = ()

    def languages_of(self, headers: Sequence[str]) -> tuple[str, ...]:
        """All languages, first those that name the most of these headers."""

        def named(part: Vocabulary) -> int:
            return sum(any(part.names(f"columns.{name}", header) for name in COLUMNS) for header in headers)

        parts = sorted(self.parts, key=named, reverse=True)
        return tuple(locale for part in parts for locale in part.locales)

    def pattern(self, place: str) -> re.Pattern[str]:
        """Matches any phrase of a place, as whole words, anywhere in a text; never matches where there are none."""
        return _pattern(self.words.get(place, ()))

    def names(self, place: str, text: str) -> bool:
        """Is `text`, as a whole, a phrase of this place?"""
        return _is_one_of(self.words.get(place, ()), text.strip())

    def rank(self, place: str, text: str) -> int:
        """The place of the first phrase that `text` is, in the language that puts it first."""
        lists = (part.words.get(place, ()) for part in self.parts)
        ranks = [r for phrases in lists for r, phrase in enumerate(phrases) if _is_one_of((phrase,), text)]
        return min(ranks, default=len(self.words.get(place, ())))

    def mentions(self, place: str, text: str) -> bool:
        """Does a phrase of this place stand in `text`?"""
        return self.pattern(place).search(text) is not None


def vocabulary(folder: Path | None = None) -> Vocabulary:
    """All languages of a folder (by default those of `rules/vocabulary`) as one vocabulary.

    Raises Refused where a file is not what it should be.
    """
    return _vocabulary(folder or data.rules_folder() / "vocabulary")


@cache
def _vocabulary(folder: Path) -> Vocabulary:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise Refused(f"{folder}: there is no vocabulary here; a language is a file such as ru.toml")
    parts = tuple(Vocabulary((file.stem,), read_language(file)) for file in files)
    words: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for place, phrases in part.words.items():
            words[place] = words.get(place, ()) + phrases
    return Vocabulary(tuple(file.stem for file in files), words, parts)


def read_language(file: Path) -> dict[str, tuple[str, ...]]:
    """One vocabulary file, validated: phrases by "section.key". Raises Refused."""
    if not LOCALE.fullmatch(file.stem):
        raise Refused(f"{file}: the file's name is to be a language as Babel names it, such as ru or pt_BR")
    try:
        content = data.read_toml(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file}: this is not TOML: {error}") from error
    words: dict[str, tuple[str, ...]] = {}
    for section, keys in content.items():
        _known(section, tuple(SECTIONS), f"{file}: unknown section [{section}]")
        if not isinstance(keys, dict):
            raise Refused(f"{file}: {section} is to be a section, written [{section}]")
        for key, phrases in keys.items():
            _known(key, SECTIONS[section], f"{file}: unknown key {key} in [{section}]")
            words[f"{section}.{key}"] = _phrases(phrases, f"{file}: [{section}] {key}")
    for place in ("columns.date", "columns.topic"):
        if place not in words:
            raise Refused(f"{file}: {place} is missing: without it no schedule of this language is found")
    return words


def _known(name: str, known: tuple[str, ...], complaint: str) -> None:
    if name not in known:
        raise Refused(complaint + (hint(name, known) or f"; known are {', '.join(known)}"))


def _phrases(value: object, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
        raise Refused(f'{place} is to be a list of words, such as ["…", "…"]')
    if any(not phrase.strip(" *") for phrase in value):
        raise Refused(f"{place} has an empty word, which would match everything")
    return tuple(value)


def _is_one_of(phrases: tuple[str, ...], text: str) -> bool:
    """Whether a text is one of the phrases. Most of them are looked up: only a star needs a pattern."""
    plain, starred = _by_star(phrases)
    return _folded(text) in plain or (bool(starred) and _pattern(starred).fullmatch(text) is not None)


@lru_cache(maxsize=512)
def _by_star(phrases: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    plain = frozenset(_folded(phrase) for phrase in phrases if "*" not in phrase)
    return plain, tuple(phrase for phrase in phrases if "*" in phrase)


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


@lru_cache(maxsize=512)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    if not phrases:
        return NOTHING
    # the longest first, so that "дата сдачи" is not taken for "дата"
    options = "|".join(_regex(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{options})(?!\w)", re.IGNORECASE)


def _regex(phrase: str) -> str:
    words = (r"\w*".join(re.escape(part) for part in word.split("*")) for word in phrase.split())
    return re.sub("[её]", "[её]", r"\s+".join(words), flags=re.IGNORECASE)
