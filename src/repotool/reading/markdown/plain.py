"""Plain texts, as most cells and many READMEs are: their blocks, without mistletoe.

Plain are paragraphs, headings with `#`, lists of paragraphs, tables with a pipe before each row, code between fences,
HTML, and lines across the page. Each line begins with a sign that tells which of them it is, and leaves no doubt where
it ends. All else (quotes, indented code, definitions, underlined headings, items of several blocks) is left to
mistletoe; a test holds the two against each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from repotool.model.regex import regex
from repotool.reading.markdown.inline import is_worth_reading
from repotool.reading.markdown.passage import Passage, Placed

# Tags that begin a block wherever they begin a line; the first four go on to their closing tag, and are not plain.
_WITHIN_BLOCKS = "pre|script|style|textarea"
_BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|"
    "main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|section|source|summary|table|tbody|td|tfoot|"
    "th|thead|title|tr|track|ul"
)
_VALUE = r"""[ \t]*+=[ \t]*+(?:[^\s"'=<>`]++|'[^'\n]*+'|"[^"\n]*+")"""
_ATTRIBUTES = rf"(?:[ \t]++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:{_VALUE})?+)*+"
_NAME = "[A-Za-z][A-Za-z0-9-]*+"
_TAG = rf"(?!</?(?i:{_WITHIN_BLOCKS}|{_BLOCK_NAMES})(?![A-Za-z0-9-]))(?:</{_NAME}|<{_NAME}{_ATTRIBUTES}[ \t]*+/?+)>"
"""A tag that stands in the text, unless it is alone on the first line of a block."""

# A star is emphasis where no white space and no other star follows: neither a list nor a line across the page. A number
# is one where nothing makes it the number of an item.
_START = (
    r"[^\s\d\ufeff#>`~*_+\-.)|<=:]|\*{1,2}(?=[^\s*])|_{1,2}(?=[^\s_])|~{1,2}(?=[^\s~])|`(?!``)|[.)+](?=\S)"
    r"|-(?=[^\s|:-])|:(?!-)|=++[ \t]*+(?=[^\s=])|\d++(?![.)](?:\s|\Z))"
)
_HEADING = r"#{1,6}(?![^ \t\n])[^\n]*+"
_DELIMITERS = r"\|[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?+[ \t]*+(?![^\n])"
# Rows need no pipes, so a table ends for certain only before an empty line or a heading.
_TABLE = rf"(?!{_DELIMITERS})\|[ \t]*+\S[^\n]*+\n{_DELIMITERS}(?:\n\|[^\n]*+)*+(?=\s*\Z|\n[ \t]*\n|\n{_HEADING})"
_FENCE = r"```(?!`)[^`\n]*+\n(?:(?! {0,3}```)[^\n]*+\n)*+```[ \t]*+(?![^\n])"
_COMMENT = r"(?=<!--)(?:(?![^\n]*-->)[^\n]*+\n)*+[^\n]*-->[^\n]*+"
_TO_EMPTY_LINE = r"[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+"
_HTML = rf"</?(?:{_BLOCK_NAMES})(?=/?>|[ \n]){_TO_EMPTY_LINE}|{_COMMENT}"
_RULE = r"(?:(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)(?![^\n])"
_NEVER = "(?!)"


def _blocks(tag: str, html: str) -> re.Pattern[str]:
    """The pattern of one block and the empty lines under it, or of one character of what is not plain."""
    paragraph = rf"(?:{_START}|{tag}(?=[ \t]*+\S))[^\n]*+(?:\n[ \t]*+(?:{_START}|{tag})[^\n]*+)*+"
    return regex(
        rf"(?:(?P<heading>{_HEADING})|(?P<table>{_TABLE})|(?P<code>{_FENCE})|(?P<html>{html})"
        rf"|(?P<rule>{_RULE})|(?P<tag>{tag}[ \t]*+(?![^\n]){_TO_EMPTY_LINE})"
        rf"|(?P<indent> *+)(?:(?P<marker>[-+*]|\d{{1,9}}[.)])(?P<gap> {{1,4}}))?(?P<paragraph>{paragraph}))"
        r"(?:\n(?P<blank>(?:[ \t]*\n)*+(?:[ \t]++\Z)?+)|\Z)|(?P<other>.)",
        re.DOTALL,
    )


_WITHOUT_HTML = _blocks(_NEVER, _NEVER)
_WITH_HTML = _blocks(_TAG, _HTML)
"""Takes a while to compile; in most texts no line begins with a tag."""
_LINE_OF_HTML = regex(r"(?:\A|\n)[ \t\d.)+*-]*+<")
_BLANK = regex(r"(?:[ \t]*\n)*+(?:[ \t]++\Z)?+")
_INTERRUPTING = ("-", "+", "*", "1.", "1)")
"""The markers of items that may stand right under a paragraph."""
_DEEPEST = 8
"""Lists within lists; who has more of them is left to the parser that counts its work."""


def plain_blocks(text: str) -> Sequence[Placed] | None:
    """The blocks in which something may be found; None of a text that may hold others than plain ones."""
    if "\r" in text or "]:" in text:
        return None
    walk = _Walk(text)
    return walk.blocks if walk.is_plain() else None


class _Walk:
    """One way through a text from block to block."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.blocks: list[Placed] = []
        self._columns: list[int] = []
        """Where the text of each item around the present line begins."""
        self._open = False
        """Whether a paragraph goes on with the next line, if that is text."""

    def is_plain(self) -> bool:
        first = _BLANK.match(self.text)
        at = first.end() if first else 0
        pattern = _WITH_HTML if "<" in self.text and _LINE_OF_HTML.search(self.text) else _WITHOUT_HTML
        for block in pattern.finditer(self.text, at):
            if block["other"] or not self._take(block):
                return False
            at = block.end()
            self._open = block["paragraph"] is not None and not block["blank"]
        return at == len(self.text)

    def _take(self, block: re.Match[str]) -> bool:
        if block["paragraph"]:
            return self._take_paragraph(block)
        if self._open and (block["rule"] or block["tag"]):
            return False  # a line under a paragraph makes it a heading, a tag goes on with it
        self._columns = []
        if not block["rule"]:
            self.blocks.append(self._placed(block))
        return True

    def _placed(self, block: re.Match[str]) -> Placed:
        place = block.start()
        if text := block["heading"]:
            return Placed("heading", Passage(text, (0,), (place,)), len(text) - len(text.lstrip("#")))
        if text := block["code"]:
            return Placed("code", Passage(text, (0,), (place,)))
        if text := block["table"]:
            return Placed("table", _by_line(text, place))
        return Placed("html", _by_line(block["html"] or block["tag"], place))

    def _take_paragraph(self, block: re.Match[str]) -> bool:
        indent = len(block["indent"])
        if block["marker"] is None:
            if indent and (indent > 3 or self._columns):
                return False  # code, or another block of an item
            self._columns = []
        elif not self._enter(indent, block["marker"], block["gap"]):
            return False
        start, end = block.span("paragraph")
        if is_worth_reading(self.text, start, end):
            self.blocks.append(Placed("paragraph", _passage(block["paragraph"], start)))
        return True

    def _enter(self, indent: int, marker: str, gap: str) -> bool:
        """Goes into the item that begins here, out of those that end; False where none surely begins."""
        around = [column for column in self._columns if column <= indent]
        if indent - (around[-1] if around else 0) > 3 or len(around) > _DEEPEST:
            return False
        if self._open and len(around) == len(self._columns) and marker not in _INTERRUPTING:
            return False
        self._columns = [*around, indent + len(marker) + len(gap)]
        return True


def _passage(text: str, place: int) -> Passage:
    """The passage of a paragraph at `place`, whose later lines may be indented."""
    if "\n " not in text and "\n\t" not in text:
        return Passage(text, (0,), (place,))  # no line has anything before its own text
    return _by_line(text, place)


def _by_line(text: str, place: int) -> Passage:
    """The passage of the lines at `place`, without their indentation, with a place for each."""
    lines = text.split("\n")
    bare = [line.lstrip(" \t") for line in lines]
    ends = accumulate((len(line) + 1 for line in lines), initial=place - 1)
    next(ends)
    places = [end - len(line) for end, line in zip(ends, bare, strict=True)]
    starts = [0, *accumulate(len(line) + 1 for line in bare[:-1])]
    return Passage("\n".join(bare), tuple(starts), tuple(places))
