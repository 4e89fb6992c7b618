"""One string of one cell is cut and written anew: its bytes change and nothing else, in whatever style the file is."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from repotool.model import Cell, Span
from repotool.reading.notebook.reading import read_notebook
from tests.reading.notebook.styles import STYLES, Style

ALPHABET = 'aя/\\"\n\t\r\x00\x7f😀\ud83d\ude00\u2028é`['
TEXTS = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=20)
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@st.composite
def notebooks(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    """A notebook of format 4.4 and the texts of its cells."""
    cells, texts = [], []
    for _ in range(draw(st.integers(1, 3))):
        text = _mended(draw(TEXTS))
        way = draw(st.sampled_from(["one", "lines", "pieces"]))
        if way == "one":
            source: Any = text
        elif way == "lines":
            source = text.splitlines(keepends=True)
        else:
            at = draw(st.integers(0, len(text)))
            source = [text[:at], text[at:]]
        cells.append({"cell_type": "markdown", "metadata": {"note": "\\/\"'"}, "source": source})
        texts.append(text)
    return {"cells": cells, "metadata": {"автор": "Иванов/Ко"}, "nbformat": 4, "nbformat_minor": 4}, texts


def _mended(text: str) -> str:
    """Two surrogates in a row that make a pair become the one character that JSON would read them as."""
    return PAIR.sub("😀", text)


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


@settings(deadline=None)
@given(notebooks(), STYLES, st.data())
def test_only_the_string_changes(made: tuple[dict[str, Any], list[str]], style: Style, data: st.DataObject) -> None:
    value, texts = made
    raw = style.write(value)
    assume(json.loads(raw.decode("utf-8-sig")) == value)
    cells = read_notebook("a.ipynb", raw).cells
    assert [cell.view.text for cell in cells] == texts

    cell = data.draw(st.sampled_from(cells))
    old = cell.view.text
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    replacement = _mended(data.draw(TEXTS))
    new = old[:start] + replacement + old[end:]
    assume(not PAIR.search(new))

    text = raw.decode()
    span, spelled = cell.view.place(Span(start, end)), cell.view.spell(replacement)
    if spelled is None:
        assert value["cells"][cell.number - 1]["source"] == []
        return
    changed = text[: span.start] + spelled + text[span.end :]
    after = json.loads(changed.removeprefix("\ufeff"))
    assert _source(after["cells"][cell.number - 1]) == new
    assert _without(after, cell) == _without(value, cell)
    assert _stays_in_style(spelled, style, text)


def _without(value: dict[str, Any], cell: Cell) -> dict[str, Any]:
    cells = [c for number, c in enumerate(value["cells"], start=1) if number != cell.number]
    return {**value, "cells": cells, "own": {**value["cells"][cell.number - 1], "source": ""}}


def _stays_in_style(spelled: str, style: Style, text: str) -> bool:
    """An ASCII file stays ASCII; its metadata has Cyrillic, so every file tells its way."""
    return spelled.isascii() if style.ascii else "\\u04" not in spelled
