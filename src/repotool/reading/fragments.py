"""Fragments (`#цели`) x documents: does the place exist. Only in documents that were read and parsed it can be told.

GitHub finds a place whatever the letter case of its fragment, with and without `user-content-`; it adds places of its
own to a page: lines of code, `#readme`, footnotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from repotool.model import Document

_OWN_PLACES = re.compile(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*|top|readme|readme-ov-file|start-of-content|fn(?:ref)?-.+|fn(?:ref)?:?\d+",
    re.IGNORECASE | re.DOTALL,
)
# What some editors put into an anchor and others leave out: it is seen by nobody, and no reason to call a link broken.
_UNSEEN = re.compile("[\ufe00-\ufe0f\u200b-\u200d\u2060]")
_PREFIX = "user-content-"
_READMES = ("README.md", "readme.md", "Readme.md")

# Bounds of the search for what was meant: more is not compared.
MOST_ASKED = 1_000
MOST_PLACES = 2_000

SIMILAR = 82
CLEARLY_BETTER = 4


class Fragments:
    """The places of all documents, looked up once for each."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self._asked = 0
        self._places: dict[str, dict[str, str]] = {}

    def has(self, path: str, fragment: str, *, judged: bool = True) -> bool:
        """Whether the file or folder at `path` has the place, or may have it for all we know."""
        document = self._document(path) if judged else None
        if document is None or _OWN_PLACES.fullmatch(fragment.removeprefix(_PREFIX)):
            return True
        return _key(fragment) in self._of(document) or _is_named_for_another(document, fragment)

    def nearest(self, path: str, fragment: str) -> str | None:
        """The place that `fragment` most likely means: the same letters and digits, or few other ones."""
        document = self._document(path)
        self._asked += 1
        if document is None or self._asked > MOST_ASKED or len(self._of(document)) > MOST_PLACES:
            return None
        places = self._of(document)
        same = [place for key, place in places.items() if _letters(key) == _letters(_key(fragment)) != ""]
        if same:
            return same[0] if len(same) == 1 else None
        from rapidfuzz import fuzz, process

        found = process.extract(_key(fragment), list(places), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=2)
        clear = found and (len(found) == 1 or found[0][1] >= found[1][1] + CLEARLY_BETTER)
        return places[found[0][0]] if clear and _digits(found[0][0]) == _digits(_key(fragment)) else None

    def _document(self, path: str) -> Document | None:
        """The parsed document at `path`; of a folder, its README, which GitHub shows there."""
        names = [path, *(f"{path}/{readme}".lstrip("/") for readme in _READMES)]
        document = next((self.documents[name] for name in names if name in self.documents), None)
        return document if document is not None and document.unparsable is None else None

    def _of(self, document: Document) -> dict[str, str]:
        if document.path not in self._places:
            self._places[document.path] = {_key(anchor): anchor for anchor in document.anchors()}
        return self._places[document.path]


def _is_named_for_another(document: Document, fragment: str) -> bool:
    """Whether the document names the place as pandoc and kramdown understand it: it is written for another reader."""
    return any(f"{mark}{fragment}" in document.view.text for mark in ("{#", "{: #", "{:#"))


def _key(fragment: str) -> str:
    """A fragment as it is compared."""
    bare = _UNSEEN.sub("", fragment.strip()).casefold().removeprefix(_PREFIX)
    return unicodedata.normalize("NFC", bare)


def _letters(key: str) -> str:
    return "".join(c for c in key if c.isalnum())


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)
