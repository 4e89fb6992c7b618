"""ENC104: what a program could not read and threw away: U+FFFD, and question marks in place of letters."""

from collections.abc import Iterable, Iterator

from repotool.model import Document, Hit, Lost, Repository, Span, Spans
from repotool.model.regex import regex

LOST = regex("\ufffd+(?:[ \t]?\ufffd+)*")
AROUND = 12
"""Characters shown on either side, so that a reader recognises the place."""


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    places = list(_places(document, repo))
    code = Spans(document.code) if places else Spans(())
    for span, readings in places:
        if not code.hold(span):
            count = sum(not character.isspace() for character in span.cut(text))
            likely = " or ".join(f"«{reading}»" for reading in readings) or None
            facts = {"count": count if count > 1 else None, "around": _around(text, span), "file": document.path}
            yield Hit(document.path, span, {**facts, "readings": likely})


def _places(document: Document, repo: Repository) -> Iterator[tuple[Span, tuple[str, ...]]]:
    repair = repo.repair_of(document)
    told = list(_joined(document.view.text, repair.lost if repair else ()))
    yield from told
    if "\ufffd" not in document.view.text:
        return
    known = Spans(span for span, _ in told)
    for found in LOST.finditer(document.view.text):
        span = Span(*found.span())
        if not known.hold(span):
            yield span, ()


def _joined(text: str, lost: Iterable[Lost]) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Lost words that follow each other are one loss."""
    span: Span | None = None
    readings: tuple[str, ...] = ()
    for place in lost:
        if span is not None and text[span.end : place.span.start] in (" ", ""):
            span, readings = Span(span.start, place.span.end), ()
        else:
            if span is not None:
                yield span, readings
            span, readings = place.span, place.readings
    if span is not None:
        yield span, readings


def _around(text: str, span: Span) -> str:
    before = text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + AROUND].partition("\n")[0]
    return f"{before}{span.cut(text)}{after}".strip()
