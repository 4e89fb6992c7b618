"""A course as `repotool show` prints it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from repotool.model import Course, View
from repotool.reading.course.schedule import read_courses
from repotool.reading.markdown import parse
from repotool.reports.course import FIELDS, as_object, as_rows, as_text

COURSES = Path(__file__).parents[1] / "fixtures" / "courses"
SMALL = """# Картография, весна 2025

Записи 2024 года [здесь](https://example.org/24), записи 2023 года [здесь](https://example.org/23).

| Дата | Номер | Тема | Материалы | ДЗ | Выдача | Дедлайн |
| --- | --- | --- | --- | --- | --- | --- |
| 3 и 4 марта, 18:10 | Лекция  1 | Карты<br>Глобус | [Слайды](a.pdf) | [Глобус](g.ipynb) | 4 марта | 18 марта |
| 10 марта | Семинар 1 | Масштаб | Доска | [Атлас]() | | |
| 1 мая | -- | | | | | |

* от 35,5 баллов и 2 задания на оценку ≥ 4 — зачёт
"""


def course_of(text: str) -> Course:
    (course,) = read_courses({"README.md": parse("README.md", View(text))})
    return course


def sample(path: str) -> Course:
    return course_of((COURSES / path).read_text(encoding="utf-8"))


def test_the_object_has_the_promised_form() -> None:
    assert as_object(course_of(SMALL)) == {
        "title": "Картография, весна 2025",
        "season": "spring",
        "year": 2025,
        "academic_year": "2024/2025",
        "lessons": [
            {
                "number": "Лекция  1",
                "kind": "lecture",
                "date": "2025-03-03",
                "dates": ["2025-03-03", "2025-03-04"],
                "date_text": "3 и 4 марта, 18:10",
                "time": "18:10",
                "topics": ["Карты", "Глобус"],
                "materials": [{"text": "Слайды", "target": "a.pdf"}],
                "homework": {
                    "label": "Глобус",
                    "target": "g.ipynb",
                    "issued": "2025-03-04",
                    "deadline": "2025-03-18",
                },
                "holiday": False,
            },
            {
                "number": "Семинар 1",
                "kind": "seminar",
                "date": "2025-03-10",
                "dates": ["2025-03-10"],
                "date_text": "10 марта",
                "time": None,
                "topics": ["Масштаб"],
                "materials": [{"text": "Доска", "target": None}],
                "homework": {"label": "Атлас", "target": None, "issued": "2025-03-10", "deadline": None},
                "holiday": False,
            },
            {
                "number": "--",
                "kind": "class",
                "date": "2025-05-01",
                "dates": ["2025-05-01"],
                "date_text": "1 мая",
                "time": None,
                "topics": [],
                "materials": [],
                "homework": None,
                "holiday": True,
            },
        ],
        "homework": [
            {"lesson": "Лекция  1", "label": "Глобус", "target": "g.ipynb"},
            {"lesson": "Семинар 1", "label": "Атлас", "target": None},
        ],
        "archives": [
            {
                "series": "Записи",
                "entries": [
                    {"year": "2024", "text": "здесь", "target": "https://example.org/24"},
                    {"year": "2023", "text": "здесь", "target": "https://example.org/23"},
                ],
            }
        ],
        "grading": [{"points": 35.5, "assignments": 2, "min_mark": 4, "mark": "зачёт"}],
    }


def test_whole_numbers_are_integers() -> None:
    grading = as_object(sample("deep-learning-2025/README.md"))["grading"]
    assert grading[0] == {"points": 48, "assignments": 6, "min_mark": 5, "mark": "отлично"}
    assert json.dumps(grading[0], ensure_ascii=False).startswith('{"points": 48,')


def test_without_a_year_dates_are_null_and_empty() -> None:
    course = course_of(SMALL.replace("весна 2025", "весна"))
    lesson: dict[str, Any] = as_object(course)["lessons"][0]
    assert (lesson["date"], lesson["dates"], lesson["date_text"]) == (None, [], "3 и 4 марта, 18:10")
    assert lesson["homework"]["issued"] is None


def test_bytes_that_are_no_text_do_not_break_the_output() -> None:
    course = course_of(SMALL.replace("Масштаб", "Масшта\udcff"))
    assert json.dumps(as_object(course), ensure_ascii=False).encode()
    assert "".join(",".join(row) for row in as_rows([course])).encode()
    assert as_text(course).encode()


def test_a_row_a_lesson_under_one_header() -> None:
    file = io.StringIO()
    csv.writer(file).writerows(as_rows([course_of(SMALL), sample("deep-learning-2025/README.md")]))
    rows = list(csv.reader(io.StringIO(file.getvalue())))
    assert rows[0] == list(FIELDS)
    assert len(rows) == 1 + 3 + 12
    first = dict(zip(FIELDS, rows[1], strict=True))
    assert (first["course"], first["dates"], first["topics"]) == (
        "Картография, весна 2025",
        "2025-03-03; 2025-03-04",
        "Карты; Глобус",
    )
    assert (first["materials"], first["homework_target"], first["deadline"]) == (
        "Слайды <a.pdf>",
        "g.ipynb",
        "2025-03-18",
    )
    assert [row[FIELDS.index("holiday")] for row in rows[1:4]] == ["false", "false", "true"]


def test_the_text_is_for_reading() -> None:
    assert as_text(course_of(SMALL)) == (
        "Картография, весна 2025\n"
        "spring 2025, academic year 2024/2025\n"
        "3 rows: 1 lecture, 1 seminar, 1 day off, 2 homework (1 without a link)\n"
        "\n"
        "2025-03-03  18:10  Лекция 1   lecture  Карты; Глобус · 1 material\n"
        "                                       homework: Глобус → g.ipynb, due 2025-03-18\n"
        "2025-03-10         Семинар 1  seminar  Масштаб · 1 material\n"
        "                                       homework: Атлас → (no link)\n"
        "2025-05-01         --                  (day off)\n"
        "\n"
        "earlier years\n"
        "  Записи: 2024, 2023\n"
        "\n"
        "grading\n"
        "  зачёт: 35.5 points, 2 assignments marked 4 or better\n"
    )


def test_a_course_may_have_no_schedule_yet() -> None:
    assert as_text(course_of("# Карты, весна 2025\n")) == (
        "Карты, весна 2025\nspring 2025, academic year 2024/2025\nno schedule\n"
    )


def test_the_text_holds_nothing_that_a_terminal_obeys() -> None:
    text = as_text(course_of(SMALL.replace("Масштаб", "Мас\x1b[31mштаб\u202e").replace("g.ipynb", "g\x1b.ipynb")))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Мас\\x1b[31mштаб\\u202e" in text
