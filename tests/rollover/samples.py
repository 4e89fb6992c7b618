"""A course of last year, in words of our own: what a rollover has to move on, and what it has to leave alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = "https://github.com/our-team/sound_spring_2025"
COLAB = "https://colab.research.google.com/github/our-team/sound_spring_2025/blob/main"
README = f"""\
# Курс «Звук и речь 2024/2025», весенний семестр

Материалы курса, который читается в весеннем семестре 2025 года. Впервые он шёл весной 2019 года.

## О курсе

* Обязательный курс, 6 семестр, 3 курс; версия 2025.1, статья arXiv:2025.01234
* По мотивам книги «Сигналы, весна 2025» издания 2011 года

[Курс осени](https://github.com/our-team/python_fall_2024), [старый курс](https://github.com/our-team/python_fall_2021),
[лекция из него](https://github.com/our-team/python_fall_2024/blob/main/lectures/01.pdf)

Записи [выкладываются здесь](https://www.youtube.com/playlist?list=PLnow).

- Записи 2024 года [в этом списке](https://www.youtube.com/playlist?list=PLone)
- Записи 2023 года [в этом списке](https://www.youtube.com/playlist?list=PLtwo)

Архив: [2023](https://github.com/our-team/sound_spring_2023), [2024](https://github.com/our-team/sound_spring_2024)

Задачи [лежат здесь]({HERE}/tree/main/Tasks), вопросы — [сюда]({HERE}/issues).
Запись на курс: [анкета](https://forms.gle/proshlyi), чат: [приглашение](https://t.me/+proshlyi).

![Схема](img/scheme.png)

## Занятия

| Дата | Номер | Тема | Материалы | ДЗ |
| :---: | :---: | --- | --- | --- |
| 10 февраля | 01 | Окна | [Конспект](Seminars/01-windows/notes.ipynb) | ... |
| 17 февраля | 02 | Спектр | [Слайды](Seminars/02-spectrum/notes.ipynb) | [Спектр на салфетке](Tasks/task1/task.ipynb) |
| 24 февраля | 03 | Шум | [Конспект]({COLAB}/Seminars/03-noise/notes.ipynb) | ... |
| 3 марта | 04 | Речь | ... | [Немой диктор](Tasks/task2/task.ipynb) |

## Оценка

* отлично — 30 баллов, 3 задания сданы

## Команда курса

* Аня Нотова
"""


def notebook(*cells: tuple[str, str], outputs: bool = False) -> str:
    """A notebook of (kind, text) cells, as Jupyter writes it."""

    def cell(kind: str, text: str) -> dict[str, Any]:
        made: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        if kind == "code":
            shown = [{"name": "stdout", "output_type": "stream", "text": ["42\\n"]}] if outputs else []
            made |= {"execution_count": 1 if outputs else None, "outputs": shown}
        return made

    content = {"cells": [cell(*c) for c in cells], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


TASK = notebook(
    (
        "markdown",
        "# Спектр на салфетке, весна 2025\n\nДедлайн: 3 марта 2025\n\n[Раньше](../../Seminars/01-windows/notes.ipynb)",
    ),
    ("code", "!git clone https://github.com/our-team/sound_spring_2025\n"),
    ("code", "def f(x):\n    ### BEGIN SOLUTION\n    return x * 2\n    ### END SOLUTION\n"),
    outputs=True,
)
FILES: dict[str, str] = {
    "README.md": README,
    "LICENSE": "MIT\n",
    ".gitignore": "*.tmp\n",
    "img/scheme.png": "png",
    "Seminars/01-windows/notes.ipynb": notebook(("markdown", "# Окна")),
    "Seminars/02-spectrum/notes.ipynb": notebook(("markdown", "# Спектр\n\n![](../02-spectrum/wave.svg)")),
    "Seminars/02-spectrum/wave.svg": "<svg/>",
    "Seminars/03-noise/notes.ipynb": notebook(("markdown", "# Шум")),
    "Seminars/03-noise/.ipynb_checkpoints/notes.ipynb": "{}",
    "Tasks/task1/task.ipynb": TASK,
    "Tasks/task1/data.csv": "a,b\n1,2\n",
    "Tasks/task1/train.log": "epoch 1\n",
    "Tasks/task2/task.ipynb": notebook(("markdown", "# Немой диктор")),
}


def lay(root: Path, files: dict[str, str] | None = None) -> Path:
    """Writes the course into `root`."""
    for name, text in (FILES if files is None else files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


NAMES = ("--prior-name", "our-team/sound_spring_2025", "--name", "our-team/sound_spring_2026")
START = ("--start", "2026-02-09")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
