"""Bytes -> Notebook: what is read, what is said of what cannot be, and where it stands in the file."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from repotool.model import Notebook, Span
from repotool.reading.notebook.reading import read_notebook
from repotool.reading.source import Lines
from tests.reading.notebook.samples import PIXEL, sample


def written(value: Any, **style: Any) -> bytes:
    return json.dumps(value, **{"ensure_ascii": False, "indent": 1, **style}).encode()


def read(value: Any) -> Notebook:
    return read_notebook("notes/a.ipynb", written(value))


def test_cells_are_numbered_from_one_and_know_their_kind() -> None:
    notebook = read(sample(5))
    assert notebook.version == (4, 5)
    assert notebook.invalid is None
    assert notebook.language == "python"
    assert [(cell.number, cell.kind, cell.id) for cell in notebook.cells] == [
        (1, "markdown", "cell-0"),
        (2, "code", "cell-1"),
        (3, "code", "cell-2"),
        (4, "raw", "cell-3"),
    ]


def test_a_cell_tells_its_source_count_tags_and_attachments() -> None:
    first, second, *_ = read(sample(4)).cells
    assert first.view.text.startswith("# Градиентный спуск\n\nЧитаем")
    assert first.tags == {"intro", "вводная"}
    assert first.attachments == ("a.png",)
    assert first.id is None
    assert second.execution_count == 2


def test_outputs_tell_their_texts_and_the_size_of_everything() -> None:
    outputs = read(sample(5)).cells[1].outputs
    assert [(output.kind, output.name) for output in outputs] == [
        ("stream", "stdout"),
        ("execute_result", ""),
        ("display_data", ""),
        ("error", "ValueError"),
    ]
    assert outputs[0].texts["text/plain"] == "шаг 3.14\n"
    assert outputs[1].sizes == {"text/plain": 1, "application/json": None}
    assert outputs[2].sizes == {"image/png": len(PIXEL), "text/html": 16}
    assert set(outputs[2].texts) == {"text/html"}
    assert outputs[3].texts["text/plain"] == "\x1b[0;31mнет\nx"


@pytest.mark.parametrize("tags", [["keep-output"], ["keep_output"]])
def test_a_tag_keeps_the_output(tags: list[str]) -> None:
    value = sample(5)
    value["cells"][1]["metadata"]["tags"] = tags
    assert [cell.keeps_output for cell in read(value).cells] == [False, True, False, False]


@pytest.mark.parametrize(
    ("widgets", "broken"),
    [
        ({"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}}, False),
        ({"application/vnd.jupyter.widget-state+json": {"0a1b": {"model_name": "HBoxModel"}}}, True),
        ({"0a1b": {"model_name": "HBoxModel"}}, True),
        ({}, False),
    ],
)
def test_widgets_without_their_state_are_broken(widgets: dict[str, Any], broken: bool) -> None:
    value = sample(5)
    value["metadata"]["widgets"] = widgets
    assert read(value).has_broken_widgets is broken


def test_every_place_of_a_source_is_the_place_in_the_file() -> None:
    raw = written(sample(5))
    text = raw.decode()
    view = read_notebook("a.ipynb", raw).cells[0].view
    start = view.text.index("notes/gd.md")
    assert view.place(Span(start, start + 11)).cut(text) == "notes/gd.md"
    second_line = view.text.index("\nЧ") + 1
    assert text[view.place(Span(second_line, second_line)).start] == "Ч"


def test_a_new_line_in_a_list_of_lines_becomes_a_line_of_the_list() -> None:
    raw = written(sample(5), indent=2)
    view = read_notebook("a.ipynb", raw).cells[1].view
    assert view.spell("a\nb") == 'a\\n",\n        "b'


def test_where_there_is_no_string_nothing_is_spelled() -> None:
    value = sample(5)
    value["cells"][0]["source"] = []
    assert read(value).cells[0].view.spell("новое") is None


def test_a_traceback_is_one_text_of_its_lines() -> None:
    value = sample(5)
    value["cells"][1]["outputs"] = [
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["в /home/me/a.py", "строка 2"]}
    ]
    raw = written(value)
    notebook = read_notebook("a.ipynb", raw)
    output = notebook.cells[1].outputs[0]
    view = notebook.view(output.text_path("text/plain"))
    assert view is not None
    assert view.text == output.texts["text/plain"] == "в /home/me/a.py\nстрока 2"
    span = view.place(Span(view.text.index("/home"), view.text.index("a.py")))
    assert span.cut(raw.decode()) == "/home/me/"


def test_what_is_no_text_has_no_view() -> None:
    notebook = read(sample(5))
    assert notebook.view(("cells", 1, "outputs")) is None
    assert notebook.view(("metadata", "orig_nbformat")) is None
    assert notebook.view(("cells", 7, "source")) is None
    assert notebook.view(()) is None
    html = notebook.view(("cells", 1, "outputs", 2, "data", "text/html"))
    assert html is not None
    assert html.text == "<b>да</b>\n/home/"


def test_an_offset_of_the_file_tells_its_cell_and_line() -> None:
    raw = written(sample(5))
    text, notebook = raw.decode(), read_notebook("a.ipynb", raw)
    assert notebook.cell_at(text.index("Читаем")) == (1, 3)
    assert notebook.cell_at(text.index("import math")) == (2, 1)
    assert notebook.cell_at(text.index("шаг 3.14")) == (2, None)
    assert notebook.cell_at(text.index("kernelspec")) is None


def test_values_are_located_by_their_path() -> None:
    raw = written(sample(5))
    text, notebook = raw.decode(), read_notebook("a.ipynb", raw)
    span = notebook.locate(("cells", 1, "outputs", 0, "name"))
    assert span is not None
    assert span.cut(text) == '"stdout"'
    assert notebook.locate(("cells", 9)) is None
    assert notebook.locate(("metadata", "toc")) is None
    assert notebook.locate(("nbformat", 0, "x")) is None


def test_of_repeated_members_the_last_counts() -> None:
    raw = written(sample(5)).replace(b'"title": ', b'"title": "\xd0\xb0", "title": ')
    notebook = read_notebook("a.ipynb", raw)
    span = notebook.locate(("metadata", "title"))
    assert span is not None
    assert span.cut(raw.decode()) == '"Спуск"'


def said(raw: bytes) -> tuple[str | None, tuple[int, int] | None]:
    """What is said of a file, and its line and column."""
    notebook = read_notebook("a.ipynb", raw)
    if notebook.invalid_span is None:
        return notebook.invalid, None
    return notebook.invalid, Lines(raw.decode("utf-8", "surrogateescape")).place(notebook.invalid_span.start)


GOOD = written(sample(5))


@pytest.mark.parametrize(
    ("raw", "words", "place"),
    [
        (b"", "it is empty", (1, 1)),
        (b" \n", "it is empty", (1, 1)),
        (b"{\n 'a': 1}", "it is not JSON: expecting property name enclosed in double quotes", (2, 2)),
        (GOOD[:30], "it is not JSON: unterminated string starting at", (4, 4)),
        (b"\xef\xbb\xbf" + GOOD, "it begins with a byte-order mark, which Jupyter takes for broken JSON", (1, 1)),
        (b"\xef\xbb\xbf{,", "it is not JSON: expecting property name enclosed in double quotes", (1, 3)),
        (GOOD.replace("шаг".encode(), b"\xff", 1), "it is not UTF-8: byte 0xFF", (37, 13)),
        (GOOD.decode().encode("utf-16"), "it is not UTF-8: byte 0xFF", (1, 1)),
        (b"[]", "it is a list where a notebook is an object", (1, 1)),
        (b"NaN", "it is a number where a notebook is an object", (1, 1)),
        (b"\nnull", "it is null where a notebook is an object", (2, 1)),
        (b'{"cells": []}', "it has no `nbformat`", (1, 1)),
        (b'{"nbformat": 4.0}', "its `nbformat` is no version number", (1, 14)),
        (b'{"nbformat": 4, "nbformat_minor": true}', "its `nbformat_minor` is no version number", (1, 35)),
        (b'{"nbformat": 5, "nbformat_minor": 0}', "it is in a notebook format that is not known yet", (1, 14)),
        (b'{"nbformat": 3, "nbformat_minor": 0}', "it is in the old notebook format 3", (1, 14)),
        (b'{"a":\n ' + b"9" * 5000 + b"}", "a number in it has too many digits", (2, 2)),
        (b'{"a":' * 3000 + b"1" + b"}" * 3000, "its lists and objects are nested too deep", (1, 1)),
        (b"[" * 100_000, "its lists and objects are nested too deep", (1, 1)),
        (GOOD.replace(b'"id": "cell-2"', b'"id": "cell-1"'), "the id 'cell-1' is that of cell 2, too", (97, 10)),
        (GOOD.replace(b',\n   "id": "cell-2"', b""), "'id' is a required property", (89, 3)),
        (GOOD.replace(b'"ename": "ValueError"', b'"ename": 5'), "5 is not of type 'string'", (79, 15)),
    ],
)
def test_what_is_wrong_is_said_with_its_place(raw: bytes, words: str, place: tuple[int, int]) -> None:
    assert said(raw) == (words, place)


@pytest.mark.parametrize(
    "raw",
    [
        GOOD.replace(b'"version_major": 2', b'"version_major": NaN'),
        GOOD.replace(b'"version_major": 2', b'"version_major": 1e999'),
        GOOD.replace(b"3.14", rb"\ud83d"),
        GOOD.replace(b'"nbformat": 4', b'"nbformat": "4", "nbformat": 4'),
        GOOD.replace(b'"nbformat_minor": 5', b'"nbformat_minor": 9').replace(b'"raw"', b'"chart"'),
    ],
)
def test_what_is_odd_but_valid_is_valid(raw: bytes) -> None:
    notebook = read_notebook("a.ipynb", raw)
    assert notebook.invalid is None
    assert notebook.cells[0].view.text.startswith("# Градиентный спуск")


def test_an_invalid_notebook_is_read_as_far_as_it_can_be() -> None:
    value = sample(5)
    value["cells"][1]["outputs"].insert(0, {"output_type": "stream", "name": 1, "text": {}})
    value["cells"][1:1] = [None, {"cell_type": ["code"]}, {"cell_type": "code", "source": 5, "outputs": 7}]
    raw = written(value)
    notebook = read_notebook("a.ipynb", raw)
    assert notebook.invalid is not None
    assert [(cell.number, cell.kind) for cell in notebook.cells] == [
        *((1, "markdown"), (4, "code"), (5, "code"), (6, "code"), (7, "raw"))
    ]
    view = notebook.view(notebook.cells[2].outputs[1].text_path("text/plain"))
    assert view is not None
    assert view.place(Span(0, 3)).cut(raw.decode()) == "шаг"


def test_a_message_of_megabytes_is_cut() -> None:
    notebook = read({**sample(5), "cells": "ы" * 1_000_000})
    assert notebook.invalid is not None
    assert len(notebook.invalid) < 300


def test_an_old_notebook_can_be_upgraded() -> None:
    old = {
        "metadata": {"name": "Старая тетрадь"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "metadata": {}, "source": ["Тема"]},
                    {
                        "cell_type": "code",
                        "collapsed": False,
                        "input": ["x = 1\n", "x"],
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                    },
                ],
                "metadata": {},
            }
        ],
    }
    notebook = read(old)
    upgraded = notebook.upgrade()
    assert upgraded is not None
    assert upgraded == notebook.upgrade()
    new = read_notebook("a.ipynb", upgraded.encode())
    assert new.invalid is None
    assert [cell.view.text for cell in new.cells] == ["## Тема", "x = 1\nx"]


@pytest.mark.parametrize("value", [sample(5), {"cells": []}, {"nbformat": 3, "worksheets": 5}, []])
def test_what_is_not_old_or_not_sound_cannot_be_upgraded(value: Any) -> None:
    assert read(value).upgrade() is None


def test_nested_lists_read_from_higher_up_the_stack_are_found() -> None:
    deep = "[" * 400 + '"[\\"]"' + "]" * 400
    raw = written(sample(5)).replace(b'"title": ', f'"глубина": {deep}, "title": '.encode())
    notebook = read_notebook("a.ipynb", raw)
    assert notebook.invalid is None

    def dig(depth: int) -> Span | None:
        return dig(depth - 1) if depth else notebook.locate(("metadata", "title"))

    span = dig(sys.getrecursionlimit() - 450)
    assert span is not None
    assert span.cut(raw.decode()) == '"Спуск"'


def test_a_valid_notebook_needs_no_nbformat() -> None:
    code = (
        "import sys\n"
        "from repotool.reading.notebook.reading import read_notebook\n"
        "notebook = read_notebook('a.ipynb', sys.stdin.buffer.read())\n"
        "assert notebook.invalid is None\n"
        "print([name for name in ('nbformat', 'jsonschema', 'mistletoe') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], input=GOOD, capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"
