"""What was meant as a link, and what only looks so: prose, formulas, code and links that are links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repotool.model import View
from repotool.reading.markdown import parse


def near(text: str) -> list[tuple[str, str, str]]:
    return [(link.kind, link.text, link.target) for link in parse("README.md", View(text)).near_links]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[план](мой план.md)", ("space", "план", "мой план.md")),
        ('![рис.](a b.png "подпись")', ("space", "рис.", "a b.png")),
        ("| [план](a b.md) | x |\n| --- | --- |", ("space", "план", "a b.md")),
        ("[сайт](https://example.org/a b)", ("space", "сайт", "https://example.org/a b")),
        ("[скобки](a (1).pdf)", ("space", "скобки", "a (1).pdf")),
        ("[https://example.org](план курса)", ("swapped", "план курса", "https://example.org")),
        ("(план)[plan.md]", ("swapped", "план", "plan.md")),
        ("[a][c]\n\n[a][b]\n\n[b]: x.md", ("undefined", "a", "c")),
    ],
)
def test_meant_as_a_link(text: str, found: tuple[str, str, str]) -> None:
    assert near(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "[план](<мой план.md>)",
        "[план](мой%20план.md)",
        "`[план](мой план.md)`",
        "    [план](мой план.md)",
        "<!-- [план](мой план.md) -->",
        "$[x](a b.md)$ и $$\n[x](a b.md)\n$$",
        "x[i](по всем строкам таблицы)",
        "[1](см. также раздел 2)",
        "f(x)[0], (см. рис. 1)[2], (a)[b]",
        "[a][b] без единого определения",
        "a[i][j]\n\n[x][y]\n\n[y]: z.md",
        "[^1] [a][^1]\n\n[x][y]\n\n[y]: z.md\n\n[^1]: Сноска.",
        "[a] [c]\n\n[x][y]\n\n[y]: z.md",
        "[раз](a\nb.md)",
    ],
)
def test_no_link_was_meant(text: str) -> None:
    assert near(text) == []


def test_many_brackets_take_no_time_to_speak_of() -> None:
    for text in ("[" * 50_000, "[](" * 20_000, "(a)[" * 20_000, "[a][" * 20_000, "$" * 50_000, "[a](b " * 20_000):
        parse("README.md", View(text + "\n\n[x][y]\n\n[y]: z.md"))


@given(st.text(alphabet="[]()<>!`$\\ \n ab.md:/|", max_size=60))
def test_spans_cut_what_they_say(text: str) -> None:
    for link in parse("README.md", View(text)).near_links:
        assert link.span.holds(link.target_span)
        assert link.target_span.cut(text) == link.target
