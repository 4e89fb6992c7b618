"""Blocks -> the nouns of the model, with spans of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from repotool.model import Attribute, Document, InCell, Link, LinkKind, Row, Span, Table, TableCell, Tag, View
from repotool.model.regex import regex
from repotool.reading.markdown import html
from repotool.reading.markdown.definitions import definition
from repotool.reading.markdown.escapes import dereference, unescape
from repotool.reading.markdown.html_links import HtmlLink, html_links
from repotool.reading.markdown.html_page import Page, Untold, anchored
from repotool.reading.markdown.inline import Found, Inline, normalized, read
from repotool.reading.markdown.passage import Passage, Placed
from repotool.reading.markdown.places import in_order, with_places
from repotool.reading.markdown.tables import alignments, texts_of_cells
from repotool.reading.markdown.visible import Visible, is_plain, lines_of

# A label and a target in which nothing else can begin, so that nothing needs to be looked for in them.
_LINK_ALONE = regex(r"\[([^\[\]\\`<&*_~\n\r]*+)\]\(([^\x00-\x20\x7f()\[\]\\`<>&]*+)\)")
_CLOSING_SEQUENCE = regex(r"(?:^|(?<=[ \t]))#+$")


def document(path: str, view: View, blocks: Sequence[Placed], cell: int | None = None) -> Document:
    """The document made of these blocks; `cell` is the number of the notebook's cell that it is."""
    builder = _Builder()
    for block in blocks:
        if block.kind == "definition":
            builder.define(block.passage)
    for block in blocks:
        builder.add(block)
    tables, headings, links = builder.tables, builder.headings, builder.links
    if builder.tags:
        page = Page(view.text, builder.tags, builder.comments, links)
        headings = sorted([*headings, *page.headings()], key=lambda heading: heading.span)
        if of_html := list(page.tables()):
            tables = sorted([*tables, *of_html], key=lambda table: table.span)
            links = with_places(links, tables)
    return Document(
        path,
        view,
        tuple(in_order(links)),
        tuple(anchored(headings)),
        tuple(tables),
        tuple(builder.tags),
        tuple(builder.code),
        tuple(builder.comments),
        cell=cell,
    )


class _Builder:
    """Gathers the nouns, block by block. The definitions come first, as references may stand before them."""

    def __init__(self) -> None:
        self.defined: dict[str, tuple[str, str]] = {}
        """Target and title of each normalized label."""
        self.links: list[Link] = []
        self.where: InCell | None = None
        """The cell of a pipe table that is being read."""
        self.headings: list[Untold] = []
        self.tables: list[Table] = []
        self.tags: list[Tag] = []
        self.code: list[Span] = []
        self.comments: list[Span] = []

    def define(self, passage: Passage) -> None:
        found = definition(passage.text)
        assert found is not None
        text = passage.text
        target = unescape(text[slice(*found.target)])
        title = unescape(text[slice(*found.title)]) if found.title else ""
        label = text[slice(*found.label)]
        self.defined.setdefault(normalized(label), (target, title))
        places = [passage.span(*extent) for extent in ((0, found.end), found.target, found.label)]
        self.links.append(Link(places[0], unescape(label), target, places[1], "definition", None, title, places[2]))

    def add(self, block: Placed) -> None:
        match block.kind:
            case "paragraph":
                self._add_inline(block.passage)
            case "heading":
                self._add_heading(block)
            case "table":
                self._add_table(block.passage)
            case "html":
                self._add_html(block.passage)
            case "code":
                self._add_code(block.passage)

    def _add_inline(self, passage: Passage) -> Visible:
        inline = read(passage.text, self.defined)
        visible = Visible(passage.text, inline)
        if inline.links:
            self.links += [self._link(found, passage, visible) for found in inline.links]
        if inline.code:
            self.code += [passage.span(code.start, code.end) for code in inline.code]
        if inline.markup:
            self._add_markup(inline.markup, passage, visible)
        return visible

    def _add_html(self, passage: Passage) -> None:
        markup = list(html.Reader(passage.text, strict=False).all())
        self._add_markup(markup, passage, Visible(passage.text, Inline([], [], markup), markdown=False))

    def _add_markup(self, markup: Sequence[html.Markup], passage: Passage, visible: Visible) -> None:
        for item in markup:
            if item.kind == "tag":
                self.tags.append(_tag(item, passage))
            elif item.kind == "comment":
                self.comments.append(passage.span(item.start, item.end))
        self.links.extend(self._html_link(link, passage, visible) for link in html_links(passage.text, markup))

    def _add_code(self, passage: Passage) -> None:
        """Four spaces and nothing else are a code block to mistletoe, and not to anyone else."""
        text = passage.text
        if text.strip():
            self.code.append(passage.span(len(text) - len(text.lstrip()), len(text.rstrip())))

    def _add_heading(self, block: Placed) -> None:
        passage, start = block.passage, 0
        text = passage.text
        if block.underlined:
            end = passage.starts[-1] - 1
        else:
            start = block.level + len(text) - block.level - len(text[block.level :].lstrip())
            end = len(_CLOSING_SEQUENCE.sub("", text[start:].rstrip())) + start
        content = passage.part(start, max(start, len(text[:end].rstrip())))
        span = passage.span(0, len(text.rstrip()))
        self.headings.append(Untold(span, block.level, *self._heading_texts(content)))

    def _heading_texts(self, content: Passage) -> tuple[str, str]:
        """What a reader sees of a heading, and the text that its anchor is made of."""
        if is_plain(content.text):
            return lines_of(content.text).replace("\n", " "), content.text
        visible = self._add_inline(content)
        return visible.lines().replace("\n", " "), visible.without_images()

    def _add_table(self, passage: Passage) -> None:
        header, delimiters, *body = zip(passage.places, passage.text.split("\n"), strict=True)
        last, text = body[-1] if body else delimiters
        head, *rows = [self._row(number, *line) for number, line in enumerate([header, *body], start=-1)]
        span = Span(head.span.start, last + len(text.rstrip()))
        self.tables.append(Table(span, "pipe", head, tuple(rows), alignments(delimiters[1])))
        self.where = None

    def _row(self, number: int, place: int, text: str) -> Row:
        cells = []
        for column, (start, written) in enumerate(texts_of_cells(text)):
            span = Span(place + start, place + start + len(written))
            if is_plain(written):
                cells.append(TableCell(span, written, " ".join(written.split())))
            else:
                self.where = InCell(len(self.tables), number, column)
                cells.append(self._cell(span, written))
        return Row(Span(place, place + len(text.rstrip())), tuple(cells))

    def _cell(self, span: Span, text: str) -> TableCell:
        if link := _LINK_ALONE.fullmatch(text):
            return TableCell(span, text, self._add_link_alone(link, span.start))
        return TableCell(span, text, self._add_inline(Passage(text, (0,), (span.start,))).lines)

    def _add_link_alone(self, link: re.Match[str], place: int) -> str:
        """The link that is all of a cell, as in most cells of a schedule; its label is what a reader sees."""
        (start, end), (first, last) = link.span(1), link.span(2)
        label = " ".join(link[1].split())
        whole, target = Span(place, place + link.end()), Span(place + first, place + last)
        text = Span(place + start, place + end)
        self.links.append(Link(whole, label, link[2], target, "link", self.where, "", text))
        return label

    def _link(self, found: Found, passage: Passage, visible: Visible) -> Link:
        text = passage.text
        written = text[slice(*found.target)]
        title = unescape(text[slice(*found.title)]) if found.title else ""
        target = unescape(written)
        kind: LinkKind = "link"
        match found.kind:
            case "reference":
                kind = "reference"
                target, title = self.defined[normalized(written)]
            case "autolink" | "mail":
                kind = "autolink"
                target = ("mailto:" if found.kind == "mail" else "") + dereference(written)
            case "bare":
                kind = "bare"
                target = ("http://" if written[:4].lower() == "www." else "") + written
            case "image":
                kind = "image"
        return Link(
            passage.span(found.start, found.end),
            visible.line(*found.text),
            target,
            passage.span(*found.target),
            kind,
            self.where,
            title,
            passage.span(*found.text),
        )

    def _html_link(self, link: HtmlLink, passage: Passage, visible: Visible) -> Link:
        text = passage.text
        return Link(
            passage.span(link.start, link.end),
            visible.line(*link.label) if link.label else "",
            dereference(text[slice(*link.target)]),
            passage.span(*link.target),
            "html",
            self.where,
            dereference(text[slice(*link.title)]) if link.title else "",
            passage.span(*link.label) if link.label else None,
        )


def _tag(markup: html.Markup, passage: Passage) -> Tag:
    span = passage.span(markup.start, markup.end)
    if markup.role == "close" or markup.end - markup.start == len(markup.name) + len("<>"):
        return Tag(span, markup.name, markup.role)
    attributes = tuple(
        Attribute(value.name, dereference(passage.text[value.start : value.end]), passage.span(value.start, value.end))
        for value in html.attributes(passage.text, markup)
    )
    return Tag(span, markup.name, markup.role, attributes)
