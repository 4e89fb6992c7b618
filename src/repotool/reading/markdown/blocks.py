"""The blocks of a Markdown text, each with its place: mistletoe finds them, subclasses of its tokens note their lines.

mistletoe is the authority on block structure. Its inline parsing is not used (see `inline.py`), nor its link reference
definitions, which cost the square of their number. Its registry of tokens is global: it is exchanged for ours while a
text is read, and put back, whatever happens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from typing import Any, Protocol
from unicodedata import category

from msgspec import Struct

from repotool.model.regex import regex
from repotool.reading.markdown.definitions import LONGEST_DEFINITION, definition
from repotool.reading.markdown.limits import Work
from repotool.reading.markdown.passage import BlockKind, Lines, Placed
from repotool.reading.markdown.tables import cells, is_delimiter_row


class _Punctuation(set[str]):
    """The punctuation of ASCII, and whatever Unicode calls punctuation: asked when it is asked for."""

    def __contains__(self, character: object) -> bool:
        return super().__contains__(character) or (isinstance(character, str) and category(character)[0] == "P")


# While it is imported mistletoe asks of every code point there is whether it is punctuation: a quarter of a second,
# more than checking thirty READMEs takes. Here it asks of ASCII alone, and a set that knows the rest takes the place
# of its own, so that others who use mistletoe find it whole.
_all_code_points, sys.maxunicode = sys.maxunicode, 0x7F
try:
    from mistletoe import block_token, core_tokens, token
finally:
    sys.maxunicode = _all_code_points
if len(core_tokens.punctuation) < 0x80:
    core_tokens.punctuation = _Punctuation(core_tokens.punctuation)

_ATX = regex(r" {0,3}(#{1,6})(?=[ \t\n])")
_SETEXT = regex(r" {0,3}(?:=+|-+)[ \t]*$")
_CUSTOM_TAG = 7
"""mistletoe's number for an HTML block that does not interrupt a paragraph."""

# mistletoe's functions have no types.
_mistletoe: Any = block_token


class Reader(Protocol):
    """mistletoe's FileWrapper: lines and a position in them."""

    lines: list[str]

    def __next__(self) -> str: ...
    def get_pos(self) -> int: ...
    def set_pos(self, pos: int) -> None: ...
    def peek(self) -> str | None: ...
    def line_number(self) -> int: ...


class Block(Struct, frozen=True):
    """A leaf block: the lines it was read from, of which the first is number `first` (from 0) at least.

    `level` is that of a heading; `underlined` tells that its last line is the underline.
    """

    kind: BlockKind
    first: int
    lines: list[str]
    level: int = 0
    underlined: bool = False


def read_blocks(lines: Lines) -> list[Placed]:
    """The leaf blocks of a text, in its order. Raises `TooMuch` where that takes too much work."""
    with _own_tokens():
        document = block_token.Document(list(lines.lines))
    return [
        Placed(block.kind, lines.passage(block.first, block.lines), block.level, block.underlined)
        for block in _leaves(document)
    ]


@contextmanager
def _own_tokens() -> Iterator[None]:
    registered, root, setext = _mistletoe._token_types, token._root_node, block_token.Paragraph.parse_setext
    _mistletoe._token_types = _Tokens(_TOKENS)
    try:
        yield
    finally:
        _mistletoe._token_types, token._root_node = registered, root
        block_token.Paragraph.parse_setext = setext


def _leaves(document: Any) -> Iterator[Block]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Leaf):
            yield node.block
        else:
            waiting.extend(reversed(list(node.children or ())))


class _Tokens(list[Any]):
    """Our tokens, and the count of the work they have.

    mistletoe walks through them to begin a block and ends the walk when the block is read, so that walks within walks
    are containers within containers. The first of them notes which `line` is asked about; of the others only those are
    walked through that may begin with such a line.
    """

    def __init__(self, tokens: list[Any]) -> None:
        super().__init__(tokens)
        self.work = Work()
        self.line: str | None = None

    def __iter__(self) -> Iterator[Any]:
        self.work.enter()
        try:
            self.line = None
            yield self[0]
            yield from _beginning(self.line) if self.line is not None else self[1:]
        finally:
            self.work.leave()


def _count(lines: int) -> None:
    _mistletoe._token_types.work.count(lines)


class _Leaf(block_token.BlockToken):
    """A block without blocks in it."""

    kind: BlockKind
    original: Any
    """mistletoe's token for such a block."""

    def __init__(self, block: Block) -> None:
        self.block = block

    @classmethod
    def start(cls, line: str) -> Any:
        return cls.original.start(line)

    @classmethod
    def read(cls, lines: Reader) -> Block | None:
        """The block that begins with the next line; None where none does."""
        before, first = lines.get_pos(), lines.line_number()
        cls.original.read(lines)
        return cls.block_of(first, lines.lines[before + 1 : lines.get_pos() + 1])

    @classmethod
    def block_of(cls, first: int, lines: list[str]) -> Block:
        _count(len(lines))
        return Block(cls.kind, first, lines)


class _Html(_Leaf):
    """The first of the tokens: every look that mistletoe takes at a line, at any level, begins here."""

    kind = "html"
    original = block_token.HtmlBlock

    @classmethod
    def start(cls, line: str) -> Any:
        _count(1)
        _mistletoe._token_types.line = line
        return "<" in line and super().start(line)

    @classmethod
    def check_interrupts_paragraph(cls, lines: Reader) -> bool:
        return cls.start(lines.peek() or "") not in (False, _CUSTOM_TAG)


class _IndentedCode(_Leaf):
    kind = "code"
    original = block_token.BlockCode


class _Fence(_Leaf):
    kind = "code"
    original = block_token.CodeFence
    check_interrupts_paragraph = block_token.CodeFence.check_interrupts_paragraph


class _Heading(_Leaf):
    kind = "heading"

    @classmethod
    def start(cls, line: str) -> bool:
        return _ATX.match(line) is not None

    @classmethod
    def check_interrupts_paragraph(cls, lines: Reader) -> bool:
        return cls.start(lines.peek() or "")

    @classmethod
    def read(cls, lines: Reader) -> Block:
        first, line = lines.line_number(), next(lines)
        level = len(line.lstrip()) - len(line.lstrip().lstrip("#"))
        return Block("heading", first, [line], level)


class _Table(_Leaf):
    """A pipe table by GitHub's rules: its rows need no pipes, and end where another block begins."""

    kind = "table"

    @classmethod
    def start(cls, line: str) -> bool:
        return "|" in line

    @classmethod
    def check_interrupts_paragraph(cls, lines: Reader) -> bool:
        line = lines.peek() or ""
        return cls.start(line) and not _IndentedCode.start(line) and cls._begins(lines)

    @classmethod
    def read(cls, lines: Reader) -> Block | None:
        if not cls._begins(lines):
            return None
        first = lines.line_number()
        rows = [next(lines), next(lines)]
        while (line := lines.peek()) is not None and line.strip() and not _ends_table(lines, line):
            rows.append(next(lines))
        return cls.block_of(first, rows)

    @classmethod
    def _begins(cls, lines: Reader) -> bool:
        """Whether header and delimiter row come next; a line of dashes under several cells underlines a heading."""
        position = lines.get_pos() + 1
        if position + 1 >= len(lines.lines):
            return False
        header, delimiters = lines.lines[position], lines.lines[position + 1]
        columns = len(cells(header)) if is_delimiter_row(delimiters) else 0
        return columns == 1 or (columns > 1 and "|" in delimiters)


class _Definition(_Leaf):
    """One link reference definition; those after it are blocks of their own."""

    kind = "definition"

    @classmethod
    def start(cls, line: str) -> bool:
        return line.lstrip(" ").startswith("[")

    @classmethod
    def read(cls, lines: Reader) -> Block | None:
        first, position = lines.line_number(), lines.get_pos() + 1
        following = takewhile(str.strip, lines.lines[position : position + LONGEST_DEFINITION])
        found = definition("".join(line.lstrip(" \t") for line in following))
        if found is None:
            return None
        lines.set_pos(lines.get_pos() + found.lines)
        return cls.block_of(first, lines.lines[position : position + found.lines])


class _Paragraph(_Leaf):
    kind = "paragraph"

    @classmethod
    def start(cls, line: str) -> bool:
        return line.strip() != ""

    @classmethod
    def read(cls, lines: Reader) -> Block:
        first, read = lines.line_number(), [next(lines)]
        while (line := lines.peek()) is not None and line.strip() and not _interrupted(lines, _interrupting(line)):
            if line[0].isalpha():
                read.append(next(lines))
                continue
            # Inside a quote mistletoe cannot tell an underline from a line that merely continues the quote.
            if block_token.Paragraph.parse_setext and _SETEXT.match(line):
                return Block("heading", first, [*read, next(lines)], level=1 if "=" in line else 2, underlined=True)
            if _mistletoe.ThematicBreak.start(line):
                break
            read.append(next(lines))
        return cls.block_of(first, read)


def _beginning(line: str) -> Sequence[Any]:
    """The kinds of block, HTML left out, that may begin with this line; none with an empty one."""
    first = line[:1]
    if first == "\n":
        return ()
    if first == "|" or first.isalpha():
        return _TABLE_OR_PARAGRAPH if "|" in line else _PARAGRAPH
    return _NOT_HTML


def _interrupting(line: str) -> tuple[Any, ...]:
    """The kinds of block that may begin with this line. With a letter only a table begins, and most lines do."""
    return _TABLES if line.lstrip(" ")[:1].isalpha() else _INTERRUPTING


def _ends_table(lines: Reader, line: str) -> bool:
    """Whether another block begins where a row might go on; none does with a pipe."""
    return line[0] != "|" and _interrupted(lines, _ENDING_TABLES)


def _interrupted(lines: Reader, kinds: tuple[Any, ...]) -> bool:
    return any(kind.check_interrupts_paragraph(lines) for kind in kinds)


_ENDING_TABLES = (_Html, _Heading, _mistletoe.Quote, _Fence, _mistletoe.List, _mistletoe.ThematicBreak)
_TABLES = (_Table,)
_INTERRUPTING = (_Html, _Heading, _mistletoe.Quote, _Fence, _mistletoe.List, _Table)
_PARAGRAPH = (_Paragraph,)
_TABLE_OR_PARAGRAPH = (_Table, _Paragraph)
_NOT_HTML = (
    _IndentedCode,
    _Heading,
    _mistletoe.Quote,
    _Fence,
    _mistletoe.ThematicBreak,
    _mistletoe.List,
    _Table,
    _Definition,
    _Paragraph,
)
_TOKENS = [_Html, *_NOT_HTML]
