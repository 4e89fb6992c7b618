"""ENC104: U+FFFD, the trace of a byte that a program could not read."""

import re
from collections.abc import Iterator

from repotool.model import Document, Hit, Repository, Span

LOST = re.compile("\ufffd+(?:[ \t]?\ufffd+)*")
AROUND = 12
"""Characters shown on either side, so that a reader recognises the place."""


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    for found in LOST.finditer(text):
        span = Span(*found.span())
        if not any(code.holds(span) for code in document.code):
            count = found.group().count("\ufffd")
            facts = {"count": count if count > 1 else None, "around": _around(text, span), "file": document.path}
            yield Hit(document.path, span, facts)


def _around(text: str, span: Span) -> str:
    before = text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + AROUND].partition("\n")[0]
    return f"{before}{span.cut(text)}{after}".strip()
