"""A Markdown text, understood: links, headings, tables, HTML tags, each with its span."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Literal

from msgspec import Struct

from repotool.model.text import Span, View

LinkKind = Literal["link", "image", "autolink", "bare", "reference", "definition", "html"]


class InCell(Struct, frozen=True):
    """Where a link stands: cell `column` of row `row` (the header is row -1) of `Document.tables[table]`."""

    table: int
    row: int
    column: int


class Link(Struct, frozen=True):
    """A link, image, address or reference definition.

    `text` is the label as a reader sees it, `target` the destination as CommonMark understands it (backslash escapes
    and entities resolved, percent-encoding kept), `target_span` the destination as written, without `<…>`; where
    nothing is written, as in `[a]()`, it is the empty span at which a target belongs. A reference link carries the
    target of its definition and the span of its own label.
    """

    span: Span
    text: str
    target: str
    target_span: Span
    kind: LinkKind
    where: InCell | None = None
    title: str = ""
    text_span: Span | None = None


class NearLink(Struct, frozen=True):
    """What was plainly meant as a link and is plain text to CommonMark; the spans are as those of `Link`.

    space: a space in the target, as in `[a](b c.md)` · swapped: the brackets changed places, as in `(a)[b.md]` ·
    undefined: a reference without definition, as in `[a][b]`, beside references that have one; `target` is its label
    """

    span: Span
    kind: Literal["space", "swapped", "undefined"]
    text: str
    target: str
    target_span: Span


class Heading(Struct, frozen=True):
    """A heading with the anchor GitHub gives it (`-1`, `-2` … on repeated ones). `text` is without markup."""

    span: Span
    level: int
    text: str
    anchor: str


class Attribute(Struct, frozen=True):
    """`name="value"` of an HTML tag; entities in `value` are resolved, `span` cuts the value as written."""

    name: str
    value: str
    span: Span


class Tag(Struct, frozen=True):
    """One HTML tag outside code and comments. `role` tells `<ul>`, `</ul>` and `<br/>` apart; names are lower case."""

    span: Span
    name: str
    role: Literal["open", "close", "empty"]
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)


class TableCell(Struct, frozen=True, dict=True, eq=False):
    """A table cell without its padding. `text` is what a reader sees: no markup, `<br>` and list items as lines.

    Where that takes work, `seen` works it out when it is first asked for: who looks for links never does.
    """

    span: Span
    raw: str
    seen: str | Callable[[], str]

    @cached_property
    def text(self) -> str:
        return self.seen if isinstance(self.seen, str) else self.seen()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TableCell):
            return NotImplemented
        return (self.span, self.raw, self.text) == (other.span, other.raw, other.text)

    def __hash__(self) -> int:
        return hash((self.span, self.raw))


class Row(Struct, frozen=True):
    """A table row: its whole line (or `<tr>…</tr>`) and its cells. A cell that spans rows stands in each of them."""

    span: Span
    cells: tuple[TableCell, ...]


class Table(Struct, frozen=True):
    """A Markdown or HTML table; `alignment` has one of "left", "right", "center", "" for each header cell."""

    span: Span
    kind: Literal["pipe", "html"]
    header: Row
    rows: tuple[Row, ...]
    alignment: tuple[str, ...] = ()


class Document(Struct, frozen=True):
    """A Markdown text, understood. All spans are of `view.text`.

    `unparsable` says why nothing but the text is known; it is None of a document that was parsed.
    """

    path: str
    view: View
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    tags: tuple[Tag, ...] = ()
    code: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    unparsable: str | None = None
    cell: int | None = None
    """The number of the notebook's cell that this is, from 1; None of a document that is a file."""
    near_links: tuple[NearLink, ...] = ()

    def anchors(self) -> frozenset[str]:
        """Every fragment that leads to a place of this document on GitHub: headings, ids and names."""
        named = (a.value for t in self.tags for a in t.attributes if a.name in ("id", "name") and a.value)
        return frozenset([*(h.anchor for h in self.headings), *named])
