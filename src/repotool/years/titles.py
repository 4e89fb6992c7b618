"""How alike two titles are: word by word, a word that stands everywhere counts little."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from repotool.data import read_toml, rules_folder

WORD = re.compile(r"[^\W_]+(?:\+\+)?")
ALIKE = 0.84
"""From here on two words are one in another form: "эмбеддинги" and "эмбедингами"."""
STEM = 5
"""Words of one beginning, as long as this and as most of the longer word, are one in another form."""
MOST_WORDS = 60
ANOTHER_FORM = 0.8
"""What a word in another form counts beside the very same word."""
WEAK = 0.3
"""The weight of a single letter or digit, and of a word that says little; a word that stands in two of thirty titles
weighs three."""


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
    """Compares the titles of two editions. A word's weight is how much it tells: by the titles it stands in."""

    def __init__(self, titles: Iterable[str]) -> None:
        counted = [meanings_of(title) for title in titles]
        self.number = len(counted)
        self.frequency = Counter(word for words in counted for word in words)

    def weight(self, word: str) -> float:
        if len(word) == 1 or word in _weak():
            return WEAK
        return math.log(1 + self.number / max(1, self.frequency[word]))

    def likeness(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same words."""
        first, second = meanings_of(one), meanings_of(other)
        whole = self._whole(first) + self._whole(second)
        return (self._covered(first, second) + self._covered(second, first)) / whole if whole else 0.0

    def share(self, one: str, other: str) -> float:
        """How much of `one` stands in `other`, from 0 to 1."""
        first, second = meanings_of(one), meanings_of(other)
        whole = self._whole(first)
        return self._covered(first, second) / whole if whole else 0.0

    def _whole(self, words: tuple[str, ...]) -> float:
        return sum(map(self.weight, words))

    def _covered(self, words: tuple[str, ...], others: tuple[str, ...]) -> float:
        found = ((word, max((word_likeness(word, other) for other in others), default=0.0)) for word in words)
        return sum(self.weight(word) * likeness for word, likeness in found)


@lru_cache(maxsize=200_000)
def word_likeness(one: str, other: str) -> float:
    """1 for the same word, less for another form of it, 0 for another word."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < STEM or one[0] != other[0]:
        return 0.0
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Prefix

    common = Prefix.similarity(one, other)
    is_form = common >= STEM and common >= 0.7 * max(len(one), len(other))
    return ANOTHER_FORM if is_form or fuzz.ratio(one, other) >= 100 * ALIKE else 0.0
