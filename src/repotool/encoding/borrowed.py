"""What is borrowed from ftfy (https://ftfy.readthedocs.io/): its eye for mojibake.  The only module that imports it.

ftfy is imported at the first question.  It is asked only about words that have a strict UTF-8 reading.
"""

from __future__ import annotations

from functools import lru_cache

# The readers of UTF-8 whose mojibake `ftfy.badness` knows
KNOWN_TO_FTFY = frozenset(
    ["cp1252", "latin-1", "cp1251", "cp1250", "cp1253", "cp1254", "cp1257", "iso8859-2", "mac_roman", "cp437"]
)


@lru_cache(maxsize=10_000)
def looks_bad(text: str) -> bool:
    """Whether ftfy's heuristic sees mojibake in a text."""
    from ftfy.badness import is_bad

    return bool(is_bad(text))
