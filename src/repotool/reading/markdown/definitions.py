"""Link reference definitions: `[label]: target "title"`."""

from __future__ import annotations

import re
from typing import NamedTuple

from repotool.model.regex import regex
from repotool.reading.markdown.inline import LONGEST_LABEL, Extent, target_at, title_at

LONGEST_DEFINITION = 8
"""A definition takes at most so many lines; the limit keeps an unclosed title from being looked for to the end."""

# A label that begins with ^ is a footnote's.
_LABEL = regex(r"\[(?!\^)((?:[^\[\]\\]|\\.)++)\]:[ \t]*+\n?[ \t]*+(?=[^ \t\n])", re.DOTALL)
_BEFORE_TITLE = regex(r"[ \t]++(?:\n[ \t]*+)?|\n[ \t]*+")
_REST_OF_LINE = regex(r"[ \t]*+(?:\n|$)")


class Definition(NamedTuple):
    """Where a definition stands in its text, and how many lines of the text it takes."""

    end: int
    label: Extent
    target: Extent
    title: Extent | None
    lines: int


def definition(text: str) -> Definition | None:
    """The definition that `text`, which has no indentation, begins with."""
    match = _LABEL.match(text)
    if match is None or not match[1].strip() or len(match[1]) > LONGEST_LABEL:
        return None
    found = target_at(text, match.end())
    if found is None or found[0] == match.end():
        return None
    after, target = found
    end, title = _title(text, after)
    if title is None:
        end = after
    if not _REST_OF_LINE.match(text, end):
        return None
    return Definition(end, match.span(1), target, title, text.count("\n", 0, end) + 1)


def _title(text: str, position: int) -> tuple[int, Extent | None]:
    """The title after the target, if the rest of its line is empty; else the line after the target is not its own."""
    space = _BEFORE_TITLE.match(text, position)
    found = title_at(text, space.end()) if space else None
    if found is None or not _REST_OF_LINE.match(text, found[0]):
        return position, None
    return found
