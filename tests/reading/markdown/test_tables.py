"""Pipe tables as GitHub reads them, and HTML tables."""

from __future__ import annotations

import pytest

from repotool.model import InCell, Table, View
from repotool.reading.markdown import parse


def tables(text: str) -> tuple[Table, ...]:
    document = parse("README.md", View(text))
    assert document.unparsable is None
    for table in document.tables:
        for row in (table.header, *table.rows):
            assert all(cell.span.cut(text) == cell.raw for cell in row.cells)
    return document.tables


def raws(table: Table) -> list[list[str]]:
    return [[cell.raw for cell in row.cells] for row in (table.header, *table.rows)]


def row(text: str) -> list[str]:
    (table,) = tables(f"| a | b |\n|---|---|\n{text}\n")
    return raws(table)[1]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("| 1 | 2 |", ["1", "2"]),
        ("1 | 2", ["1", "2"]),
        ("| 1 || 3 |", ["1", "", "3"]),
        ("|||", ["", ""]),
        ("| 1 |", ["1"]),
        ("| 1 | 2 | 3 |", ["1", "2", "3"]),
        ("| 1 | 2 | хвост", ["1", "2", "хвост"]),
        (r"| a \| b | 2 |", [r"a \| b", "2"]),
        (r"| `a \| b` | 2 |", [r"`a \| b`", "2"]),
        ("| `a | b` | 2 |", ["`a", "b`", "2"]),
        (r"| a \\| b |", [r"a \\", "b"]),
        (r"| ¯\\\_(ツ)\_/¯ | 2 |", [r"¯\\\_(ツ)\_/¯", "2"]),
        ("|  \t 1\u00a0 | 2 |  ", ["1", "2"]),
        ("строка без черты", ["строка без черты"]),
    ],
)
def test_cells_are_kept_as_written(text: str, cells: list[str]) -> None:
    assert row(text) == cells


def test_an_empty_cell_is_the_place_where_its_text_would_be() -> None:
    text = "|a|b|c|\n|-|-|-|\n||  | |\n"
    (table,) = tables(text)
    assert [cell.span.start - table.rows[0].span.start for cell in table.rows[0].cells] == [1, 3, 6]


def test_alignment_and_spans() -> None:
    text = "До\n\n| № | Дата | Тема | ДЗ |\n| :-- | :-: | --: | --- |\n| 1 | 2 | 3 | 4 |\n\nПосле\n"
    (table,) = tables(text)
    assert table.kind == "pipe"
    assert table.alignment == ("left", "center", "right", "")
    assert table.span.cut(text) == text[4:-8]
    assert table.header.span.cut(text) == "| № | Дата | Тема | ДЗ |"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("**1**", "1"),
        ("[Лекция *1*](a.md)", "Лекция 1"),
        ("<ul><li>Раз</li><li>[Два](b.md) </li></ul>", "Раз\nДва"),
        ("<ul><li>Раз<li>Два", "Раз\nДва"),
        ("Раз<br>Два<br/>", "Раз\nДва"),
        (r"¯\\\_(ツ)\_/¯", r"¯\_(ツ)_/¯"),
        (r"a \| `b \| c`", "a | b | c"),
        ("x &amp; y <!-- скрыто -->", "x & y"),
        ("a_b_c __d__ ~~e~~ 2 * 3", "a_b_c d e 2 * 3"),
        ("![схема](x.png)", "схема"),
        ("https://example.org/a_b_c", "https://example.org/a_b_c"),
    ],
)
def test_what_a_reader_sees_of_a_cell(cell: str, shown: str) -> None:
    (table,) = tables(f"| a |\n|---|\n| {cell} |\n")
    assert table.rows[0].cells[0].text == shown


def test_duplicate_targets_in_one_row_are_not_mixed_up() -> None:
    text = "| a | b | c |\n|---|---|---|\n| [x](1.md) | ![x](1.md) | [x](1.md) и [y](1.md) |\n"
    links = parse("README.md", View(text)).links
    assert [link.where for link in links] == [InCell(0, 0, 0), InCell(0, 0, 1), InCell(0, 0, 2), InCell(0, 0, 2)]
    assert [text.index("1.md"), text.rindex("1.md")] == [links[0].target_span.start, links[-1].target_span.start]
    assert len({link.target_span for link in links}) == 4


def test_links_after_an_empty_cell_keep_their_column() -> None:
    text = "| a | b | c |\n|---|---|---|\n| 1 || [x](x.md) |\n"
    (link,) = parse("README.md", View(text)).links
    assert link.where == InCell(0, 0, 2)


def test_tables_in_quotes_and_lists() -> None:
    text = "> | a | b |\n> |---|---|\n> | 1 | [x](x.md) |\n\n1. | c |\n   |---|\n   | 2 |\n"
    quoted, listed = tables(text)
    assert raws(quoted) == [["a", "b"], ["1", "[x](x.md)"]]
    assert raws(listed) == [["c"], ["2"]]
    assert quoted.rows[0].span.cut(text) == "| 1 | [x](x.md) |"


def test_where_a_table_begins_and_ends() -> None:
    assert not tables("a | b\n")
    assert not tables("```\n| a |\n|---|\n```\n")
    assert not tables("Лекция | Семинар\n---\n")
    assert not tables("абзац\n    a | b\n--- | ---\n")
    (after_text,) = tables("абзац\n| a | b |\n|---|---|\n")
    assert raws(after_text) == [["a", "b"]]
    (before_heading,) = tables("| a |\n|---|\n| 1 |\n# Дальше | больше\n")
    assert raws(before_heading) == [["a"], ["1"]]


class TestHtmlTables:
    def test_a_cell_that_spans_rows_or_columns_stands_in_each(self) -> None:
        text = (
            "<table>\n<tr><th>Дата</th><th align=center>Тема</th><th>ДЗ</th></tr>\n"
            '<tr><td rowspan="2"> 1 марта </td><td>Раз</td><td>x</td></tr>\n'
            "<tr><td colspan=2>Два<br>и три</td></tr>\n</table>\n"
        )
        (table,) = tables(text)
        assert table.kind == "html"
        assert table.alignment == ("", "center", "")
        assert raws(table) == [["Дата", "Тема", "ДЗ"], ["1 марта", "Раз", "x"], ["1 марта", *["Два<br>и три"] * 2]]
        assert table.rows[1].cells[1].text == "Два\nи три"
        assert table.rows[0].cells[0] is table.rows[1].cells[0]
        assert table.span.cut(text) == text.rstrip()

    def test_markdown_in_cells_and_tags_that_are_never_closed(self) -> None:
        text = "<table>\n<tr><td>a<td>\n\n[**Лекция**](a.md)\n\n<tr><td>b<td><a href=b.md>Семинар</a>\n</table>\n"
        (table,) = tables(text)
        assert [[cell.text for cell in row.cells] for row in (table.header, *table.rows)] == [
            ["a", "Лекция"],
            ["b", "Семинар"],
        ]
        links = parse("README.md", View(text)).links
        assert [link.where for link in links] == [InCell(0, -1, 1), InCell(0, 0, 1)]

    def test_a_table_in_a_table(self) -> None:
        text = "<table><tr><td><a href=a>1</a><table><tr><td><a href=b>2</a></table></td></tr></table>\n"
        outer, inner = tables(text)
        assert outer.span.holds(inner.span)
        assert [link.where for link in parse("README.md", View(text)).links] == [InCell(0, -1, 0), InCell(1, -1, 0)]

    def test_spans_out_of_all_measure_are_cut_down(self) -> None:
        text = "<table>" + "<tr><td rowspan=99999 colspan=99999>a" * 2000 + "</table>\n"
        (table,) = tables(text)
        assert sum(len(row.cells) for row in table.rows) < 500_000
