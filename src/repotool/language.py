"""The language in which repotool speaks: English, or another whose words lie in `rules/words/`.

Code says everything in English and hands it to `said`, which looks up its translation: a message is known by its
English form, with holes for what it tells of. So a message without translation is told in English, and a test holds the
catalogues complete.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from repotool.data import read_toml, rules_folder
from repotool.model.regex import regex

LANGUAGES = ("en", "ru")
LOCALE_VARIABLES = ("REPOTOOL_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Who decides, where no option does; the first that is set."""
HOLE = regex(r"\{[^{}]*\}")
DEPTH = 3
"""Messages within messages that are looked up: a refusal in a refusal."""
DAY = regex(r"(\d{1,2}) ([A-Z][a-z]+)( \d{4})?")
"""A day as messages tell it: `9 February`, `9 February 2026`."""
LETTERS = 6
"""Letters of its own a message must have to be known within another: a file may be named as a short one reads."""
PLURALS = {
    "address": "addresses",
    "class": "classes",
    "day off": "days off",
    "homework": "homework",
    "info": "info",
    "repository": "repositories",
}
"""English nouns that take more, or less, than an s."""

_spoken = ["en"]


def speak(language: str | None = None) -> None:
    """Chooses the language for this process; None: the one of the user's locale."""
    _spoken[0] = language or _of_locale()


def language() -> str:
    """The language that is spoken."""
    return _spoken[0]


def _of_locale() -> str:
    given = next((os.environ[name] for name in LOCALE_VARIABLES if os.environ.get(name)), "")
    short = re.split(r"[_.@-]", given.lower())[0]
    return short if short in LANGUAGES else "en"


def said(text: str) -> str:
    """A message, or several lines of them, in the language that is spoken."""
    if _spoken[0] == "en" or not text:
        return text
    catalogue = _catalogue(_spoken[0])
    return catalogue.said(text, DEPTH) or "\n".join(catalogue.said(line, DEPTH) or line for line in text.split("\n"))


def to_say(text: str) -> str:
    """A message that is said where it is shown: what is kept, or committed, stays in English."""
    return text


def said_paragraphs(text: str) -> str:
    """A text of paragraphs, each of which is a message, however its lines are broken."""
    if _spoken[0] == "en":
        return text
    return "\n\n".join(said(" ".join(part.split())) for part in text.split("\n\n"))


def teller(words: str | Sequence[str] | Mapping[str, str]) -> Callable[[str], str]:
    """How a rule tells one of its facts: `words` are the forms of a noun that is counted (`3 lines`), or messages by
    their English forms, or `said`, where the fact is a message of the program.
    """
    if isinstance(words, Mapping):
        catalogue = Catalogue({"": words}, {})
        return lambda fact: catalogue.said(fact, DEPTH) or fact
    if isinstance(words, str):
        return said
    return lambda fact: _recounted(fact, words)


def _recounted(fact: str, forms: Sequence[str]) -> str:
    number = fact.partition(" ")[0]
    return f"{number} {forms[_form(int(number))]}" if number.isdecimal() else fact


def counted(n: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    forms = _catalogue(_spoken[0]).nouns.get(noun) if _spoken[0] != "en" else None
    if forms is None:
        return f"{n} {noun if n == 1 else PLURALS.get(noun, f'{noun}s')}"
    return f"{n} {forms[_form(n)]}"


def _form(n: int) -> int:
    """Which form a noun takes in Russian: one, few, many (the rule of CLDR)."""
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else 2


class Catalogue:
    """The messages of one language, by their English forms."""

    def __init__(self, table: Mapping[str, Mapping[str, str]], nouns: Mapping[str, Sequence[str]]) -> None:
        self.nouns = nouns
        self.messages = {english: told for part in table.values() for english, told in part.items()}
        forms = (Form(english, told) for english, told in self.messages.items() if HOLE.search(english))
        self._forms = sorted(forms, key=lambda form: -form.weight)

    def said(self, text: str, depth: int) -> str | None:
        """The message in this language; None where it is not known."""
        exact = self.messages.get(text)
        if exact is not None:
            return exact
        within = depth < DEPTH
        for form in self._forms:
            if within and form.letters < LETTERS:
                continue  # words of a user may look like it
            holes = form.holes(text)
            if holes is not None:
                return form.told(self._within(hole, depth - 1) for hole in holes)
        return None

    def _within(self, hole: str, depth: int) -> str:
        day = DAY.fullmatch(hole)
        if day is not None and day[2] in self.messages:
            return f"{day[1]} {self.messages[day[2]]}{day[3] or ''}"
        if depth <= 0 or sum(char.isalpha() for char in hole) < LETTERS:
            return hole
        return self.said(hole, depth) or hole


class Form:
    """An English message with holes, and what is said for it."""

    def __init__(self, english: str, told: str) -> None:
        self._parts = HOLE.split(english)
        self._names = HOLE.findall(english)
        self._told = told
        self.weight = sum(map(len, self._parts))
        self.letters = sum(char.isalpha() for part in self._parts for char in part)

    def holes(self, text: str) -> list[str] | None:
        """What stands in the holes, where `text` is of this form. Each part is looked for once: no form takes long."""
        first, last = self._parts[0], self._parts[-1]
        if len(text) < self.weight or not text.startswith(first) or not text.endswith(last):
            return None
        found, at, end = [], len(first), len(text) - len(last)
        for part in self._parts[1:-1]:
            place = text.find(part, at, end) if part else at
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(part)
        return [*found, text[at:end]] if at <= end else None

    def told(self, holes: Iterator[str]) -> str:
        values = dict(zip(self._names, holes, strict=True))
        return HOLE.sub(lambda match: values.get(match[0], match[0]), self._told)


@cache
def _catalogue(spoken: str) -> Catalogue:
    table = read_toml(rules_folder() / "words" / f"{spoken}.toml")
    nouns = table.pop("nouns", {})
    return Catalogue(table, nouns)
