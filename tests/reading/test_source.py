"""Bytes as text: nothing is lost, lines are those of editors, a damaged text is mapped back exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repotool.model import Region, Repair, Source, Span
from repotool.reading.source import Lines, encode, plain_view, read_source, repaired_view

RUSSIAN = "# Обучение на графах\n\nПлан: ¯\\_(ツ)_/¯ — весна\n| 7 | «Свёртки» |\nplain line\nЁлка\r\n"


def damage(text: str) -> str | None:
    """UTF-8 read as Mac Roman, the way the damaged READMEs of real courses came about."""
    try:
        return text.encode("utf-8").decode("mac_roman")
    except UnicodeError:
        return None


def damaged_source(repaired: str, regions: tuple[Region, ...] = (), damaged: str | None = None) -> Source:
    text = damage(repaired) if damaged is None else damaged
    assert text is not None
    repair = Repair(repaired, regions, True, damage)
    return Source("README.md", encode(text), text, "\n", repair)


@given(st.binary(max_size=200))
def test_every_byte_survives(raw: bytes) -> None:
    assert encode(read_source("a.md", raw).text) == raw


@pytest.mark.parametrize(
    ("raw", "newline"),
    [
        (b"", ""),
        (b"one", ""),
        (b"one\ntwo\n", "\n"),
        (b"one\r\ntwo\r\n", "\r\n"),
        (b"one\rtwo", "\r"),
        (b"one\r\ntwo\n", "mixed"),
        (b"one\rtwo\n", "mixed"),
        (b"one\r\r\n", "mixed"),
        ("a\u2028b\x0cc\x0bd\u0085e".encode(), ""),
    ],
)
def test_the_newline_of_a_file(raw: bytes, newline: str) -> None:
    assert read_source("a.md", raw).newline == newline


def test_a_byte_order_mark_stays() -> None:
    assert read_source("a.md", b"\xef\xbb\xbf# A").text == "\ufeff# A"


def test_lines_end_where_editors_end_them() -> None:
    lines = Lines("один\r\nдва\rтри\n\x0b\u2028\u0085\x0c\nend")
    assert len(lines) == 5
    assert lines.place(0) == (1, 1)
    assert lines.place(3) == (1, 4)
    assert lines.place(5) == (1, 6)  # the second character of \r\n is still on its line
    assert lines.place(6) == (2, 1)
    assert lines.place(10) == (3, 1)
    assert lines.span(1) == Span(0, 4)
    assert lines.whole(1) == Span(0, 6)
    assert lines.span(5) == Span(19, 22)
    with pytest.raises(IndexError):
        lines.span(6)
    with pytest.raises(IndexError):
        lines.span(0)


def test_the_end_of_a_text_is_a_place() -> None:
    assert Lines("").place(0) == (1, 1)
    assert Lines("a\n").place(2) == (2, 1)
    assert Lines("ab").place(2) == (1, 3)


@given(st.text(alphabet="a\r\nя\u2028\x0c", max_size=40))
def test_lines_cover_the_text(text: str) -> None:
    lines = Lines(text)
    spans = [lines.whole(number) for number in range(1, len(lines) + 1)]
    assert "".join(span.cut(text) for span in spans) == text
    for offset in range(len(text) + 1):
        line, column = lines.place(offset)
        assert lines.whole(line).start + column - 1 == offset


def test_a_sound_source_is_judged_as_it_is() -> None:
    source = read_source("a.md", "Всё хорошо".encode())
    for view in (plain_view(source), repaired_view(source)):
        assert view.text == source.text
        assert view.place(Span(1, 3)) == Span(1, 3)
        assert view.spell("ещё") == "ещё"


def assert_exact(source: Source) -> None:
    """Every span of the repaired text is placed on the damaged text that says the same."""
    view = repaired_view(source)
    for start in range(len(view.text) + 1):
        for end in (start, start + 1, start + 7, len(view.text)):
            span = Span(start, min(end, len(view.text)))
            assert view.place(span).cut(source.text) == damage(span.cut(view.text))


def test_spans_of_a_wholly_damaged_file_are_exact() -> None:
    assert_exact(damaged_source(RUSSIAN))


@given(st.text(alphabet="аЯё— \nab|ツ\r", max_size=30))
def test_spans_are_exact_whatever_the_text(text: str) -> None:
    assert_exact(damaged_source(text))


def test_regions_by_line_are_exact_too() -> None:
    text = damage(RUSSIAN)
    assert text is not None
    regions, start, repaired_start = [], 0, 0
    for line, repaired in zip(text.split("\n"), RUSSIAN.split("\n"), strict=True):
        if line != repaired:
            here, there = Span(start, start + len(line)), Span(repaired_start, repaired_start + len(repaired))
            regions.append(Region(here, there, repaired, "plan", True))
        start, repaired_start = start + len(line) + 1, repaired_start + len(repaired) + 1
    assert_exact(damaged_source(RUSSIAN, tuple(regions)))


def test_a_byte_order_mark_outside_the_damage() -> None:
    text = damage("Граф\nвершина")
    assert text is not None
    view = repaired_view(damaged_source("\ufeffГраф\nвершина", damaged="\ufeff" + text))
    assert view.place(Span(1, 3)) == Span(1, 5)
    assert view.spell("да") == damage("да")


def test_a_replacement_is_damaged_as_the_file_is() -> None:
    view = repaired_view(damaged_source(RUSSIAN))
    assert view.spell("</ul>") == "</ul>"
    assert view.spell("Ёж") == damage("Ёж")
    assert view.spell("\udcff") is None  # no text of this file, damaged again, holds it


def test_in_a_file_damaged_in_part_only_what_is_plain_is_spelled() -> None:
    damaged_line = damage("Лекция") or ""
    text = f"Семинар\n{damaged_line}"
    region = Region(Span(8, 8 + len(damaged_line)), Span(8, 14), "Лекция", "plan", True)
    view = repaired_view(damaged_source("Семинар\nЛекция", (region,), damaged=text))
    assert view.place(Span(2, 5)) == Span(2, 5)
    assert view.place(Span(9, 10)).cut(text) == damage("е")
    assert view.spell("plain") == "plain"
    assert view.spell("ещё") is None


def test_what_cannot_be_proven_is_placed_by_lines_and_never_written() -> None:
    damaged = "abc\n????? end\nxyz"
    view = repaired_view(damaged_source("abc\nтри слова end\nxyz", damaged=damaged))
    assert view.place(Span(8, 10)).cut(damaged) == "????? end"
    assert view.place(Span(1, 2)) == Span(1, 2)
    assert view.place(Span(19, 20)).cut(damaged) == "y"
    assert view.spell("x") is None


def test_regions_that_do_not_fit_are_not_believed() -> None:
    wrong = Region(Span(3, 4), Span(0, 9), "x", "plan", True)
    assert_exact(damaged_source(RUSSIAN, (wrong,)))


def test_many_spans_of_one_long_line_are_cheap() -> None:
    asked = 0

    def counting(text: str) -> str | None:
        nonlocal asked
        asked += 1
        return damage(text)

    repaired = "Длинная строка " * 5_000
    text = damage(repaired) or ""
    repair = Repair(repaired, (), True, counting)
    view = repaired_view(Source("a.md", encode(text), text, "", repair))
    for start in range(0, 60_000, 3):
        view.place(Span(start, start + 2))
    assert asked < 100
