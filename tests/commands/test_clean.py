"""`repotool clean`: what is handed out to students holds no outputs, and nothing else has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import repotool
from tests.commands.test_notebooks import STYLES, code, notebook

Write = Callable[[dict[str, str | bytes]], Path]

README = "# Курс\n\n| Дата | Тема | ДЗ |\n| --- | --- | --- |\n| 3 марта | Спуск | [ДЗ 1](nb/gd.ipynb) |\n"
SAID = [{"name": "stdout", "output_type": "stream", "text": ["да\n"]}]


def run() -> dict[str, Any]:
    kept = code("print('образец')", execution_count=3, outputs=SAID, metadata={"tags": ["keep-output"]})
    return notebook(["# Спуск"], code("x = 1\n", "x", execution_count=1, outputs=SAID), kept)


def stripped() -> dict[str, Any]:
    value = run()
    value["cells"][1] |= {"outputs": [], "execution_count": None}
    return value


@pytest.mark.parametrize("style", STYLES)
def test_homework_loses_its_outputs_and_nothing_else(write: Write, style: str) -> None:
    before = STYLES[style](run())
    folder = write({"README.md": README, "nb/gd.ipynb": before, "nb/other.ipynb": before, "hw/hw1/a.ipynb": before})
    check = repotool("clean", "--check", cwd=folder)
    assert (check.code, check.text) == (1, "would clean hw/hw1/a.ipynb\nwould clean nb/gd.ipynb\n")
    assert (folder / "nb" / "gd.ipynb").read_bytes() == before
    assert repotool("clean", cwd=folder).code == 0
    assert (folder / "nb" / "gd.ipynb").read_bytes() == STYLES[style](stripped())
    assert (folder / "hw" / "hw1" / "a.ipynb").read_bytes() == STYLES[style](stripped())
    assert (folder / "nb" / "other.ipynb").read_bytes() == before
    assert repotool("clean", "--check", cwd=folder).code == 0
    assert repotool("undo", cwd=folder).code == 0
    assert (folder / "nb" / "gd.ipynb").read_bytes() == before


def test_a_notebook_that_is_named_is_meant(write: Write) -> None:
    folder = write({"a.ipynb": STYLES["indent 1"](run()), "b.ipynb": STYLES["indent 1"](run())})
    assert repotool("clean", "a.ipynb", cwd=folder).text == "cleaned a.ipynb\n"
    assert repotool("clean", "--all-notebooks", cwd=folder).text == "cleaned b.ipynb\n"


def test_metadata_alone(write: Write) -> None:
    value = run() | {"metadata": {"colab": {"provenance": []}, "language_info": {"name": "python"}}}
    folder = write({"a.ipynb": STYLES["compact"](value)})
    assert repotool("clean", "--metadata", "a.ipynb", cwd=folder).code == 0
    assert json.loads((folder / "a.ipynb").read_bytes()) == value | {"metadata": {"language_info": {"name": "python"}}}


def test_what_is_no_notebook_is_left(write: Write) -> None:
    folder = write(
        {"hw/hw1/cut.ipynb": '{"cells": [', "hw/hw1/list.ipynb": "[]", "hw/hw1/a.ipynb": STYLES["ASCII"](run())}
    )
    ran = repotool("clean", cwd=folder)
    assert (ran.code, ran.text) == (0, "cleaned hw/hw1/a.ipynb\n")
