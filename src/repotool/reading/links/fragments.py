"""Fragments (`#цели`) x documents: does the place exist. Only in documents that were read and parsed it can be told.

GitHub finds a place whatever the letter case of its fragment, with and without `user-content-`; it adds places of its
own to a page: lines of code, `#readme`, footnotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from repotool.model import Document
from repotool.model.regex import regex

_OWN_PLACES = regex(
    r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?|:~:.*|top|readme|readme-ov-file|start-of-content|fn(?:ref)?-.+|fn(?:ref)?:?\d+"
    r"|scrollTo=.*|cell-id=.*",
    re.IGNORECASE | re.DOTALL,
)
# What some editors put into an anchor and others leave out: it is seen by nobody, and no reason to call a link broken.
_UNSEEN = regex("[\ufe00-\ufe0f\u200b-\u200d\u2060]")
_NUMBER = regex(r"[-_]?\d+$")
_FOREIGN = regex(r"\{(?:: ?)?#([^\s}]{1,200})")
_PREFIX = "user-content-"
_READMES = ("README.md", "readme.md", "Readme.md")

# Bounds of the search for what was meant: more is not compared.
MOST_ASKED = 1_000
MOST_PLACES = 2_000

SIMILAR = 82
CLEARLY_BETTER = 4


class Fragments:
    """The places of all documents and notebooks (`cells` are their Markdown cells), looked up once for each."""

    def __init__(self, documents: Mapping[str, Document], cells: Iterable[Document] = ()) -> None:
        self.documents = documents
        self._cells: dict[str, list[Document]] = {}
        for cell in cells:
            self._cells.setdefault(cell.path, []).append(cell)
        self._asked = 0
        self._places: dict[str, dict[str, str]] = {}
        self._foreign: dict[str, frozenset[str]] = {}

    def has(self, path: str, fragment: str, *, judged: bool = True) -> bool:
        """Whether the file or folder at `path` has the place, or may have it for all we know."""
        texts = self._texts(path) if judged else ()
        if not texts or _OWN_PLACES.fullmatch(fragment.removeprefix(_PREFIX)):
            return True
        places = self._of(texts)
        if texts[0].cell is not None and any(key in places for key in (_letters(fragment), _unnumbered(fragment))):
            return True
        return _key(fragment) in places or fragment in self._named_for_others(texts)

    def nearest(self, path: str, fragment: str) -> str | None:
        """The place that `fragment` most likely means: the same letters and digits, or few other ones."""
        texts = self._texts(path)
        self._asked += 1
        if not texts or self._asked > MOST_ASKED or len(self._of(texts)) > MOST_PLACES:
            return None
        places = self._of(texts)
        same = [place for key, place in places.items() if _letters(key) == _letters(fragment) != ""]
        if same:
            return same[0] if len(same) == 1 else None
        from rapidfuzz import fuzz, process

        found = process.extract(_key(fragment), list(places), scorer=fuzz.ratio, score_cutoff=SIMILAR, limit=2)
        clear = found and (len(found) == 1 or found[0][1] >= found[1][1] + CLEARLY_BETTER)
        return places[found[0][0]] if clear and _digits(found[0][0]) == _digits(_key(fragment)) else None

    def _texts(self, path: str) -> Sequence[Document]:
        """The document at `path`, the cells of a notebook; of a folder, its README, which GitHub shows there.

        Nothing where it is not known what is in it.
        """
        if path in self._cells:
            return self._cells[path]
        names = [path, *(f"{path}/{readme}".lstrip("/") for readme in _READMES)]
        document = next((self.documents[name] for name in names if name in self.documents), None)
        return (document,) if document is not None and document.unparsable is None else ()

    def _named_for_others(self, texts: Sequence[Document]) -> frozenset[str]:
        """The places that a document names as pandoc and kramdown understand it: it is written for other readers."""
        path = texts[0].path
        if path not in self._foreign:
            self._foreign[path] = frozenset(name for text in texts for name in _FOREIGN.findall(text.view.text))
        return self._foreign[path]

    def _of(self, texts: Sequence[Document]) -> dict[str, str]:
        path = texts[0].path
        if path not in self._places:
            key = _key if texts[0].cell is None else _letters
            self._places[path] = {key(anchor): anchor for text in texts for anchor in _anchors(text)}
        return self._places[path]


def _anchors(text: Document) -> Iterator[str]:
    yield from text.anchors()
    if text.cell is not None:
        # Jupyter only writes - for spaces. Which punctuation stays hangs on who shows the notebook.
        yield from (heading.text.replace(" ", "-") for heading in text.headings)


def _unnumbered(fragment: str) -> str:
    """The letters of a fragment without the number that tells repeated headings apart."""
    return _letters(_NUMBER.sub("", fragment))


def _key(fragment: str) -> str:
    """A fragment as it is compared."""
    bare = _UNSEEN.sub("", fragment.strip()).casefold().removeprefix(_PREFIX)
    return unicodedata.normalize("NFC", bare)


def _letters(fragment: str) -> str:
    return "".join(c for c in _key(fragment) if c.isalnum())


def _digits(key: str) -> list[str]:
    return re.findall(r"\d+", key)
