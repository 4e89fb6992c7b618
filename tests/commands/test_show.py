"""`repotool show` as a user meets it; how a course is read is tested where it is read."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from tests.cli import repotool

Course = Callable[[str], Path]


def test_text_is_for_reading(course: Course) -> None:
    ran = repotool("show", cwd=course("practicum-2023"))
    assert ran.code == 0
    head = ran.text.splitlines()[:5]
    assert head == [
        'Курс "Практикум по сигналам 2022/2023" для студентов 2 курса, весенний семестр',
        "spring 2023, academic year 2022/2023",
        "10 rows: 8 classes, 2 days off, 2 homework",
        "",
        "2023-02-13  01  class  Дискретизация; Теорема отсчётов · 1 material",
    ]


def test_json_of_one_course_is_one_object(course: Course) -> None:
    shown = json.loads(repotool("show", "--output-format", "json", cwd=course("deep-learning-2025")).out)
    assert list(shown) == [
        "title",
        "season",
        "year",
        "academic_year",
        "lessons",
        "homework",
        "archives",
        "grading",
    ]
    assert list(shown["lessons"][0]) == [
        "number",
        "kind",
        "date",
        "dates",
        "date_text",
        "time",
        "topics",
        "materials",
        "homework",
        "holiday",
    ]
    assert list(shown["homework"][0]) == ["lesson", "label", "target"]


def test_json_of_several_courses_is_an_array(course: Course) -> None:
    one, two = course("deep-learning-2025"), course("practicum-2023")
    for folder in (one, two):
        (folder / "repotool.toml").touch()
    shown = json.loads(repotool("show", str(one), str(two), "--output-format", "json", cwd=one.parent).out)
    assert [c["year"] for c in shown] == [2025, 2023]


def test_csv_has_a_row_for_each_lesson(course: Course) -> None:
    ran = repotool("show", "--output-format", "csv", cwd=course("deep-learning-2025"))
    rows = list(csv.DictReader(io.StringIO(ran.text)))
    assert len(rows) == 12
    assert (rows[0]["date"], rows[0]["kind"], rows[1]["homework"]) == (
        "2025-02-11",
        "lecture",
        "Градиент своими руками",
    )


def test_a_damaged_course_is_read_through_its_repair(course: Course) -> None:
    folder = course("practicum-2023")
    damaged = repotool("show", "--output-format", "json", cwd=folder).out
    repotool("fix", cwd=folder)
    assert repotool("show", "--output-format", "json", cwd=folder).out == damaged


def test_a_readme_may_come_from_stdin(course: Course, tmp_path: Path) -> None:
    readme = (course("practicum-2023") / "README.md").read_bytes()
    shown = json.loads(repotool("show", "-", "--output-format", "json", cwd=tmp_path, stdin=readme).out)
    assert len(shown["lessons"]) == 10


def test_no_course_is_said_plainly(tmp_path: Path) -> None:
    ran = repotool("show", "--output-format", "json", cwd=tmp_path)
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert ran.err.startswith("No course found")


def test_a_file_shows_the_course_that_it_alone_tells(course: Course) -> None:
    folder = course("deep-learning-2025")
    (folder / "other.md").write_text("# Другой курс\n\n| Дата | Тема |\n| --- | --- |\n| 3 марта | Графы |\n")
    shown = json.loads(repotool("show", "other.md", "--output-format", "json", cwd=folder).out)
    assert [lesson["topics"] for lesson in shown["lessons"]] == [["Графы"]]


def test_it_may_be_written_to_a_file(course: Course) -> None:
    folder = course("deep-learning-2025")
    ran = repotool("show", "--output-format", "json", "-o", "course.json", cwd=folder)
    assert (ran.out, json.loads((folder / "course.json").read_text())["year"]) == (b"", 2025)


def test_other_schedules_are_named(tmp_path: Path) -> None:
    table = "| Дата | Тема |\n| --- | --- |\n| 3 марта | Окна |\n| 10 марта | Спектр |\n"
    (tmp_path / "repotool.toml").touch()
    (tmp_path / "README.md").write_text(f"# Сигналы, весна 2025\n\n{table}")
    for year in range(2018, 2025):
        (tmp_path / str(year)).mkdir()
        (tmp_path / str(year) / "README.md").write_text(f"# Сигналы, весна {year}\n\n{table}")
    ran = repotool("show", cwd=tmp_path)
    assert ran.text.startswith("Сигналы, весна 2025\n")
    assert ran.err.startswith("2018/README.md, 2019/README.md")
    assert ran.err.endswith(
        " and 2 more have schedules of their own; name one to see it, such as: repotool show 2018/README.md\n"
    )
    one = repotool("show", "2018/README.md", cwd=tmp_path)
    assert one.text.startswith("Сигналы, весна 2018\n") and not one.err


def test_a_calendar_keeps_its_own_line_ends_and_tells_what_it_leaves_out(write: Callable[..., Path]) -> None:
    text = "# Map, spring 2025\n\n| Date | Topic | Slide |\n|---|---|---|\n| 3 March | Scale | - |\n| | Relief | - |\n"
    ran = repotool("show", "--output-format", "ics", cwd=write({"README.md": text}))
    assert ran.out.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"DTSTART;VALUE=DATE:20250303\r\n" in ran.out
    assert ran.err == "1 lesson of 2 left out: no day, or a day of an unknown year\n"


def test_a_schedule_as_a_markdown_table(write: Callable[..., Path]) -> None:
    text = (
        "# Maps, spring 2025\n\n| Date | Topic | Slides | HW | Due |\n|---|---|---|---|---|\n"
        "| 3 March, 9:00 | Scale \\| Grid<br>Relief | [s](<a b.pdf>) | HW 1 | 10 March |\n| 10 March | Rivers | | | |\n"
    )
    ran = repotool("show", "--output-format", "md", cwd=write({"README.md": text}))
    assert ran.text == (
        "# Maps, spring 2025\n\n| Date | Time | Topic | Slides | HW | Due |\n| --- | --- | --- | --- | --- | --- |\n"
        "| 2025-03-03 | 09:00 | Scale \\| Grid<br>Relief | [s](a%20b.pdf) | HW 1 | 2025-03-10 |\n"
        "| 2025-03-10 |  | Rivers |  |  |  |\n"
    )
