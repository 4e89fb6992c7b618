"""Texts of paragraphs and headings alone, as most cells of notebooks are: their blocks, without mistletoe.

Each line begins with a letter or another sign with which nothing but a paragraph begins, is empty, or is a heading with
`#`. All else (lists, quotes, code, HTML, tables, definitions, underlined headings) begins with other signs and is left
to mistletoe; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repotool.model.regex import regex
from repotool.reading.markdown.inline import is_worth_reading
from repotool.reading.markdown.passage import Passage, Placed

# A star is emphasis where no white space and no other star follows: neither a list nor a line across the page.
_OF_PARAGRAPH = r"(?:[^\W\d_]|[$(«„№—–]|!?\[|\*{1,2}(?=[^\s*]))[^\n]*+"
_HEADING = r"#{1,6}(?![^ \t\n])[^\n]*+"
_PLAIN = regex(rf"(?:{_OF_PARAGRAPH}(?:\n|\Z)|{_HEADING}(?:\n|\Z)|\n)*+")
_BLOCK = regex(rf"(?P<heading>{_HEADING})|{_OF_PARAGRAPH}(?:\n{_OF_PARAGRAPH})*+")


def plain_blocks(text: str) -> Sequence[Placed] | None:
    """The blocks in which something may be found; None of a text that may hold others than paragraphs and headings."""
    if "\r" in text or "]:" in text or not _PLAIN.fullmatch(text):
        return None
    return list(_blocks(text))


def _blocks(text: str) -> Iterator[Placed]:
    for block in _BLOCK.finditer(text):
        start, end = block.span()
        passage = Passage(text[start:end], (0,), (start,))  # no line has anything before its own text
        if block["heading"]:
            yield Placed("heading", passage, len(passage.text) - len(passage.text.lstrip("#")))
        elif is_worth_reading(text, start, end):
            yield Placed("paragraph", passage)
