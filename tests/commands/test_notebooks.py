"""Notebooks on the command line: findings name cell and line, fixes change one line of the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import repotool

Write = Callable[[dict[str, str | bytes]], Path]

LIST = ["| Тема | Что прочесть |\n", "| --- | --- |\n", "| GAN | <ul><li>обзор</li> |\n", "\n", "Дальше – практика."]


def notebook(*cells: list[str] | dict[str, Any], minor: int = 4) -> dict[str, Any]:
    """A notebook of Markdown cells (lists of lines) and others, which are given whole."""
    markdown = [
        cell if isinstance(cell, dict) else {"cell_type": "markdown", "metadata": {}, "source": cell} for cell in cells
    ]
    return {"cells": markdown, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}


def code(*lines: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": list(lines)} | more


def written(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


STYLES: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "indent 1": lambda value: written(value).encode(),
    "indent 2, no final newline": lambda value: json.dumps(value, ensure_ascii=False, indent=2).encode(),
    "compact": lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
    "ASCII": lambda value: json.dumps(value, indent=1).encode(),
    "CRLF": lambda value: written(value).replace("\n", "\r\n").encode(),
    "sources as strings": lambda value: written(_joined(value)).encode(),
}


def _joined(value: dict[str, Any]) -> dict[str, Any]:
    return value | {"cells": [cell | {"source": "".join(cell["source"])} for cell in value["cells"]]}


def changed_lines(before: bytes, after: bytes) -> list[tuple[bytes, bytes]]:
    """Line by line; the number of lines must be the same."""
    pairs = zip(before.splitlines(keepends=True), after.splitlines(keepends=True), strict=True)
    return [(old, new) for old, new in pairs if old != new]


def test_a_dead_link_is_told_by_cell_and_line(write: Write) -> None:
    cells = notebook(code("print(1)\n"), ["# Спуск\n", "\n", "Сначала [конспект](notes/gd.md)."])
    folder = write({"lectures/gd.ipynb": written(cells), "repotool.toml": ""})
    ran = repotool("check", "--output-format", "json", cwd=folder)
    (found,) = json.loads(ran.text)
    lines = (folder / "lectures" / "gd.ipynb").read_text(encoding="utf-8").splitlines()
    assert (found["code"], found["cell"], found["cell_line"]) == ("LNK101", 2, 3)
    assert "notes/gd.md" in lines[found["line"] - 1]
    assert (
        "lectures/gd.ipynb:cell 2, line 3: error LNK101"
        in repotool("check", "--output-format=concise", cwd=folder).text
    )
    assert "cell 2, line 3" in repotool("check", cwd=folder).text


def test_a_link_is_relative_to_the_folder_of_its_notebook(write: Write) -> None:
    cells = notebook(["Сначала [конспект](notes/gd.md), потом [задание](../README.md#задание-1)."])
    folder = write({"lectures/gd.ipynb": written(cells), "lectures/notes/gd.md": "", "README.md": "# Задание 1\n"})
    ran = repotool("check", cwd=folder)
    assert (ran.code, ran.text) == (0, "No problems in 2 documents and 1 notebook.\n")


def test_a_comment_in_a_cell_silences_its_line(write: Write) -> None:
    silenced = "[Раз](a.md) <!-- repotool: ignore=LNK101 появится в мае -->\n"
    folder = write({"a.ipynb": written(notebook([silenced, "[Два](b.md)\n"], ["[Три](c.md)"]))})
    ran = repotool("check", "--output-format=concise", cwd=folder)
    assert "(a.md)" not in ran.text and "«a.md»" not in ran.text
    assert "cell 1, line 2" in ran.text and "cell 2, line 1" in ran.text
    assert "CFG101" not in ran.text


def test_an_idle_comment_in_a_cell_is_told(write: Write) -> None:
    folder = write({"a.ipynb": written(notebook(["Текст <!-- repotool: ignore=LNK101 -->\n"]))})
    assert "cell 1, line 1: warning CFG101" in repotool("check", "--output-format=concise", cwd=folder).text


@pytest.mark.parametrize("style", STYLES)
def test_a_fix_in_a_cell_changes_one_line(write: Write, style: str) -> None:
    before = STYLES[style](notebook(["# Списки\n"], LIST, code("x = '<ul><li>'\n")))
    folder = write({"lists.ipynb": before})
    ran = repotool("fix", cwd=folder)
    after = (folder / "lists.ipynb").read_bytes()
    assert ran.code == 0, ran.text
    assert len(changed_lines(before, after)) == 1
    fixed = [line.replace("</li> |", "</li></ul> |") for line in LIST]
    assert "".join(json.loads(after)["cells"][1]["source"]) == "".join(fixed)
    assert STYLES[style](json.loads(after)) == after
    assert repotool("undo", cwd=folder).code == 0
    assert (folder / "lists.ipynb").read_bytes() == before


@pytest.mark.parametrize("style", STYLES)
def test_a_letter_case_is_mended_in_a_cell(write: Write, style: str) -> None:
    before = STYLES[style](notebook(["Смотри [конспект](Notes/Спуск.md).\n", "И всё."]))
    folder = write({"gd.ipynb": before, "notes/спуск.md": "# Спуск\n"})
    assert repotool("fix", cwd=folder).code == 0
    after = (folder / "gd.ipynb").read_bytes()
    assert len(changed_lines(before, after)) == 1
    assert "(notes/спуск.md)" in "".join(json.loads(after)["cells"][0]["source"])
    assert STYLES[style](json.loads(after)) == after


def test_a_notebook_comes_from_stdin(tmp_path: Path) -> None:
    before = written(notebook(LIST)).encode()
    ran = repotool("check", "-", "--stdin-filename", "a.ipynb", "--output-format=concise", cwd=tmp_path, stdin=before)
    assert (ran.code, ran.text.startswith("a.ipynb:cell 1, line 3: ")) == (1, True)
    mended = repotool("fix", "-", "--stdin-filename", "a.ipynb", cwd=tmp_path, stdin=before)
    assert len(changed_lines(before, mended.out)) == 1


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_notebook_that_was_cut_off_hides_nothing_else(write: Write, share: float) -> None:
    whole = written(notebook(LIST, code("print(1)\n"))).encode()
    folder = write({"cut.ipynb": whole[: int(len(whole) * share)], "README.md": "[Нет](нет.md)\n"})
    for command in ("check", "fix"):
        ran = repotool(command, "--output-format=concise", cwd=folder)
        assert ran.code == 1 and not ran.err
        assert "README.md:1:7: error LNK101" in ran.text
    assert (folder / "cut.ipynb").read_bytes() == whole[: int(len(whole) * share)]
