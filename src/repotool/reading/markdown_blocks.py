"""The blocks of a Markdown text, each with its place: mistletoe finds them, subclasses of its tokens note their lines.

mistletoe is the authority on block structure. Its inline parsing is not used (see `inline.py`), nor its link reference
definitions, which cost the square of their number. Its registry of tokens is global: it is exchanged for ours while a
text is read, and put back, whatever happens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Literal, Protocol

from mistletoe import block_token, token

from repotool.reading.definitions import LONGEST_DEFINITION, definition
from repotool.reading.passage import Lines
from repotool.reading.tables import cells, is_delimiter_row

BlockKind = Literal["paragraph", "heading", "table", "code", "html", "definition"]

_quote: Any = block_token.Quote
_list: Any = block_token.List
_thematic_break: Any = block_token.ThematicBreak

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t\n])")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")


class Reader(Protocol):
    """mistletoe's FileWrapper, which has no types: lines and a position in them."""

    lines: list[str]

    def __next__(self) -> str: ...
    def get_pos(self) -> int: ...
    def set_pos(self, pos: int) -> None: ...
    def peek(self) -> str | None: ...
    def line_number(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Block:
    """A leaf block: the lines it was read from, of which the first is number `first` (from 0) at least.

    `level` is that of a heading; `underlined` tells that its last line is the underline.
    """

    kind: BlockKind
    first: int
    lines: list[str]
    level: int = 0
    underlined: bool = False


def read_blocks(lines: Lines) -> list[Block]:
    """The leaf blocks of a text, in its order."""
    with _own_tokens():
        document = block_token.Document(list(lines.lines))
    return list(_leaves(document))


@contextmanager
def _own_tokens() -> Iterator[None]:
    tokens, root, setext = block_token._token_types, token._root_node, block_token.Paragraph.parse_setext
    block_token._token_types = list(_TOKENS)
    try:
        yield
    finally:
        block_token._token_types, token._root_node = tokens, root
        block_token.Paragraph.parse_setext = setext


def _leaves(document: Any) -> Iterator[Block]:
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Leaf):
            yield node.block
        else:
            waiting.extend(reversed(list(node.children or ())))


def _read(kind: BlockKind, token_type: Any, lines: Reader) -> Block:
    """The block that mistletoe reads from here on."""
    before, first = lines.get_pos(), lines.line_number()
    token_type.read(lines)
    return Block(kind, first, lines.lines[before + 1 : lines.get_pos() + 1])


class _Leaf(block_token.BlockToken):
    def __init__(self, block: Block) -> None:
        self.block = block


class _Html(_Leaf):
    start = block_token.HtmlBlock.start
    check_interrupts_paragraph = block_token.HtmlBlock.check_interrupts_paragraph

    @classmethod
    def read(cls, lines: Reader) -> Block:
        return _read("html", block_token.HtmlBlock, lines)


class _IndentedCode(_Leaf):
    start = block_token.BlockCode.start

    @classmethod
    def read(cls, lines: Reader) -> Block:
        return _read("code", block_token.BlockCode, lines)


class _Fence(_Leaf):
    start = block_token.CodeFence.start
    check_interrupts_paragraph = block_token.CodeFence.check_interrupts_paragraph

    @classmethod
    def read(cls, lines: Reader) -> Block:
        return _read("code", block_token.CodeFence, lines)


class _Heading(_Leaf):
    @classmethod
    def start(cls, line: str) -> bool:
        return _ATX.match(line) is not None

    @classmethod
    def check_interrupts_paragraph(cls, lines: Reader) -> bool:
        return cls.start(lines.peek() or "")

    @classmethod
    def read(cls, lines: Reader) -> Block:
        first, line = lines.line_number(), next(lines)
        return Block("heading", first, [line], level=len(line.lstrip()) - len(line.lstrip().lstrip("#")))


class _Table(_Leaf):
    @classmethod
    def start(cls, line: str) -> bool:
        return "|" in line

    @classmethod
    def check_interrupts_paragraph(cls, lines: Reader) -> bool:
        return cls.start(lines.peek() or "") and cls._begins(lines)

    @classmethod
    def read(cls, lines: Reader) -> Block | None:
        if not cls._begins(lines):
            return None
        first = lines.line_number()
        rows = [next(lines), next(lines)]
        while (
            (line := lines.peek()) is not None
            and line.strip()
            and not any(kind.check_interrupts_paragraph(lines) for kind in _ENDING_TABLES)
        ):
            rows.append(next(lines))
        return Block("table", first, rows)

    @classmethod
    def _begins(cls, lines: Reader) -> bool:
        """Whether header and delimiter row come next; a line of dashes under several cells underlines a heading."""
        position = lines.get_pos() + 1
        if position + 1 >= len(lines.lines):
            return False
        header, delimiters = lines.lines[position], lines.lines[position + 1]
        return is_delimiter_row(delimiters) and ("|" in delimiters or len(cells(header)) == 1)


class _Definition(_Leaf):
    """One link reference definition; those after it are blocks of their own."""

    @classmethod
    def start(cls, line: str) -> bool:
        return line.lstrip(" ").startswith("[")

    @classmethod
    def read(cls, lines: Reader) -> Block | None:
        first, position = lines.line_number(), lines.get_pos() + 1
        following = takewhile(str.strip, lines.lines[position : position + LONGEST_DEFINITION])
        found = definition("\n".join(line.strip() for line in following))
        if found is None:
            return None
        lines.set_pos(lines.get_pos() + found.lines)
        return Block("definition", first, lines.lines[position : position + found.lines])


class _Paragraph(_Leaf):
    @classmethod
    def start(cls, line: str) -> bool:
        return line.strip() != ""

    @classmethod
    def read(cls, lines: Reader) -> Block:
        first, read = lines.line_number(), [next(lines)]
        while (line := lines.peek()) is not None and line.strip():
            if any(kind.check_interrupts_paragraph(lines) for kind in _INTERRUPTING):
                break
            # Inside a quote mistletoe cannot tell an underline from a line that merely continues the quote.
            if block_token.Paragraph.parse_setext and _SETEXT.match(line):
                return Block("heading", first, [*read, next(lines)], level=1 if "=" in line else 2, underlined=True)
            if _thematic_break.start(line):
                break
            read.append(next(lines))
        return Block("paragraph", first, read)


_INTERRUPTING = (_Html, _Heading, _quote, _Fence, _list, _Table)
_ENDING_TABLES = (_Html, _Heading, _quote, _Fence, _list, _thematic_break)
_TOKENS = [
    _Html,
    _IndentedCode,
    _Heading,
    _quote,
    _Fence,
    _thematic_break,
    _list,
    _Table,
    _Definition,
    _Paragraph,
]
