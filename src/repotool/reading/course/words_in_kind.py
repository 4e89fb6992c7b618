"""Months and weekdays written as a table writes its own: language, width, case, the full stop behind a short name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from repotool.reading.course.calendar_names import folded

LONGEST_SHORT = 5
"""Letters of a shortened name, at most."""
FIRST_CHOICE = 2
"""How many names of a table the name in the place itself outweighs."""


class Word(Struct, frozen=True):
    """A month or weekday as written: `number` is what it means, `dotted` whether a full stop follows."""

    number: int
    text: str
    dotted: bool = False


class Naming(Struct, frozen=True):
    """How a table names its months, or its weekdays. `styles` are the ways there are, the likeliest first."""

    styles: Sequence[Mapping[int, str]]
    words: Counter[Word]

    def write(self, number: int, like: Word) -> Word:
        """The name of `number` as the table writes it elsewhere, else in the manner of `like` and of the others."""
        if number == like.number:
            return like
        known = Counter({word: count for word, count in self.words.items() if word.number == number})
        if known:
            best = max(known, key=lambda word: (known[word], word.dotted == like.dotted, word.text))
            return Word(number, _in_case(best.text, like.text), best.dotted)
        style = max(self.styles, key=lambda style: self._likeness(style, like))
        return Word(number, _in_case(style[number], like.text), self._is_dotted(style, number, like))

    def _likeness(self, style: Mapping[int, str], like: Word) -> tuple[float, bool]:
        """How much of the table a style explains; of styles that explain nothing, one of the right length."""
        total = sum(self.words.values())
        weights = {**self.words, like: self.words[like] + FIRST_CHOICE * total + 1}
        told = sum(count for word, count in weights.items() if _is_written(style, word))
        return told, (len(style[like.number]) <= LONGEST_SHORT) == (len(like.text) <= LONGEST_SHORT)

    def _is_dotted(self, style: Mapping[int, str], number: int, like: Word) -> bool:
        """A name that is whole ("May") has no full stop, whatever its neighbours have."""
        if self._is_whole(style, number):
            return False
        if not self._is_whole(style, like.number):
            return like.dotted
        return any(word.dotted for word in self.words)

    def _is_whole(self, style: Mapping[int, str], number: int) -> bool:
        return all(
            len(other[number]) <= len(style[number]) for other in self.styles if _same_start(other, style, number)
        )


def _same_start(other: Mapping[int, str], style: Mapping[int, str], number: int) -> bool:
    return folded(other[number]).startswith(folded(style[number]))


def _is_written(style: Mapping[int, str], word: Word) -> bool:
    return folded(style.get(word.number, "")) == folded(word.text)


def _in_case(text: str, like: str) -> str:
    """`text` in small letters, with a capital or in capitals, as `like` is."""
    if len(like) > 1 and like.isupper():
        return text.upper()
    return text[:1].upper() + text[1:].lower() if like[:1].isupper() else text.lower()


def naming(styles: Sequence[Mapping[int, str]], words: Iterable[Word]) -> Naming:
    return Naming(styles, Counter(words))
