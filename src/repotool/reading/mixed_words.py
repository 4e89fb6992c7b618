"""Words of Latin and Cyrillic letters that look alike, and what they may be in one alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from repotool.model import Document, MixedWord
from repotool.model.regex import regex

LATIN, CYRILLIC = "AaBCcEeHIiKMOoPpTXxYySs", "АаВСсЕеНІіКМОоРрТХхУуЅѕ"
TO_CYRILLIC, TO_LATIN = str.maketrans(LATIN, CYRILLIC), str.maketrans(CYRILLIC, LATIN)
WORD = regex(r"[^\W\d_]{2,}")
MIXED = regex(r"[A-Za-z][А-Яа-яЁёЂ-ӿ]|[А-Яа-яЁёЂ-ӿ][A-Za-z]")


def mixed_words(texts: Iterable[Document]) -> Mapping[str, MixedWord]:
    """The mixed words of all texts that look-alikes alone keep from being of one alphabet."""
    texts = list(texts)
    # What white space parts is looked at once, however often it is written: most words of a course stand in it often.
    written = {part for document in texts if not document.view.text.isascii() for part in document.view.text.split()}
    mixed = (word for part in written if MIXED.search(part) for word in WORD.findall(part) if MIXED.search(word))
    readings = {word: each for word in mixed if (each := _readings(word))}
    if not readings:
        return {}
    known = _known({reading.casefold() for each in readings.values() for reading in each}, texts)
    return {
        word: MixedWord(each, tuple(reading for reading in each if reading.casefold() in known))
        for word, each in readings.items()
    }


def _readings(word: str) -> tuple[str, ...]:
    """The word in Cyrillic letters and in Latin ones, as far as each of its letters has a look-alike there."""
    cyrillic, latin = word.translate(TO_CYRILLIC), word.translate(TO_LATIN)
    both = (None if re.search("[A-Za-z]", cyrillic) else cyrillic, latin if latin.isascii() else None)
    return tuple(reading for reading in both if reading)


def _known(wanted: set[str], texts: Iterable[Document]) -> set[str]:
    """Those of the words that stand somewhere in the texts."""
    known: set[str] = set()
    for document in texts:
        known |= wanted & {word.casefold() for word in WORD.findall(document.view.text)}
    return known
