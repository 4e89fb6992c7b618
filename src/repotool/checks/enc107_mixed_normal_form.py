"""ENC107: a word in Unicode's decomposed form in a text that otherwise is composed."""

import unicodedata
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span, Spans
from repotool.model.regex import regex

WORD = regex(r"\w*[^\W\d_][\u0300-\u036f][\w\u0300-\u036f]*")


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    words = [word for word in WORD.finditer(text) if unicodedata.normalize("NFC", word[0]) != word[0]]
    if not words or not _is_composed(text):
        return
    hidden = Spans([*document.code, *document.comments, *(link.target_span for link in document.links)])
    named = Spans(
        [
            *(heading.span for heading in document.headings),
            *(link.span for link in document.links if link.kind in ("reference", "definition")),
        ]
    )
    for word in words:
        span = Span(*word.span())
        if not hidden.hold(span):
            # Both forms are the same text to a reader; an anchor or a label is more than text.
            fix = None if named.hold(span) else _fix(document, span, word[0])
            yield Hit(document.path, span, {"word": word[0]}, fix)


def _is_composed(text: str) -> bool:
    """Whether letters that have both forms are composed elsewhere in the text."""
    return any(character != unicodedata.normalize("NFD", character) for character in set(text) if character.isalpha())


def _fix(document: Document, span: Span, word: str) -> Fix:
    return Fix((Edit(document.path, span, unicodedata.normalize("NFC", word)),), True, "compose its letters")
