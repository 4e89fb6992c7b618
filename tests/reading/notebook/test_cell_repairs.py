"""One string of a notebook is garbled, and repaired: in each of many notebooks exactly one line of the file changes."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from repotool.config import Config
from repotool.engine.rules import load_rules
from repotool.engine.run import judge
from repotool.reading.repository import read_repository
from repotool.writing.fixes import Fixed, fix_until_stable
from tests.commands.test_notebooks import STYLES, changed_lines, code, notebook

NOTEBOOKS = 36
"""Of each style: six styles make more than 200."""
WAYS = ("mac_roman", "cp1251", "latin-1", "cp1252")
"""What UTF-8 was read as. cp1252 has no character for some bytes: then another way is taken."""
RULES = tuple(rule for rule in load_rules().values() if rule.code == "ENC101")
SENTENCES = [
    "Обучите линейную модель и сравните её качество с константным предсказанием.",
    "Объясните, почему градиент затухает в глубоких рекуррентных сетях.",
    "Постройте график функции потерь на обучающей и на проверочной выборке.",
    "Регуляризация штрафует большие веса, поэтому модель становится устойчивее.",
    "Сверточный слой применяет одни и те же веса во всех местах изображения.",
    "Опишите словами, что выучили нейроны первого слоя вашей сети.",
]


def garbled(text: str, way: str) -> str | None:
    try:
        return text.encode().decode(way)
    except UnicodeError:
        return None


def lesson(rng: random.Random) -> dict[str, Any]:
    """A notebook in which each line of text stands once."""
    lines = rng.sample(SENTENCES, len(SENTENCES))
    cells: list[Any] = [
        [f"# Занятие {rng.randrange(1, 30)}\n", "\n", f"{lines[0]}\n", "Формула $x_1 / x_2$ и [текст](a/b.md)."],
        code("import numpy as np\n", f"# {lines[1]}\n", "print(np.pi)\n"),
        [f"{lines[2]}\n", "\n", "- «раз» – \\alpha\n", "- два"],
        [f"## {lines[3]}"],
        code("print('готово')\n", outputs=[{"name": "stdout", "output_type": "stream", "text": ["готово\n"]}]),
        ["| Слой | Что делает |\n", "| --- | --- |\n", f"| 1 | {lines[4]} |\n"],
    ]
    return notebook(*cells)


def spoilt(whole: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy in which one line of a Markdown cell was read in a wrong encoding."""
    places = [
        (at, line)
        for at, cell in enumerate(whole["cells"])
        for line, text in enumerate(cell["source"])
        if cell["cell_type"] == "markdown" and any(sentence in text for sentence in SENTENCES)
    ]
    at, line = rng.choice(places)
    text = whole["cells"][at]["source"][line]
    damaged = copy.deepcopy(whole)
    damaged["cells"][at]["source"][line] = next(
        wrong for way in rng.sample(WAYS, len(WAYS)) if (wrong := garbled(text, way)) is not None
    )
    return damaged


def mended(folder: Path) -> Fixed:
    config = Config()

    def read(overlay: Any, previous: Any) -> Any:
        return read_repository(folder, config, overlay=overlay, previous=previous)

    return fix_until_stable(read, lambda repo: judge(repo, RULES, config))


@pytest.mark.parametrize("style", STYLES)
def test_a_garbled_string_is_repaired_in_one_line(tmp_path: Path, style: str) -> None:
    rng = random.Random(style)
    write: Callable[[dict[str, Any]], bytes] = STYLES[style]
    clean: dict[str, bytes] = {}
    for number in range(NOTEBOOKS):
        whole = lesson(rng)
        path = tmp_path / f"lesson-{number:02}.ipynb"
        path.write_bytes(write(spoilt(whole, rng)))
        clean[path.name] = write(whole)
    done = mended(tmp_path)
    assert not done.left
    assert {path: after == clean[path] for path, after in done.after.items()} == dict.fromkeys(clean, True)
    for path, after in done.after.items():
        assert len(changed_lines(done.before[path], after)) == 1
