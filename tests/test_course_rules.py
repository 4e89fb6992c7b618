"""What rules of the course know from its surroundings: years, weekdays, holidays, last year's repository."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repotool.engine.opening import Options, open_projects
from repotool.model import Refused

Write = Callable[[dict[str, str | bytes]], Path]

HEAD = "| Дата | Номер | Тема | ДЗ |\n| --- | --- | --- | --- |\n"


def told(root: Path, *select: str, today: date | None = None) -> list[str]:
    (project,) = open_projects((str(root),), Options(root=root, select=select, today=today))
    return [f"{finding.severity}: {finding.message}" for finding in project.check().findings]


def test_weekdays_of_another_year_are_told_once(write: Write) -> None:
    rows = "| 4 марта, вт | 01 | Окна | |\n| 11 марта, вт | 02 | Спектр | |\n| 18 марта, вт | 03 | Шум | |\n"
    root = write({"README.md": f"# Сигналы, весна 2024\n\n{HEAD}{rows}"})
    assert told(root, "SCH105") == [
        "warning: the weekdays are those of 2025, not of 2024: 3 of 3 dates disagree with theirs"
    ]


def test_weekdays_that_fit_no_year_say_nothing_of_it(write: Write) -> None:
    rows = "| 4 марта, пн | 01 | Окна | |\n| 11 марта, ср | 02 | Спектр | |\n| 18 марта, сб | 03 | Шум | |\n"
    assert told(write({"README.md": f"# Сигналы, весна 2024\n\n{HEAD}{rows}"}), "SCH105") == []


@pytest.mark.parametrize(
    ("settings", "date_of_row", "witness"),
    [
        ("[course]\nyear = 2025\n", "3 марта", "configuration"),
        ('name = "our-team/signals_2023"\n', "3.03.2025", "dates of the schedule"),
        ('name = "our-team/signals_2025"\n', "3 марта", "name of the repository"),
    ],
)
def test_the_years_of_a_course_have_a_witness(write: Write, settings: str, date_of_row: str, witness: str) -> None:
    rows = f"| {date_of_row} | 01 | Окна | |\n" * 3
    root = write({"README.md": f"# Сигналы, весна 2024\n\n{HEAD}{rows}", "repotool.toml": settings})
    assert told(root, "YRS101") == [
        f"warning: «2024» in the title is not the year of this course, 2025 by the {witness}"
    ]


def test_without_a_witness_no_year_is_stale(write: Write) -> None:
    root = write({"README.md": f"# Сигналы, весна 2014\n\n{HEAD}| 3 марта | 01 | Окна | |\n"})
    assert told(root, "YRS101") == []


def test_a_homework_is_planned_until_its_day(write: Write) -> None:
    root = write({"README.md": f"# Сигналы, весна 2025\n\n{HEAD}| 3 марта | 01 | Окна | [Окна]() |\n"})
    before = told(root, "HWK101", today=date(2025, 3, 2))
    assert before == ["info: homework «Окна» has no link yet (01, 3 марта is to come)"]
    assert told(root, "HWK101", today=date(2025, 3, 3)) == ["error: homework «Окна» has no link (01, 3 марта)"]


def test_an_unknown_country_is_refused(write: Write) -> None:
    rows = "| 1 мая | 01 | Окна | |\n"
    settings = '[course]\ncountry = "Gondor"\n'
    root = write({"README.md": f"# Сигналы, весна 2025\n\n{HEAD}{rows}", "repotool.toml": settings})
    with pytest.raises(Refused, match="country: Gondor is not known"):
        told(root, "SCH106")


def test_a_prior_repository_that_is_not_at_hand_is_no_reason_to_stop(write: Write) -> None:
    settings = '[course]\nprior = "../not-here"\n'
    root = write({"README.md": "# Сигналы\n\n[Анкета](https://forms.gle/AbCdEf)\n", "repotool.toml": settings})
    assert told(root, "YRS107") == []
