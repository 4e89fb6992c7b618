"""Days of last year that no schedule tells, and the name that the new folder tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool

Write = Callable[..., Path]
README = """\
# Петрография, осень 2024

| Дата | Тема |
| --- | --- |
| 2 сентября | Минералы |
| 9 сентября | Породы |

## Контрольные

| № | Дата | Баллы |
| --- | --- | --- |
| 1 | 16.09.2024 | 1 |
| 2 | 23.09.2024 | 2 |

## Сдача

| Работа | Дедлайн |
| --- | --- |
| Шлиф | 30 сентября, 23:59 |

The report is due by October 15, 2024.

## Прошлые годы

| Дата | Событие |
| --- | --- |
| 12.09.2023 | Экспедиция |
"""


def test_each_table_of_days_and_each_day_of_the_prose_is_asked_about(write: Write) -> None:
    root = write({"prior/README.md": README})
    assert repotool("scaffold", "prior", "next", "--start", "2025-09-01", cwd=root).code == 0
    told = [
        line.split("  ", 2)[-1] for line in repotool("todo", "next", cwd=root).text.splitlines() if "README" in line
    ]
    assert told == [
        "README.md:12  the table's 2 days are of last year, from «16.09.2024» on: which are they now?",
        "README.md:19  «30 сентября» is of last year: which day is it now?",
        "README.md:21  «October 15, 2024» is a day of last year",
    ]


@pytest.mark.parametrize(
    ("old", "new", "follows"),
    [("petro-wise24", "petro-wise25", True), ("Petro2024", "Petro2025", True), ("petro1", "petro2", False)],
)
def test_a_folder_named_like_last_years_but_for_the_year_tells_the_new_name(
    write: Write, old: str, new: str, follows: bool
) -> None:
    root = write({"prior/README.md": README + f"\nЗадачи [здесь](https://github.com/our-team/{old}/issues).\n"})
    words = ["--start", "2025-09-01", "--prior-name", f"our-team/{old}"]
    assert repotool("scaffold", "prior", new, *words, cwd=root).code == 0
    text = (root / new / "README.md").read_text(encoding="utf-8")
    assert (f"our-team/{new}/issues" in text) == follows
