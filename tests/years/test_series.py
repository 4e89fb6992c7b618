"""Four years of one course: what was planted is told, and nothing else."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import repotool
from tests.conftest import FIXTURES

COURSES = FIXTURES / "courses"
PLANTED = tomllib.loads((COURSES / "series.toml").read_text(encoding="utf-8"))
YEARS = ("series_2022", "series_2023", "series_2024", "series_2025")

Write = Callable[[dict[str, str | bytes]], Path]


def compare(*words: str, cwd: Path = COURSES) -> Any:
    ran = repotool("compare", *words, "--output-format", "json", cwd=cwd)
    assert ran.code == 0, ran.err
    return json.loads(ran.text)


@pytest.fixture(scope="module")
def told() -> Any:
    return compare(*YEARS)


def events(passage: Any, what: str) -> list[dict[str, Any]]:
    """The events of a passage as series.toml plants them."""
    found = []
    for event in passage["events"]:
        if event["what"] == what:
            sides = {side: [entry["title"] for entry in event[side]] for side in ("before", "after") if event[side]}
            found.append({"kind": event["kind"], **sides})
    return found


def sort_key(event: dict[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False, sort_keys=True)


@pytest.mark.parametrize("at", range(3), ids=lambda at: PLANTED["passage"][at]["years"])
@pytest.mark.parametrize("what", ["lesson", "homework"])
def test_what_was_planted_is_told_and_nothing_else(told: Any, at: int, what: str) -> None:
    passage, planted = told["passages"][at], PLANTED["passage"][at]
    assert f"{passage['from']} → {passage['to']}" == planted["years"]
    expected = planted["lessons" if what == "lesson" else "homework"]
    assert sorted(events(passage, what), key=sort_key) == sorted(expected, key=sort_key)
    assert passage["shift_days"] == planted["shift_days"]


def test_inherited_defects_are_told_once_with_their_first_year(told: Any) -> None:
    found = [(defect["code"], defect["first"], defect["editions"]) for defect in told["defects"]]
    assert found == [(p["code"], p["years"][0], p["years"]) for p in PLANTED["defect"]]
    for defect, planted in zip(told["defects"], PLANTED["defect"], strict=True):
        assert planted["names"] in defect["message"]


def test_the_order_of_the_arguments_does_not_matter(told: Any) -> None:
    assert compare(*reversed(YEARS)) == told


def test_a_lineage_keeps_its_id_when_a_year_is_added(told: Any) -> None:
    now = {lineage["id"]: lineage["entries"] for lineage in told["lineages"]}
    for lineage in compare(*YEARS[:3])["lineages"]:
        assert now[lineage["id"]][: len(lineage["entries"])] == lineage["entries"]


def test_splits_and_merges_join_lineages(told: Any) -> None:
    by_title = {lineage["entries"][0]["title"]: lineage for lineage in told["lineages"]}
    assert by_title["Снегомеры"]["split_from"] == [by_title["Осадки; Снегомеры"]["id"]]
    assert by_title["Температура воздуха"]["merged_into"] == [by_title["Приборы и погрешности"]["id"]]


def test_the_share_of_cells_that_were_taken_along(told: Any) -> None:
    (wind,) = [line for line in told["lineages"] if line["title"] == "Роза ветров вашего двора"]
    second = wind["entries"][1]["notebooks"][0]
    assert (second["cells"], second["same"], second["edited"], second["share"]) == (5, 3, 1, 0.8)
    assert (second["from_edition"], second["from_path"]) == ("2022", "tasks/task2/task.ipynb")


def test_the_story_of_one_lesson() -> None:
    ran = repotool("compare", *YEARS, "--lesson", "облачности", cwd=COURSES)
    assert ran.text == (
        "Облачность  (lesson 6ca410)\n"
        "  2022  lesson 05, 8 March   «Облачность»\n"
        "        seminars/05/notes.ipynb\n"
        "  2023  lesson 06, 14 March   «Облачность»\n"
        "        seminars/06-clouds/notes.ipynb: all 3 cells are those of 2022\n"
        "  2024  not given\n"
        "        dropped\n"
        "  2025  lesson 04, 4 March   «Облачность»\n"
        "        returned: «Облачность», last given in 2023\n"
        "        seminars/04-clouds/notes.ipynb: all 3 cells are those of 2023\n"
    )
    by_id = repotool("compare", *YEARS, "--lesson", "6ca410", cwd=COURSES)
    assert by_id.text == ran.text


def test_the_whole_text_names_grading_and_every_lineage() -> None:
    ran = repotool("compare", *YEARS, cwd=COURSES)
    tasks = ("27 points, 3 tasks", "30 points, 3 tasks", "30 points, 3 tasks", "30 points, 2 tasks")
    assert f"  отлично            {'  '.join(tasks)}\n" in ran.text
    assert "    moved     «Радиолокация», now before «Температура воздуха»\n" in ran.text
    assert "  6ca410  05    06    ·     04    Облачность\n" in ran.text
    assert "  since 2022, 4 years  LNK101  docs/pamyatka.pdf does not exist\n" in ran.text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["series_2022"], "one year alone has nothing to be compared with"),
        (["series_2022", "series_2023", "--lesson", "Вулканы"], "no lesson or homework was ever called 'Вулканы'"),
        (["series_2022", "series_1999"], "series_1999: there is no such file or folder"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_a_way_out(words: list[str], says: str) -> None:
    ran = repotool("compare", *words, cwd=COURSES)
    assert ran.code == 2
    assert says in ran.err


def test_a_repository_without_a_schedule_is_named(write: Write) -> None:
    root = write({"empty/repotool.toml": "", "empty/README.md": "# Заметки\n"})
    ran = repotool("compare", str(COURSES / "series_2022"), "empty", cwd=root)
    assert ran.code == 2
    assert "empty: no schedule was found in it" in ran.err


HEAD = "| Дата | Номер | Тема |\n| --- | --- | --- |\n"


def test_what_strangers_wrote_commands_neither_terminal_nor_page(write: Write) -> None:
    row = "| {} | 1 | Шум \x1b[31m\u202e<script>alert(1)</script> @all `x` |\n"
    years = {
        f"{year}/README.md": f"# Сигналы, весна {year}\n\n{HEAD}" + row.format(f"3.03.{year}") for year in (2024, 2025)
    }
    root = write({**years, "2024/repotool.toml": "", "2025/repotool.toml": ""})
    for output_format in ("text", "md"):
        ran = repotool("compare", "2024", "2025", "--output-format", output_format, cwd=root)
        assert ran.code == 0, ran.err
        assert "\x1b" not in ran.text
        assert "\u202e" not in ran.text
    assert "<script" not in ran.text
    assert "@all" not in ran.text


def test_years_without_dates_stand_in_the_order_given(write: Write) -> None:
    plain = "# Сигналы\n\n| Номер | Тема | Материалы |\n| --- | --- | --- |\n| 1 | Шум | |\n| 2 | Окна | |\n"
    other = plain.replace("| 2 | Окна | |", "| 2 | Спектр | |")
    root = write({"b/README.md": plain, "a/README.md": other, "a/repotool.toml": "", "b/repotool.toml": ""})
    told = compare("b", "a", cwd=root)
    assert [edition["label"] for edition in told["editions"]] == ["b", "a"]
    assert told["passages"][0]["shift_days"] is None


def test_a_cell_of_megabytes_does_not_hide_those_after_it(write: Write) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": "![](data:image/png;base64," + "QUJD" * 500_000 + ")"}]
    cells += [{"cell_type": "markdown", "metadata": {}, "source": f"Вывод {n}: шум растёт"} for n in range(5)]
    notebook = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    files: dict[str, str | bytes] = {}
    for year in (2024, 2025):
        row = f"| 3.03.{year} | 1 | Шум | [n](n.ipynb) |\n"
        head = "| Дата | Номер | Тема | Материалы |\n| --- | --- | --- | --- |\n"
        files |= {f"{year}/README.md": f"# Сигналы, весна {year}\n\n{head}{row}", f"{year}/n.ipynb": notebook}
        files |= {f"{year}/repotool.toml": ""}
    told = compare("2024", "2025", cwd=write(files))
    (entry,) = [line["entries"][1] for line in told["lineages"]]
    assert (entry["notebooks"][0]["cells"], entry["notebooks"][0]["same"]) == (6, 6)


def test_a_repository_without_a_schedule_is_left_out_and_said_so(write: Write) -> None:
    page = "# Петрография, {}\n\n| Дата | Тема |\n|---|---|\n| {} | Минералы |\n| {} | Породы |\n"
    days = {"весна": ("3 марта", "10 марта"), "осень": ("3 сентября", "10 сентября")}
    names = {f"{season}-{year}": (season, year) for season in days for year in (2023, 2024)}
    courses = {f"{name}/README.md": page.format(f"{s} {year}", *days[s]) for name, (s, year) in names.items()}
    root = write({**courses, "notes/README.md": "# Заметки\n"})
    ran = repotool("compare", *names, "notes", "--season", "spring", cwd=root)
    assert (ran.code, "notes: no schedule was found in it" in ran.err) == (0, True), ran.err
    assert "весна-2023" in ran.text and "осень" not in ran.text.partition("\n")[2]
    assert "taken in turn; `--season spring`" in repotool("compare", *names, cwd=root).err
