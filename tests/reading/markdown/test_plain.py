"""Plain texts are read without mistletoe, and mistletoe would say the same of them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from repotool.model import View
from repotool.reading.markdown.blocks import read_blocks
from repotool.reading.markdown.nouns import document
from repotool.reading.markdown.passage import Lines
from repotool.reading.markdown.plain import plain_blocks

STARTS = ["Шаг ", "# ", "## ", "#", "####### ", "**Задание** ", "*как* ", "$x$ ", "(a) ", "[к](a.md) ", "![и](j.png) "]
STARTS += [
    "«Да» ",
    "— ",
    "№ 1 ",
    "a | b",
    "",
    " ",
    "> ",
    "***",
    "**",
    "---",
    "===",
    "= b",
    "[r]: u",
    "|-|",
    "__",
    "_x_ ",
]
STARTS += [
    "- ",
    "+ ",
    "* ",
    "1. ",
    "2. ",
    "1) ",
    "10) ",
    "  * ",
    "    * ",
    "   - ",
    "      - ",
    "   2. ",
    "* * ",
    "*     ",
]
STARTS += [
    "*\t",
    "\t* ",
    "  текст ",
    "    код ",
    "\tтаб ",
    "11 мая ",
    "1.5 ",
    "...",
    ". ",
    "-a",
    ":a",
    ":-",
    "~~a~~",
    "~~~",
]
STARTS += ["| a | b |", "|-|-|", "| |", "|", "|| a", "```", "``` py", "   ```", "`a` ", "\ufeff", "\x0b", "- - -", "--"]
STARTS += ["<b>", "<br>", "<div>", "</div>", "<DIV>", "<p", "<a href='b.md'>", "<img src=j.png>", "<x-y a>", "<pre>"]
STARTS += ["<script>", "<!-- x -->", "<!-- y", "-->", "<https://x.ru>", "  <br>", "    <div>", "<!X>", "<?p?>"]
ENDS = ["\n", "\n", "\n\n", "\n\n\n\n", "  \n", "\n  \n", "\n    \n", "\\\n", " #\n", ""]
REST = ["слово", "x", " ", "\t", "\xa0", ".", "&amp;", "$x$", "[", "]", "](", "](а.md)", "[к](a.md)", "![и](j.png)"]
REST += ["[]()", "<https://x.ru/я>", "https://a.b/c_(d)", "www.x.ru", "[r]", "*", "**", "_", "`", "``", "\\", "(", ")"]
REST += ["<", ">", "#", "|", "<b>", "</b>", '<a href="u">', "</a>", "<br/>", "<!-- ", " -->", "<h2>", "</h2>", "<td>"]
REST += ["\u2028", "\x85", "\x0c", "\x0b", "\x00", "\ufeff", "\udc80"]
BLOCKS = ["\n", "\n\n", "\r\n", "\r", "\n- ", "\n1. ", "\n> ", "\n    ", "\n```\n", "\n# ", "## ", "\n===\n", "\n---\n"]
BLOCKS += ["\na | b\n- | -\n", "\n[r]: c.md 'т'\n", "\n<div>\n", "\n<table>"]

lines = st.tuples(
    st.sampled_from(STARTS), st.lists(st.sampled_from(REST), max_size=5).map("".join), st.sampled_from(ENDS)
)
texts = st.lists(lines.map("".join), max_size=8).map("".join)
anything = st.lists(st.sampled_from(REST + BLOCKS), max_size=30).map("".join)


def same(text: str) -> None:
    blocks = plain_blocks(text)
    if blocks is not None:
        assert document("a.md", View(text), blocks) == document("a.md", View(text), read_blocks(Lines(text)))


@settings(max_examples=1500, deadline=None)
@given(texts)
@example("# Тема\nСм. [план](a.md) и `код`\n## Ещё <b>\n\n**Итог:** https://x.ru")
@example("Шаг\n#\n[к](a.md)")
def test_lines_that_begin_in_every_way(text: str) -> None:
    same(text)


@settings(max_examples=500, deadline=None)
@given(anything)
def test_any_text(text: str) -> None:
    same(text)


TABLE = "| Дата | Тема |\n| :-: | --- |\n| 3 мая | [Свёртки](conv.md) |\n| | |"
SIMPLE = [
    "",
    "Шаг",
    "## Тема\n\nШаг [a](b.md)\n**Итог**\n",
    "*как* так\n$x$ и [a](b)\n#\n",
    TABLE,
    f"# План\n{TABLE}\n\nДа",
]
SIMPLE += [
    "Темы:\n- Сети\n  [a](b.md)\n  * Слои\n\n- Потери\n\nДалее",
    "1. Раз\n2. Два\n   - Три\n",
    "Код:\n```py\nx = [1](2)\n\n```\n",
]
SIMPLE += ["Да\n\n---\n\nНет", "<div>\n[a](b)\n</div>\n\n<img src='j.png'>\n\nДа<br>\n<br>\n", "<!-- а\n\nб --> в\nДа"]


@pytest.mark.parametrize("text", SIMPLE)
def test_simple_texts_need_no_mistletoe(text: str) -> None:
    assert plain_blocks(text) is not None
    same(text)


@pytest.mark.parametrize(
    "line", ["> a", "\n    a", "```", "***", "---", "===", "|a|", "[r]: u", "a\r", "<pre>", "<!-- a", "2. a", "* # a"]
)
def test_all_others_are_left_to_it(line: str) -> None:
    assert plain_blocks(f"Шаг\n{line}\nШаг\n") is None
