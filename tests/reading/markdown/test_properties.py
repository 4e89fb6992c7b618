"""Whatever the text: the parser never raises, and every span cuts out of the text what its noun claims."""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mistletoe import block_token, span_token
from mistletoe.html_renderer import HtmlRenderer

from repotool.model import Document, Link, Span, View
from repotool.reading.markdown import parse
from repotool.reading.markdown.escapes import dereference, unescape

WORDS = ["Лекция ", "слово", "й", "x", " ", "  ", "\t", "\xa0", "😀", ".", "&amp;", "&copy", "$x$", "\ud800"]
LINKS = ["[", "]", "](", "](а.md)", "[к](a.md)", "[a](<b c>)", "![и](j.png)", "[]()", "[x](<>)", "[x]( )", ' "т")']
LINKS += ["![", "<https://x.ru/я>", "<a@b.ru>", "https://a.b/c_(d)", "www.x.ru"]
LINKS += ["[r]", "[Q  q][]", "[t][r]", "![i][r]", "[^1]"]
MARKS = ["*", "**", "_", "~~", "`", "``", "\\", "\\|", "\\[", "(a(b)c)", "(", ")", "<", ">", "!", "#", "|", "||"]
HTML = ["<b>", "</b>", '<a href="u&amp;v">', "</a>", "<br/>", "<img src=x.png alt='и'>", "<!-- ", " -->", "<?", "<!A"]
HTML += ["<ul><li>", "</li>", "\n<div>\n", "\n</div>\n", "\n<table>", "<tr>", "<td rowspan=2>", "</td>", "</table>"]
HTML += ["<h2>", "</h2>"]
BLOCKS = ["\n", "\n\n", "\r\n", "\r", "\n- ", "\n  - ", "\n1. ", "\n2) ", "\n> ", "> ", ">\t", "\n    ", "\n```\n"]
BLOCKS += ["\n~~~ py\n", "\n# ", "## ", "\n===\n", "\n---\n", "\n|a|b|\n|:-|-:|\n|", "\na | b\n- | -\n"]
BLOCKS += ["\n[r]: c.md 'т'\n", "\n[q Q]:\n<d e>\n"]
STRANGE = ["\u2028", "\x85", "\x0c", "\x0b", "\x00", "\ufeff", "\udc80"]

texts = st.lists(st.sampled_from(WORDS + LINKS + MARKS + HTML + BLOCKS + STRANGE), max_size=40).map("".join)


def one_line(text: str) -> str:
    """The text without line endings, and without what precedes a line inside a quote or a list."""
    return re.sub(r"\s*[\r\n][\s>]*", " ", text)


def check_link(link: Link, text: str) -> None:
    written, whole = link.target_span.cut(text), link.span.cut(text)
    assert link.span.holds(link.target_span)
    assert link.text_span is None or link.span.holds(link.text_span)
    match link.kind:
        case "link" | "image":
            assert link.target == unescape(written)
            assert whole.startswith("![" if link.kind == "image" else "[")
            assert whole.endswith(")")
            assert link.text_span is not None
            assert whole.startswith(f"{'!' * (link.kind == 'image')}[{link.text_span.cut(text)}](")
        case "definition":
            assert link.target == unescape(written)
            assert re.match(r"\[[^\]]", whole)
        case "reference":
            assert whole.endswith("]")
            assert not re.search(r"(?<!\\)[\[\]]", re.sub(r"\\\\", "", written))
        case "autolink":
            assert whole == f"<{written}>"
            assert link.target.removeprefix("mailto:") == dereference(written)
        case "bare":
            assert whole == written
            assert link.target in (written, f"http://{written}")
        case "html":
            assert one_line(link.target).split() == one_line(dereference(written)).split()


def check_spans(document: Document, text: str) -> None:
    for link in document.links:
        check_link(link, text)
    for heading in document.headings:
        line_start = re.split(r"[\r\n]", text[: heading.span.start])[-1]
        in_html = heading.span.cut(text).startswith("<")
        assert in_html or not re.search(r"[^\s>*+\-\d.)\ufeff]", line_start)
    for table in document.tables:
        for row in (table.header, *table.rows):
            for cell in row.cells:
                assert cell.span.cut(text) == cell.raw
                assert cell.raw == cell.raw.strip()
                assert table.kind == "html" or row.span.holds(cell.span)
    for tag in document.tags:
        written = tag.span.cut(text)
        assert written.startswith("</" if tag.role == "close" else "<")
        assert written.endswith(">")
        assert written.lower().startswith(tag.name, 2 if tag.role == "close" else 1)
        for attribute in tag.attributes:
            assert tag.span.holds(attribute.span)
            assert one_line(dereference(attribute.span.cut(text))).split() == one_line(attribute.value).split()
    for comment in document.comments:
        assert comment.cut(text).startswith("<!--")
    for code in document.code:
        assert code.cut(text)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_every_span_cuts_out_what_its_noun_claims(text: str) -> None:
    document = parse("README.md", View(text))
    assert document.unparsable is None
    check_spans(document, text)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_nouns_are_in_the_order_of_the_text_and_links_do_not_share_a_span(text: str) -> None:
    document = parse("README.md", View(text))
    for nouns in (document.links, document.headings, document.tables, document.tags):
        starts = [noun.span.start for noun in nouns]
        assert starts == sorted(starts)
    spans = [link.span for link in document.links]
    assert len(spans) == len(set(spans))


@given(texts)
@settings(max_examples=200, deadline=None)
def test_no_markdown_link_stands_in_code_or_in_a_comment(text: str) -> None:
    document = parse("README.md", View(text))
    silent: list[Span] = [*document.code, *document.comments]
    for link in document.links:
        assert not any(span.holds(link.span) for span in silent)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_a_link_in_a_cell_stands_where_it_says(text: str) -> None:
    document = parse("README.md", View(text))
    for link in document.links:
        if link.where:
            table = document.tables[link.where.table]
            row = (table.header, *table.rows)[link.where.row + 1]
            assert row.cells[link.where.column].span.holds(link.target_span)


@given(texts)
@settings(max_examples=200, deadline=None)
def test_line_endings_make_no_difference(text: str) -> None:
    unix = re.sub(r"\r\n?", "\n", text)
    expected = parse("README.md", View(unix))
    for ending in ("\r\n", "\r"):
        document = parse("README.md", View(unix.replace("\n", ending)))
        assert [(x.kind, x.target, x.text, x.where) for x in document.links] == [
            (x.kind, x.target, x.text, x.where) for x in expected.links
        ]
        assert [h.anchor for h in document.headings] == [h.anchor for h in expected.headings]


# What mistletoe calls a link. Left out of the fragments is where it is known to leave CommonMark: "!" before a bracket
# that opens no image, unbalanced parentheses, "&copy" without semicolon, a tab after ">" in a text, an escaped backtick
# before others, headings with references defined below.
AGREED = [
    "Лекция ",
    "слово",
    "й",
    " ",
    "\xa0",
    "😀",
    "[",
    "]",
    "](",
    "](а.md)",
    "[к](a.md)",
    "[a](<b c>)",
    "![и](j.png)",
]
AGREED += ["[]()", "[x](<>)", ' "т")', "<https://x.ru/я>", "<a@b.ru>", "[r]", "[q  Q][]", "[t][r]", "![i][r]"]
AGREED += ["*", "**", "_", "`", "``", "\\[", "<b>", "</b>", '<a href="u">', "</a>", "<br/>", "<!-- ", " -->", "|", "||"]
AGREED += ["\\|", "\n<div>\n", "</div>\n", ">", "\n", "\n\n", "\n- ", "\n  - ", "\n1. ", "\n> ", "> ", "\n    "]
AGREED += ["\n```\n", "\n# ", "\n|a|b|\n|:-|-:|\n|"]
DEFINED = "[r]: ref.md 'т'\n[q q]: <two words>\n\n"
agreed_texts = st.lists(st.sampled_from(AGREED), max_size=30).map("".join)


def links_of_mistletoe(text: str) -> list[tuple[str, str]]:
    with HtmlRenderer(process_html_tokens=True):
        # On GitHub `~~` never breaks a link.
        span_token.remove_token(span_token.Strikethrough)
        tree = block_token.Document([f"{line}\n" for line in text.split("\n")])
    found: list[tuple[str, str]] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, span_token.Image):
            found.append(("image", node.src))
        elif isinstance(node, span_token.Link | span_token.AutoLink):
            found.append(("link", node.target))
        header = [node.header] if isinstance(node, block_token.Table) else []
        waiting.extend(reversed([*header, *(node.children or ())]))
    return found


@given(agreed_texts)
@settings(max_examples=500, deadline=None)
def test_links_are_those_of_mistletoe(text: str) -> None:
    text = DEFINED + text
    document = parse("README.md", View(text))
    rows = [row.span.cut(text) for table in document.tables for row in table.rows]
    # By GitHub's rules a row needs no pipe, and a header needs a cell; mistletoe thinks otherwise.
    assume(all("|" in row for row in rows) and not re.search(r"^[\s>]*\|[\s|]*$", text, re.MULTILINE))
    # GitHub: one run of dashes under several cells underlines a heading.
    assume(not re.search(r"\|.*\n[\s>]*-\s*$", text, re.MULTILINE))
    # CommonMark since 0.31: a comment may hold two hyphens.
    assume(not re.search(r"<!--((?!-->).)*<!--", text, re.DOTALL))
    # GitHub: a table ends where a block of HTML begins.
    assume(not re.search(r"\|.*\n[\s>]*<", text))
    # CommonMark: `[r]` before a bracket that begins no label is a reference.
    assume(not re.search(r"\]\[(?![^\[\]\n]*\])", text))
    found = [
        ("image" if link.span.cut(text).startswith("!") else "link", link.target.removeprefix("mailto:"))
        for link in document.links
        if link.kind in ("link", "image", "autolink", "reference")
    ]
    assert found == links_of_mistletoe(text)
