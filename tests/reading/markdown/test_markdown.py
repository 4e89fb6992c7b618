"""What is a link, a heading, a tag, code — and where it stands."""

from __future__ import annotations

import pytest

from repotool.model import Document, InCell, View
from repotool.reading.markdown import parse


def read(text: str) -> Document:
    document = parse("README.md", View(text))
    assert document.unparsable is None
    return document


def targets(text: str) -> list[tuple[str, str]]:
    """Kind and target of each link; what the target's span cuts out must be there as written."""
    return [(link.kind, link.target) for link in read(text).links]


@pytest.mark.parametrize(
    ("text", "kind", "target", "written"),
    [
        ("[Конспект](лекция 1.md)", None, None, None),
        ("[Конспект](<лекция 1.md>)", "link", "лекция 1.md", "лекция 1.md"),
        ("[Конспект](лекция(1).md)", "link", "лекция(1).md", "лекция(1).md"),
        ("[Конспект](лекция(1.md)", None, None, None),
        (r"[Конспект](лекция\(1.md)", "link", "лекция(1.md", r"лекция\(1.md"),
        ("[a](?x=1&amp;y=2&copy=3)", "link", "?x=1&y=2&copy=3", "?x=1&amp;y=2&copy=3"),
        ("[a](x%20y.md)", "link", "x%20y.md", "x%20y.md"),
        ('[a](b.md "Вторая лекция")', "link", "b.md", "b.md"),
        ("[a](b.md 'т')", "link", "b.md", "b.md"),
        ("[a](b.md (т))", "link", "b.md", "b.md"),
        ("[a](\n  b.md\n)", "link", "b.md", "b.md"),
        ("[a]()", "link", "", ""),
        ("[a](<>)", "link", "", ""),
        ("[a]( )", "link", "", ""),
        ("[a [b] c](d)", "link", "d", "d"),
        (r"[a \] c](d)", "link", "d", "d"),
        (r"\[a](d)", None, None, None),
        ("[`]`](d)", "link", "d", "d"),
        ("![схема](рис.png)", "image", "рис.png", "рис.png"),
        ("<https://мгу.рф/a?b&amp;c>", "autolink", "https://мгу.рф/a?b&c", "https://мгу.рф/a?b&amp;c"),
        ("<lector@example.org>", "autolink", "mailto:lector@example.org", "lector@example.org"),
        ("`[a](b)`", None, None, None),
        ("```\n[a](b)\n```", None, None, None),
        ("абзац\n\n    [a](b)", None, None, None),
        ("<!-- [a](b) -->", None, None, None),
        ("до <!-- [a](b)\n[c](d) --> после", None, None, None),
        ("<div>\n[a](b)\n</div>", None, None, None),
        ("<script>\nconst a = '<a href=\"b\">'\n</script>", None, None, None),
    ],
)
def test_one_link_or_none(text: str, kind: str | None, target: str | None, written: str | None) -> None:
    links = read(text).links
    if kind is None:
        assert not links
        return
    (link,) = links
    assert (link.kind, link.target, link.target_span.cut(text)) == (kind, target, written)
    assert link.span.cut(text) == text


def test_title_and_label() -> None:
    text = 'См. [**Вторая** лекция, `numpy`](b.md "О &laquo;массивах&raquo;").'
    (link,) = read(text).links
    assert link.text == "Вторая лекция, numpy"
    assert link.title == "О «массивах»"
    assert link.text_span is not None
    assert link.text_span.cut(text) == "**Вторая** лекция, `numpy`"


def test_an_image_in_a_link_is_two_links_and_a_link_in_a_link_is_one() -> None:
    assert targets("[![значок](a.svg)](b.md)") == [("link", "b.md"), ("image", "a.svg")]
    assert targets("[a [b](c) d](e)") == [("link", "c")]


def test_links_that_stand_on_several_lines_of_a_quote_and_a_list() -> None:
    text = "> - См. [первую\n>   лекцию](a.md) и\n>   [вторую](b.md)\nа ещё [третью](c.md)"
    links = read(text).links
    assert [link.target_span.cut(text) for link in links] == ["a.md", "b.md", "c.md"]
    assert links[0].text == "первую лекцию"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_label_that_ends_with_its_line(ending: str) -> None:
    text = f"> - [Первая лекция{ending}>   ](a.md)"
    (link,) = read(text).links
    assert link.text == "Первая лекция"
    assert link.text_span is not None
    assert f"[{link.text_span.cut(text)}](a.md)" == link.span.cut(text)


def test_a_list_item_that_begins_with_an_empty_line() -> None:
    text = "-\n  [a](a.md)\n  1.\n     [b](b.md)\n\n     [b](b.md)\n"
    first, second, third = read(text).links
    assert first.target_span.start == text.index("a.md")
    assert (second.target_span.start, third.target_span.start) == (text.index("b.md"), text.rindex("b.md"))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_places_are_right_whatever_the_line_endings(ending: str) -> None:
    text = ending.join(["\ufeff# Курс", "", "> [a](a.md)", "", "| x | y |", "|---|---|", "| [b](b.md) | c |", ""])
    document = read(text)
    assert [link.target_span.cut(text) for link in document.links] == ["a.md", "b.md"]
    assert [heading.span.cut(text) for heading in document.headings] == ["# Курс"]
    assert [row.span.cut(text) for row in document.tables[0].rows] == ["| [b](b.md) | c |"]


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c"])
def test_only_line_endings_end_lines(separator: str) -> None:
    text = f"слово{separator}# не заголовок [a](b.md)"
    document = read(text)
    assert not document.headings
    assert [link.target_span.cut(text) for link in document.links] == ["b.md"]


class TestReferences:
    DEFINITIONS = "\n\n[Курс]: <наш курс.md> 'О курсе'\n[план]:\n  plan.md\n"

    @pytest.mark.parametrize(
        ("written", "label"),
        [("[о курсе][курс]", "курс"), ("[Курс][]", "Курс"), ("[курс]", "курс"), ("![рис][курс]", "курс")],
    )
    def test_full_collapsed_and_shortcut(self, written: str, label: str) -> None:
        text = written + self.DEFINITIONS
        link = read(text).links[0]
        assert (link.kind, link.target, link.title) == ("reference", "наш курс.md", "О курсе")
        assert (link.span.cut(text), link.target_span.cut(text)) == (written, label)

    def test_definitions_are_links_too(self) -> None:
        text = "Текст" + self.DEFINITIONS
        course, plan = read(text).links
        assert course.span.cut(text) == "[Курс]: <наш курс.md> 'О курсе'"
        assert (course.kind, course.text, course.target, course.title) == (
            "definition",
            "Курс",
            "наш курс.md",
            "О курсе",
        )
        assert course.target_span.cut(text) == "наш курс.md"
        assert (plan.target, plan.span.cut(text)) == ("plan.md", "[план]:\n  plan.md")

    def test_what_is_not_defined_is_text(self) -> None:
        assert targets("[x] [готово] [a][b]") == []

    def test_the_first_definition_holds_and_one_after_its_use_counts(self) -> None:
        assert targets("# [a]\n\n[a]: first.md\n[a]: second.md\n")[0] == ("reference", "first.md")

    def test_a_reference_in_an_underlined_heading(self) -> None:
        assert targets("[a]\n===\n\n[a]: b.md\n")[0] == ("reference", "b.md")

    def test_a_footnote_is_no_definition(self) -> None:
        assert targets("Слово[^1].\n\n[^1]: https://example.org\n") == [("bare", "https://example.org")]

    def test_the_target_of_a_definition_keeps_what_looks_like_an_entity(self) -> None:
        assert targets("[a]: b?x=1&copy=2\n") == [("definition", "b?x=1&copy=2")]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("см. https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a_(b))", ["https://example.org/a_(b)"]),
        ("https://example.org/?q=a&b;", ["https://example.org/?q=a"]),
        ("**https://example.org/**", ["https://example.org/"]),
        ("www.example.org/путь, дальше", ["www.example.org/путь"]),
        ("https://курсы.рф", ["https://курсы.рф"]),
        ("http://localhost:8888/tree", ["http://localhost:8888/tree"]),
        ("xhttps://example.org", []),
        ("https://", []),
        ("www.example", ["www.example"]),
        ("www", []),
        ("https://a_b.c_d", []),
        ("`https://example.org`", []),
        ("[https://example.org](a.md)", []),
        ('<a href="x">https://example.org</a>', []),
        ("| https://example.org/a|b |\n|---|---|", ["https://example.org/a"]),
        ("https://example.org/<br>https://example.org/b", ["https://example.org/", "https://example.org/b"]),
    ],
)
def test_bare_addresses(text: str, addresses: list[str]) -> None:
    bare = [link for link in read(text).links if link.kind == "bare"]
    assert [link.span.cut(text) for link in bare] == addresses
    assert all(link.target.startswith(("http://", "https://")) for link in bare)


class TestHtml:
    def test_links_of_html_in_a_paragraph_a_list_and_a_block(self) -> None:
        text = (
            'Вот <a href="a.md">лекция <b>1</b></a>.\n\n- <img src="b.png" alt="Схема" width=5>\n\n'
            "<p align=center>\n  <a href='c.md?x&amp;y'>\n    <img src=d.png/>\n  </a>\n</p>\n"
        )
        links = read(text).links
        assert {link.kind for link in links} == {"html"}
        assert [link.target for link in links] == ["a.md", "b.png", "c.md?x&y", "d.png/"]
        assert [link.target_span.cut(text) for link in links] == ["a.md", "b.png", "c.md?x&amp;y", "d.png/"]
        assert [link.text for link in links[:2]] == ["лекция 1", "Схема"]
        assert links[0].span.cut(text) == '<a href="a.md">лекция <b>1</b></a>'

    def test_other_elements_with_addresses(self) -> None:
        text = (
            '<video src="a.mp4" poster="b.png"></video>\n<iframe src="c"></iframe>\n'
            '<picture><source srcset="d.png, e.png 2x"><img src="f.png"></picture>\n'
        )
        links = read(text).links
        assert [link.target_span.cut(text) for link in links] == ["a.mp4", "b.png", "c", "d.png", "e.png", "f.png"]
        assert len({link.span for link in links}) == 6

    def test_an_anchor_without_address_is_no_link_and_an_empty_address_is_one(self) -> None:
        document = read('<a name="план"></a> <a href="">сюда</a>')
        assert [(link.target, link.text) for link in document.links] == [("", "сюда")]
        assert "план" in document.anchors()

    def test_tags_with_their_attributes(self) -> None:
        text = "| a |\n|---|\n| <UL class='x &amp; y'><li>Раз</li><br/> `<b>` <!-- <i> --> |\n"
        tags = read(text).tags
        assert [(tag.name, tag.role) for tag in tags] == [
            ("ul", "open"),
            ("li", "open"),
            ("li", "close"),
            ("br", "empty"),
        ]
        attribute = tags[0].get("class")
        assert attribute is not None
        assert (attribute.value, attribute.span.cut(text)) == ("x & y", "x &amp; y")

    def test_comments(self) -> None:
        text = "a <!-- раз --> b\n\n<!--\nдва\n\nтри\n-->\n"
        assert [comment.cut(text) for comment in read(text).comments] == ["<!-- раз -->", "<!--\nдва\n\nтри\n-->"]


def test_code_spans_fences_and_indented_blocks() -> None:
    text = "a `b` ``c`d``\n\n> ```py\n> x = 1\n> ```\n\n    y = 2\n\n1. ~~~\n   z\n"
    assert [code.cut(text) for code in read(text).code] == [
        "`b`",
        "``c`d``",
        "```py\n> x = 1\n> ```",
        "y = 2",
        "~~~\n   z",
    ]


class TestHeadings:
    @pytest.mark.parametrize(
        ("text", "level", "shown", "anchor"),
        [
            ("# О курсе", 1, "О курсе", "о-курсе"),
            ("## План: *лекции* и `код`! ##", 2, "План: лекции и код!", "план-лекции-и-код"),
            ("### [Архив](a.md) 2023/2024", 3, "Архив 2023/2024", "архив-20232024"),
            ("# 🚀 Старт", 1, "🚀 Старт", "-старт"),
            ("# a_b _c_ d-e", 1, "a_b c d-e", "a_b-c-d-e"),
            ("# C & C++", 1, "C & C++", "c--c"),
            ("# R&amp;D", 1, "R&D", "rd"),
            ("# ![значок](x.svg) Курс", 1, "значок Курс", "-курс"),
            ("Две\nстроки\n---", 2, "Две строки", "двестроки"),
            ("#", 1, "", ""),
            ('<h2 align="center">Наш <i>курс</i></h2>', 2, "Наш курс", "наш-курс"),
        ],
    )
    def test_text_and_anchor(self, text: str, level: int, shown: str, anchor: str) -> None:
        (heading,) = read(text).headings
        assert (heading.level, heading.text, heading.anchor) == (level, shown, anchor)
        assert heading.span.cut(text) == text

    def test_repeated_anchors_are_numbered_past_those_that_are_there(self) -> None:
        text = "# План\n# План 1\n# План\n<h1>План</h1>\n"
        assert [heading.anchor for heading in read(text).headings] == ["план", "план-1", "план-2", "план-3"]

    def test_what_looks_like_a_heading(self) -> None:
        assert not read("#нет\n\n\\# нет\n\n```\n# нет\n```\n\n    # нет\n").headings


def test_a_link_in_a_cell_knows_its_cell() -> None:
    text = "[a](a)\n\n| [h](h) | x |\n|---|---|\n| [b](b) | [b](b) [c](c) |\n"
    places = [(link.target, link.where) for link in read(text).links]
    assert places == [
        ("a", None),
        ("h", InCell(0, -1, 0)),
        ("b", InCell(0, 0, 0)),
        ("b", InCell(0, 0, 1)),
        ("c", InCell(0, 0, 1)),
    ]


def test_the_tokens_of_mistletoe_are_left_as_they_were() -> None:
    from mistletoe import block_token, core_tokens, span_token

    class Own(span_token.SpanToken):
        pass

    span_token.add_token(Own)
    try:
        before = list(block_token._token_types), list(span_token._token_types)
        read("# a\n\n> [b](c) `d`\n")
        parse("README.md", View("> " * 500 + "a"))
        assert (list(block_token._token_types), list(span_token._token_types)) == before
        assert block_token.Paragraph.parse_setext
        assert core_tokens._code_matches == []
    finally:
        span_token.remove_token(Own)
