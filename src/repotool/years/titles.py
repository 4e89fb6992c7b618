"""How alike two titles are: word by word, a word that stands everywhere counts little."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from repotool.data import read_toml, rules_folder
from repotool.model.regex import regex

WORD = regex(r"[^\W_]+(?:\+\+)?")
ALIKE = 84
"""Of 100: from here on two words are one in another form: "эмбеддинги" and "эмбедингами"."""
STEM, MOST_OF = 5, 0.7
"""Words of one beginning, as long as this and as this much of the longer word, are one in another form."""
STEM_ALIKE = 65
"""Words that have a stem in common are never less alike."""
MOST_WORDS = 30
"""Of a title that are looked at."""
ANOTHER_FORM = 0.8
"""What a word in another form counts beside the very same word."""
WEAK = 300
"""The weight of a single letter or digit, and of a word that says little; a word that stands in two of thirty titles
weighs 2773."""


@lru_cache(maxsize=4096)
def words_of(title: str) -> tuple[str, ...]:
    """The words of a title, each once, without regard to case, ё and composition."""
    text = unicodedata.normalize("NFC", title).casefold().replace("ё", "е")
    return tuple(dict.fromkeys(WORD.findall(text)))[:MOST_WORDS]


@lru_cache(maxsize=4096)
def meanings_of(title: str) -> tuple[str, ...]:
    """The words of a title; of those that mean the same, always the same one."""
    return tuple(dict.fromkeys(_synonyms().get(word, word) for word in words_of(title)))


def says_something(title: str) -> bool:
    """Whether there is more in it than words that stand in every course."""
    return any(len(word) > 1 and word not in _weak() for word in meanings_of(title))


@cache
def _synonyms() -> Mapping[str, str]:
    lists = _words()["same"]
    return {word: words[0] for words in lists for word in words}


@cache
def _weak() -> frozenset[str]:
    return frozenset(_synonyms().get(word, word) for word in _words()["weak"])


@cache
def _words() -> Mapping[str, Any]:
    return read_toml(rules_folder() / "lineage" / "words.toml")


class Titles:
    """Compares the titles of two editions. A word's weight is how much it tells: by the titles it stands in.

    Weights are whole thousandths: sums of them do not depend on their order.
    """

    def __init__(self, titles: Iterable[str], names: Iterable[str] = ()) -> None:
        """`names` are compared, too, and say nothing of how much a word tells."""
        counted = [meanings_of(title) for title in titles]
        frequency = Counter(word for words in counted for word in words)
        known = {*frequency, *(word for name in names for word in meanings_of(name))}
        self.weights = {word: _weight(word, len(counted) / max(1, frequency[word])) for word in known}
        self.forms = _forms(known)
        self._told: dict[str, _Told] = {}

    def likeness(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same words."""
        first, second = self._tell(one), self._tell(other)
        common = self._covered(first, second)
        return (common + self._covered(second, first)) / (first.whole + second.whole) if common else 0.0

    def share(self, one: str, other: str) -> float:
        """How much of `one` stands in `other`, from 0 to 1."""
        first = self._tell(one)
        return self._covered(first, self._tell(other)) / first.whole if first.whole else 0.0

    def _tell(self, title: str) -> _Told:
        if title not in self._told:
            words = frozenset(meanings_of(title))
            near = frozenset().union(*(self.forms.get(word, ()) for word in words)) - words
            self._told[title] = _Told(words, near, self._sum(words))
        return self._told[title]

    def _sum(self, words: Iterable[str]) -> int:
        return sum(self.weights.get(word, WEAK) for word in words)

    def _covered(self, one: _Told, other: _Told) -> float:
        """The weight of the words of `one` that stand in `other`, in this form or another."""
        return self._sum(one.words & other.words) + ANOTHER_FORM * self._sum(one.words & other.near)


class _Told(NamedTuple):
    """A title: its words, other forms of them that some title has, and what its words weigh together."""

    words: frozenset[str]
    near: frozenset[str]
    whole: int


def _weight(word: str, rarity: float) -> int:
    return WEAK if len(word) == 1 or word in _weak() else round(1000 * math.log(1 + rarity))


def _forms(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each word the others that are a form of it; one that has none is not named."""
    from rapidfuzz import fuzz, process

    by_letter: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= STEM:
            by_letter.setdefault(word[0], []).append(word)
    forms = {}
    for alike in by_letter.values():
        for word in alike:
            near = process.extract_iter(word, alike, scorer=fuzz.ratio, score_cutoff=STEM_ALIKE)
            found = frozenset(other for other, _, _ in near if other != word and is_form(word, other))
            if found:
                forms[word] = found
    return forms


def is_form(one: str, other: str) -> bool:
    """Whether two words are one: the same, in another form, or with a slip of the pen."""
    if one == other:
        return True
    if min(len(one), len(other)) < STEM or one[0] != other[0]:
        return False
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Prefix

    common = Prefix.similarity(one, other)
    has_stem = common >= STEM and common >= MOST_OF * max(len(one), len(other))
    return has_stem or fuzz.ratio(one, other) >= ALIKE
