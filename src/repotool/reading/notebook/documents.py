"""The Markdown cells of a notebook -> Documents, parsed only where a link, a heading or a tag can begin."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate

from msgspec.structs import replace

from repotool.model import Document, Notebook, Span, Spans, View
from repotool.model.regex import regex

# Nothing that a rule looks for in a parsed document begins with anything else.
_MARKS = regex(r"<|#|`|\||\]\(|\]\[|\]:|://|www\.|\n[=-]{2,}")
DATA = ";base64,"
_DATA = regex(r"data:[\w/+.-]{0,100};base64,([A-Za-z0-9+/=%]{64,})")
# Formulas as Jupyter and GitHub set them: what looks like a link in one is none.
_MATH = regex(
    r"\$\$.+?\$\$|\$(?<![\\$\w]\$)(?=[^\s$])[^$\n]{1,400}?(?<=[^\s\\])\$(?![\w$])|\\begin\{(\w+\*?)\}.{0,5000}?\\end\{\1\}",
    re.S,
)


def cell_documents(notebook: Notebook, repaired: Mapping[int, View]) -> Iterator[Document]:
    """A Document for each Markdown cell, in order; `Document.cell` is the cell's number.

    `repaired` has the views of damaged cells, by number.
    """
    for cell in notebook.cells:
        if cell.kind == "markdown":
            view = repaired.get(cell.number) or without_data(cell.view)
            if _MARKS.search(view.text):
                yield parse_cell(notebook.path, view, cell.number)
            else:
                yield Document(notebook.path, view, cell=cell.number)


def telling_documents(notebook: Notebook) -> Iterator[Document]:
    """The Markdown cells of which a rule of notebooks wants to know what is code and what a comment."""
    for cell in notebook.cells:
        if cell.kind == "markdown" and _is_of_notebooks(cell.text):
            yield parse_cell(notebook.path, without_data(cell.view), cell.number)


def _is_of_notebooks(text: str) -> bool:
    """Whether a cell speaks to repotool, shows an attachment, or holds an unfinished merge."""
    return "repotool" in text or "attachment:" in text or "<<<<<<<" in text


def parse_cell(path: str, view: View, number: int) -> Document:
    """The document in one Markdown cell; what stands in formulas is no link."""
    from repotool.reading.markdown import parse

    document = parse(path, view, number)
    spans = [link.span for link in document.links] + [link.span for link in document.near_links]
    if not spans:
        return document
    math = Spans(_formulas(view.text, max(span.start for span in spans)))
    if not any(map(math.hold, spans)):
        return document
    links = tuple(link for link in document.links if not math.hold(link.span))
    near = tuple(link for link in document.near_links if not math.hold(link.span))
    return replace(document, links=links, near_links=near)


def _formulas(text: str, last: int) -> Iterator[Span]:
    """The formulas that begin before `last`."""
    first = min((at for at in (text.find("$", 0, last), text.find("\\begin", 0, last)) if at >= 0), default=last)
    for found in _MATH.finditer(text, first) if first < last else ():
        if found.start() >= last:
            break
        yield Span(*found.span())


def without_data(view: View) -> View:
    """The view with the base64 of embedded images cut out: megabytes in which nothing can be found."""
    if DATA not in view.text:
        return view
    cuts = [Span(*found.span(1)) for found in _DATA.finditer(view.text)]
    if not cuts:
        return view
    parts, at = [], 0
    for cut in cuts:
        parts.append(view.text[at : cut.start])
        at = cut.end
    return View("".join([*parts, view.text[at:]]), _back(cuts, view.place), view.spell)


def _back(cuts: list[Span], place: Callable[[Span], Span]) -> Callable[[Span], Span]:
    lengths = list(accumulate((cut.end - cut.start for cut in cuts), initial=0))
    # Where each cut is in the shortened text: what lies at it or behind it has moved by what was cut before.
    starts = [cut.start - lengths[index] for index, cut in enumerate(cuts)]

    def back(span: Span) -> Span:
        start = span.start + lengths[bisect_right(starts, span.start)]
        # The end of a span is that of its last character, so that a cut behind it stays outside.
        end = start if span.end == span.start else span.end - 1 + lengths[bisect_right(starts, span.end - 1)] + 1
        return place(Span(start, end))

    return back
