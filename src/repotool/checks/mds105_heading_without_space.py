"""MDS105: `#Загрузка`, which is no heading: the space after the signs is missing."""

import re
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span, Spans
from repotool.model.regex import regex

LINE = regex(r"^ {0,3}(?P<signs>#{1,6})(?P<text>[^\W\d_][^\n]*)$", re.MULTILINE)
TAG = regex(r"(?:^|\s)#[^\W\d_]")


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    hidden = Spans([*document.code, *document.comments, *(link.span for link in document.links)])
    for line in LINE.finditer(text):
        span = Span(*line.span())
        if _is_meant(line) and not hidden.hold(Span(line.start("signs"), line.end("signs"))):
            place = Span(line.start("text"), line.start("text"))
            fix = Fix((Edit(document.path, place, " "),), False, "make it a heading")
            yield Hit(document.path, span, {"text": line[0].strip()}, fix)


def _is_meant(line: re.Match[str]) -> bool:
    """Several signs, or one before a capital letter; `#nlp #2025` and `#include` are something else."""
    return not TAG.search(line["text"]) and (len(line["signs"]) > 1 or line["text"][0].isupper())
