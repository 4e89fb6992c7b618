"""Texts made to stop a parser: they are refused by counting, or read like any other."""

from __future__ import annotations

import string
import sys
import unicodedata

import pytest
from mistletoe import core_tokens

from repotool.model import Document, View
from repotool.reading.markdown import parse
from repotool.reading.markdown.limits import DEEPEST_CONTAINERS, MOST_CHARACTERS


def read(text: str) -> Document:
    return parse("README.md", View(text))


def nested_lists(depth: int, markers: str = "-") -> str:
    return "".join(f"{'  ' * level}{marker} a\n" for level in range(depth) for marker in markers)


@pytest.mark.parametrize(
    "text",
    [
        nested_lists(200),
        ">" * 500 + "a\n",
        "- " * 200 + "a\n",
        "> 1. " * 100 + "a\n",
        nested_lists(40, "-+"),
        "".join(f"{'> ' * level}- a\n{'> ' * level}+ b\n" for level in range(70)),
        ">" * 60 + "a\n" + "b\n" * 50_000,
        "![" * 40 + "](a)" * 40,
        "a" * (MOST_CHARACTERS + 1),
    ],
    ids=["lists", "quotes", "one-line", "mixed", "alternating", "quoted-lists", "lazy", "images", "long"],
)
def test_refused_with_a_reason(text: str) -> None:
    document = read(text)
    assert document.unparsable
    assert document.view.text == text
    assert not (document.links or document.headings or document.tables or document.tags or document.code)


@pytest.mark.parametrize(
    "text",
    [
        nested_lists(DEEPEST_CONTAINERS // 2),
        nested_lists(7, "-+*"),
        "> " * 30 + "a\n",
        "* " * 300 + "\n",
        "```\n" + ">" * 500 + "\n```\n",
        "```\n" + nested_lists(200, "-+") + "```\n",
        " " * 5000 + "a\n",
        "-\n" + "\n" * 5000 + "a\n",
    ],
    ids=["lists", "alternating", "quotes", "rule", "quotes-in-code", "lists-in-code", "indented", "empty-lines"],
)
def test_unusual_and_read(text: str) -> None:
    assert read(text).unparsable is None


PERIODS = ["![[[]()", "[", "]", "[a](", '[a](b "', "[a](b (", "[a](<", "[a][", "![a", "`", "``a`", "\\", "\\`"]
PERIODS += [
    "<",
    "<a ",
    '<a b="',
    "<?",
    "<!A",
    "<!--",
    "<table><tr><td>",
    "<h1>",
    "&",
    "https://",
    "www.",
    "https://a/&a;",
]
PERIODS += ["*", "*a **b ", "_a", "~~a", "|", "a|b\n", "[a]: b\n", "[a]\n# x\n", '[a]: b "\n']
PERIODS += ["- a\n+ b\n", "-\n\n", "1. a\n1) b\n", "> ```\n"]


@pytest.mark.parametrize("period", PERIODS)
def test_many_of_anything(period: str) -> None:
    """What grew with the square of these would take minutes."""
    for before in ("", "x ", "# ", "| a |\n|---|\n| ", "<div>\n"):
        assert read(before + period * 3000).unparsable is None


def test_a_ladder_of_backticks() -> None:
    assert read(" ".join("`" * length for length in range(1, 700))).unparsable is None


def test_a_caller_that_left_no_room_on_the_stack() -> None:
    def at_depth(depth: int) -> Document:
        return at_depth(depth - 1) if depth else read(nested_lists(DEEPEST_CONTAINERS // 2))

    used = len(_frames())
    assert at_depth(sys.getrecursionlimit() - used - 80).unparsable
    assert read("# Потом\n").headings


def _frames() -> list[object]:
    frames: list[object] = []
    frame = sys._getframe()
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back  # type: ignore[assignment]
    return frames


def test_mistletoe_knows_all_punctuation() -> None:
    """Its import is spared the search through all code points; who else uses it must not miss any."""
    known = core_tokens.punctuation
    wrong = [c for c in map(chr, range(sys.maxunicode + 1)) if (c in known) != _is_punctuation(c)]
    assert wrong == []
    assert sys.maxunicode == 0x10FFFF


def _is_punctuation(char: str) -> bool:
    """As CommonMark defines it."""
    return char in string.punctuation or unicodedata.category(char).startswith("P")
