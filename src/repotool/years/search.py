"""Which lineages somebody means by some words."""

from __future__ import annotations

from repotool.model import Comparison, Lineage, Refused
from repotool.years.titles import is_form, meanings_of, words_of

NEAREST = 3


def find(comparison: Comparison, asked: str) -> list[Lineage]:
    """The lineage of that id, else those that at some time had all these words in their title.

    Words in another form, and of another language, are the same words. Raises Refused, naming the nearest titles.
    """
    by_id = [lineage for lineage in comparison.lineages if lineage.id == asked.strip().casefold()]
    if by_id:
        return by_id
    found = [lineage for lineage in comparison.lineages if any(_has(entry.title, asked) for entry in lineage.present())]
    if found:
        return found
    raise Refused(f"no lesson or homework was ever called {asked!r}; the nearest: {_nearest(comparison, asked)}")


def _has(title: str, asked: str) -> bool:
    wanted, words = meanings_of(asked), meanings_of(title)
    return bool(wanted) and all(any(is_form(one, other) for other in words) for one in wanted)


def _nearest(comparison: Comparison, asked: str) -> str:
    from rapidfuzz import fuzz, process

    titles = list(dict.fromkeys(entry.title for lineage in comparison.lineages for entry in lineage.present()))
    words = " ".join(words_of(asked))
    best = process.extract(words, titles, scorer=fuzz.token_set_ratio, processor=_plain, limit=NEAREST)
    return ", ".join(f"«{title}»" for title, _, _ in best)


def _plain(title: str) -> str:
    return " ".join(words_of(title))
