"""`repotool publish`: a new file in its row, as its neighbours are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool

Write = Callable[..., Path]
NOTEBOOK = (
    '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# %s"]}], "metadata": {}, '
    '"nbformat": 4, "nbformat_minor": 5}'
)
README = """# Минералогия, весна 2026

| Дата | Номер | Тема | Материалы | ДЗ |
| --- | --- | --- | --- | --- |
| 3 марта | Лекция  01 | Кристаллы | [Конспект](./Seminars/01%20crystals/notes.ipynb) | нет |
| 4 марта | Семинар 01 | Симметрия | [Конспект](./Seminars/02/notes.ipynb) | [Решётки]() |
| 10 марта | Лекция  02 | Оптика | ... | Шлифы |
| 11 марта | Семинар 02 | Шлифы | <ul><li>[Конспект](./Seminars/04/n.ipynb)</li><li>[Фото](./04/a.pdf)</li></ul> | - |
| 17 марта | Лекция  03 | Рудные | ... | ... |
"""
FILES: dict[str, str | bytes] = {
    "README.md": README,
    "Seminars/01 crystals/notes.ipynb": NOTEBOOK % "Кристаллы",
    "Seminars/02/notes.ipynb": NOTEBOOK % "Симметрия",
    "Seminars/04/n.ipynb": NOTEBOOK % "Шлифы",
    "04/a.pdf": "",
    "Seminars/05 optics/notes (1).ipynb": NOTEBOOK % "Оптика",
    "Tasks/1/task.ipynb": NOTEBOOK % "Задача 1. [Решётки]",
    "extra.pdf": "",
}


@pytest.mark.parametrize(
    ("words", "row", "before", "after"),
    [
        (
            ["Seminars/05 optics/notes (1).ipynb", "--row", "лекция 2"], 6,
            "| Оптика | ... | Шлифы |", "| Оптика | [Конспект](./Seminars/05%20optics/notes%20(1).ipynb) | Шлифы |",
        ),
        (["Tasks/1/task.ipynb", "--row", "2"], 5, "[Решётки]()", "[Решётки](./Tasks/1/task.ipynb)"),
        (["Tasks/1/task.ipynb", "--row", "10 марта"], 6, "| Шлифы |\n", "| [Шлифы](./Tasks/1/task.ipynb) |\n"),
        (["Tasks/1/task.ipynb", "--row", "2026-03-10"], 6, "| Шлифы |\n", "| [Шлифы](./Tasks/1/task.ipynb) |\n"),
        (
            ["Tasks/1/task.ipynb", "--row", "5"], 8,
            "| ... | ... |\n", "| ... | [Задача 1. \\[Решётки\\]](./Tasks/1/task.ipynb) |\n",
        ),
        (
            ["extra.pdf", "--row", "Семинар 02", "--column", "materials", "--label", "Атлас"], 7,
            "a.pdf)</li></ul>", "a.pdf)</li><li>[Атлас](./extra.pdf)</li></ul>",
        ),
        (
            ["extra.pdf", "--row", "Лекция  01", "--column", "materials", "--label", "Атлас"], 4,
            "[Конспект](./Seminars/01%20crystals/notes.ipynb)",
            "<ul><li>[Конспект](./Seminars/01%20crystals/notes.ipynb)</li><li>[Атлас](./extra.pdf)</li></ul>",
        ),
    ],
)  # fmt: skip
def test_a_file_is_put_into_its_row(write: Write, words: list[str], row: int, before: str, after: str) -> None:
    root = write(FILES)
    ran = repotool("publish", *words, cwd=root)
    assert ran.code == 0, ran.err
    lines = README.splitlines(keepends=True)
    assert before in lines[row]
    lines[row] = lines[row].replace(before, after)
    assert (root / "README.md").read_text(encoding="utf-8") == "".join(lines)
    assert repotool("publish", *words, cwd=root).text.startswith("nothing to do")
    repotool("undo", cwd=root)
    assert (root / "README.md").read_text(encoding="utf-8") == README


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["Seminars/09/notes.ipynb", "--row", "5"], "there is no such file or folder, so the link to it would be dead"),
        (["extra.pdf", "--row", "5"], "say which with --column materials|homework"),
        (["Tasks/1/task.ipynb", "--row", "77"], "the schedule has 5 rows, and none is called so"),
        (["Tasks/1/task.ipynb", "--row", "4 апреля"], "the schedule has 5 rows, and none is called so"),
    ],
)
def test_what_is_not_certain_is_refused(write: Write, words: list[str], message: str) -> None:
    root = write(FILES)
    ran = repotool("publish", *words, cwd=root)
    assert (ran.code, message in ran.err) == (2, True), ran.err
    assert (root / "README.md").read_text(encoding="utf-8") == README


def test_what_git_ignores_would_be_dead_for_everybody_else(write: Write) -> None:
    root = write({**FILES, ".gitignore": "Tasks/\n"})
    ran = repotool("publish", "Tasks/1/task.ipynb", "--row", "5", cwd=root)
    assert (ran.code, "ignored by git" in ran.err) == (2, True)


def test_a_dry_run_shows_the_change_and_writes_nothing(write: Write) -> None:
    root = write(FILES)
    ran = repotool("publish", "Tasks/1/task.ipynb", "--row", "2", "-n", cwd=root)
    assert "+| 4 марта | Семинар 01 |" in ran.text
    assert "would put [Решётки](./Tasks/1/task.ipynb) into homework" in ran.err
    assert (root / "README.md").read_text(encoding="utf-8") == README


def test_a_day_off_gets_no_link(write: Write) -> None:
    root = write({**FILES, "README.md": README + "| 24 марта |  | Выходной |  |  |\n"})
    ran = repotool("publish", "Tasks/1/task.ipynb", "--row", "6", cwd=root)
    assert (ran.code, "--row 6: is a day off (24 марта); name the lesson or its day" in ran.err) == (2, True), ran.err
