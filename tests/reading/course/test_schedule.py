"""Documents -> the course: which tables are its schedule, what their rows say, when it takes place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from repotool.config import CourseFacts
from repotool.model import Course, Document, Lesson, Refused, View
from repotool.reading.course.schedule import read_courses
from repotool.reading.markdown import parse

COURSES = Path(__file__).parents[2] / "fixtures" / "courses"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
FACE = r"¯\\\_(ツ)\_/¯"
SPRING_2025 = ("spring", 2025, "2024/2025")
TITLE = "# Картография, весна 2025\n\n"


def documents(**texts: str) -> dict[str, Document]:
    """Documents by path; in a keyword, "__" stands for "/", and ".md" is added."""
    paths = {f"{name.replace('__', '/')}.md": text for name, text in texts.items()}
    return {path: parse(path, View(text)) for path, text in paths.items()}


def course_of(text: str, facts: CourseFacts | None = None, name: str | None = None) -> Course:
    (course,) = read_courses(documents(README=text), facts=facts, name=name)
    return course


def table(header: str, *rows: str) -> str:
    rule = "|" + " --- |" * header.count("|")
    return "\n".join([f"| {header} |", rule[: rule.rfind("|") + 1] + " --- |", *(f"| {row} |" for row in rows)]) + "\n"


def lessons_of(header: str, *rows: str) -> tuple[Lesson, ...]:
    return course_of(TITLE + table(header, *rows)).lessons


def days(lesson: Lesson) -> list[str | None]:
    return [mark.value.isoformat() if mark.value else None for mark in lesson.dates]


# Years of months


def dated(title: str, *cells: str, header: str = "Дата | Тема") -> list[str | None]:
    course = course_of(f"# {title}\n\n" + table(header, *(f"{cell} | тема" for cell in cells)))
    return [day for lesson in course.lessons for day in days(lesson)]


@pytest.mark.parametrize(
    ("title", "cells", "expected"),
    [
        ("осень 2024", ["15 декабря", "12 января", "5 февраля"], ["2024-12-15", "2025-01-12", "2025-02-05"]),
        ("осень 2024", ["5 февраля", "12 января", "15 декабря"], ["2025-02-05", "2025-01-12", "2024-12-15"]),
        ("осень 2024", ["20 июня", "2 сентября", "9 сентября"], ["2024-06-20", "2024-09-02", "2024-09-09"]),
        ("осень 2024", ["2.09", "9.12", "3.03", "2.06"], ["2024-09-02", "2024-12-09", "2025-03-03", "2025-06-02"]),
        ("осень 2024", ["3 марта", "2 сентября", "9 сентября"], [None, "2024-09-02", "2024-09-09"]),
        ("осень 2024", ["23 декабря 2024", "5 февраля 2026"], ["2024-12-23", "2026-02-05"]),
        ("весна 2025", ["20 декабря", "10 февраля", "3 марта"], ["2024-12-20", "2025-02-10", "2025-03-03"]),
        ("весна 2025", ["10 февраля", "3 марта", "8 сентября"], ["2025-02-10", "2025-03-03", "2025-09-08"]),
        ("весна 2025", ["10 февраля", "3 марта"], ["2025-02-10", "2025-03-03"]),
        ("Карты 2024", ["2 сентября", "23 декабря", "3 февраля"], [None, None, None]),
        ("Карты 2024", ["3 февраля", "2 сентября", "23 декабря"], ["2024-02-03", "2024-09-02", "2024-12-23"]),
    ],
)
def test_rows_beyond_the_end_of_a_year(title: str, cells: list[str], expected: list[str | None]) -> None:
    assert dated(title, *cells) == expected


def test_the_year_ends_between_two_tables_too() -> None:
    autumn, spring = table("Дата | Тема", "2 сентября | а", "9 сентября | б"), table("Дата | Тема", "3 марта | в")
    course = course_of(f"# Карты, осень 2024\n\n{autumn}\n## Весной\n\n{spring}")
    assert [days(lesson) for lesson in course.lessons] == [["2024-09-02"], ["2024-09-09"], ["2025-03-03"]]


def test_a_deadline_of_an_autumn_course_in_february_is_in_the_next_year() -> None:
    (lesson,) = course_of(
        "# Карты, осень 2024\n\n" + table("Дата | Тема | ДЗ | Дедлайн", "15 декабря | Сетки | Работа 1 | 5 февраля")
    ).lessons
    assert lesson.homework[0].deadline == date(2025, 2, 5)


def test_a_time_with_a_full_stop_beside_the_date() -> None:
    told, *_ = lessons_of("Дата | Тема", "Пн, 3.03 в 18.10 | Сетки", "Пн, 10.03 в 18.10 | Проекции")
    assert (days(told), told.time) == (["2025-03-03"], "18:10")
    alike = lessons_of("Дата | Тема", "3.03 18.10 | Сетки", "10.03 18.10 | Проекции")
    assert [(days(lesson), lesson.time) for lesson in alike] == [(["2025-03-03"], "18:10"), (["2025-03-10"], "18:10")]


# Numbers and lists


def test_where_no_column_has_the_number_it_is_the_weeks() -> None:
    assert [x.number for x in lessons_of("Week | Date | Topic", "1 | Feb 3 | Grids", "2 | Feb 10 | Scales")] == [
        "1",
        "2",
    ]
    assert [x.number for x in lessons_of("Week | № | Date | Topic", "1 | 7 | Feb 3 | Grids")] == ["7"]
    assert [x.number for x in lessons_of("Week | Topic | Slides", "1 | Grids | [s](a.pdf)")] == ["1"]


@pytest.mark.parametrize("cell", ["<ul><li>a<li>b", "<ul><li>a</li><li>b</li></ul>", "a<br>b", "<ul><li>a<li>b</ul>"])
def test_items_of_one_letter_are_labels(cell: str) -> None:
    (lesson,) = lessons_of("Дата | Тема | ДЗ", f"3 марта | Сетки | {cell}")
    assert [work.label for work in lesson.homework] == ["a", "b"]


@pytest.mark.parametrize("cell", ["x", "—", FACE])
def test_one_letter_alone_is_a_mark(cell: str) -> None:
    (lesson,) = lessons_of("Дата | Тема | ДЗ", f"3 марта | Сетки | {cell}")
    assert lesson.homework == ()


# Which tables are the schedule


@pytest.mark.parametrize(
    "header",
    [
        "Дата | Тема",
        "Тема | № | Материалы",
        "Дата занятия | Тема лекции | Видеозапись",
        "№ | Тема занятия | Д/З",
        "Date 🗓 | Topic",
        "**Date** (d/m) | **Slides**",
        "Week | Topic | Readings",
        "Lecture | Title | Date",
        "Дата | Лекция | Домашка",
    ],
)
def test_a_date_or_number_with_a_topic_or_materials_is_a_schedule(header: str) -> None:
    row = " | ".join(["1"] * (header.count("|") + 1))
    assert course_of(TITLE + table(header, row)).columns


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("№ | Тема | Баллы", "1 | Проекции | 10"),
        ("№ | Студент | Тема", "1 | Ира | Старые карты"),
        ("№ | Материалы", "1 | [Атлас](atlas.pdf)"),
        ("№ | Книга", "1 | Атлас мира"),
        ("Задание | Дедлайн", "Проекции | 3 марта"),
        ("Дата | Тип | Задание | Срок", "3 марта | Тест | Проекции | неделя"),
        ("№ | Тема | Дата | Статус", "1 | Формат слоёв | 2024-05-01 | принято"),
        ("Дата | Группа | Аудитория", "3 марта | 301 | 12"),
        ("Оценка | Баллы", "отлично | 80"),
        ("Раздел | Ссылка", "Лекции | [папка](Lectures)"),
    ],
)
def test_points_people_books_and_records_are_none(header: str, row: str) -> None:
    assert course_of(TITLE + table(header, row)).columns == ()


def test_a_table_without_rows_is_none() -> None:
    assert course_of(TITLE + table("Дата | Тема")).columns == ()


def test_columns_are_found_in_any_order_and_extra_ones_kept() -> None:
    course = course_of(TITLE + table("ДЗ | Тема | Погода | Дата", "[a](a.md) | Проекции | дождь | 3 марта"))
    assert [(column.name, column.header, column.index) for column in course.columns] == [
        ("homework", "ДЗ", 0),
        ("topic", "Тема", 1),
        (None, "Погода", 2),
        ("date", "Дата", 3),
    ]
    (lesson,) = course.lessons
    assert {name: cell.text for name, cell in lesson.cells.items()} == {
        "homework": "a",
        "topic": "Проекции",
        "date": "3 марта",
    }
    assert lesson.row.cells[2].text == "дождь"


def test_of_two_columns_for_one_thing_the_plainer_word_wins() -> None:
    course = course_of(TITLE + table("Название | Дата | Тема", "Пара 1 | 3 марта | Проекции"))
    assert [column.name for column in course.columns] == [None, "date", "topic"]
    assert course.lessons[0].topics == ("Проекции",)


def test_a_column_headed_lecture_holds_numbers_or_topics() -> None:
    numbered = lessons_of("Лекция | Тема | Дата", "1 | Проекции | 3 марта", "2 | Масштаб | 10 марта")
    assert [(lesson.number, lesson.topics) for lesson in numbered] == [("1", ("Проекции",)), ("2", ("Масштаб",))]
    (told,) = lessons_of("Дата | Лекция", "3 марта | Проекции")
    assert (told.number, told.topics) == (None, ("Проекции",))


def test_the_configuration_names_a_column() -> None:
    text = TITLE + table("Когда-то | О разном", "3 марта | Проекции")
    facts = CourseFacts(columns={"когда-то": "date", "О  разном": "topic"})
    assert days(course_of(text, facts).lessons[0]) == ["2025-03-03"]
    with pytest.raises(Refused, match="«dates» is not a column: did you mean date"):
        course_of(text, CourseFacts(columns={"Когда-то": "dates"}))


def test_several_tables_of_one_document_are_one_schedule() -> None:
    text = TITLE + "## Март\n\n" + table("Дата | Тема", "3 марта | Проекции")
    text += "\n## Баллы\n\n" + table("№ | Студент | Тема", "1 | Ира | Карты")
    text += "\n## Апрель\n\n" + table("№ | Дата | Тема", "2 | 7 апреля | Масштаб")
    course = course_of(text)
    assert [days(lesson) for lesson in course.lessons] == [["2025-03-03"], ["2025-04-07"]]
    assert {column.table for column in course.columns} == {0, 2}


def test_an_html_table_is_a_schedule_as_well() -> None:
    html = (
        "<table>\n<tr><th>Дата</th><th>Тема</th><th>ДЗ</th></tr>\n"
        '<tr><td rowspan="2">3 марта</td><td>Проекции</td><td><a href="hw.ipynb">Глобус</a></td></tr>\n'
        "<tr><td>Масштаб</td><td></td></tr>\n</table>\n"
    )
    lessons = course_of(TITLE + html).lessons
    assert [(days(lesson), lesson.topics) for lesson in lessons] == [
        (["2025-03-03"], ("Проекции",)),
        (["2025-03-03"], ("Масштаб",)),
    ]
    assert lessons[0].homework[0].target == "hw.ipynb"


# Which document it is read from


@pytest.mark.parametrize("name", ["README.md", "readme.md", "Readme.md", "README.markdown"])
def test_the_root_readme_in_any_case(name: str) -> None:
    here = TITLE + table("Дата | Тема", "3 марта | Проекции")
    texts = {"AAA.md": "# Другое\n\n" + table("Дата | Тема", "4 марта | Нет"), name: here}
    (course,) = read_courses({path: parse(path, View(text)) for path, text in texts.items()})
    assert (course.document.path, course.title) == (name, "Картография, весна 2025")


def test_lessons_of_another_document_title_and_year_of_the_readme() -> None:
    readme = TITLE + "Записи 2024 года [тут](https://example.org/24), записи 2023 года [тут](https://example.org/23).\n"
    readme += "\n* от 80 баллов — отлично\n"
    plan = "# Планы\n\n" + table("Дата | Тема", "3 марта | Проекции")
    (course,) = read_courses(documents(README=readme, deep__a__plan=plan, plan=plan))
    assert (course.document.path, course.title, course.year) == ("plan.md", "Картография, весна 2025", 2025)
    assert course.about is not None
    assert course.about.path == "README.md"
    assert [days(lesson) for lesson in course.lessons] == [["2025-03-03"]]
    assert len(course.archives) == 1
    assert len(course.grading) == 1


def test_without_a_readme_the_first_document_with_a_schedule_tells_all() -> None:
    (course,) = read_courses(documents(notes="# Заметки", plan=TITLE + table("Дата | Тема", "3 марта | Проекции")))
    assert (course.document.path, course.title) == ("plan.md", "Картография, весна 2025")


def test_a_readme_that_tells_of_no_course_is_none() -> None:
    assert read_courses(documents(README="# Библиотека\n\nСтавится одной командой.\n")) == ()
    assert read_courses({}) == ()


# When it takes place


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("# Карты\n\nКурс читается в весеннем семестре 2025 года.", None, ("spring", 2025, "2024/2025")),
        ("# Карты\n\nOffered in the fall semester of 2024.", None, ("autumn", 2024, "2024/2025")),
        ("# Карты\n\nЧитается с 2019 года.", "team/maps_spring_2023", ("spring", 2023, "2022/2023")),
        ("# Карты, осенний семестр 2022/2023", None, ("autumn", 2022, "2022/2023")),
        ("# Карты, весенний семестр 23/24", None, ("spring", 2024, "2023/2024")),
        ("# Карты 2023/2024", None, (None, None, "2023/2024")),
        ("# Карты", "team/MAPS-COURSE-23-24", (None, None, "2023/2024")),
        ("# Карты", "team/maps-fall-2021", ("autumn", 2021, "2021/2022")),
        ("# Maps (Spring 2019)", None, ("spring", 2019, "2018/2019")),
        ("# CS 2040: Maps", None, (None, None, None)),
        ("# Карты\n\nВ семестре две части: весна 2025 и осень 2025.", None, (None, 2025, None)),
        ("# Карты\n\nСправочник 2021 года лежит рядом.", None, (None, None, None)),
        ("# Карты\n\n[Прошлый весенний семестр 2021 года](https://example.org)", None, (None, None, None)),
        ("# Карты\n\n## Архив\n\nВ весеннем семестре 2021 года было иначе.", None, (None, None, None)),
        ("# Карты 2022/2023\n\nЭто весенний семестр 2024 года.", None, ("spring", 2024, "2023/2024")),
        ("# Карты, весна 2025\n\n* Осенний семестр\n    * [Черчение](https://example.org)", None, SPRING_2025),
        ("# Карты, весна 2025\n\nКурс осеннего семестра 2024 года.", "team/maps_spring_2025", SPRING_2025),
        ("# Карты\n\n## Весна 2025\n\nКарты и глобусы.", None, SPRING_2025),
    ],
)
def test_season_and_years(text: str, name: str | None, expected: tuple[object, ...]) -> None:
    course = course_of(f"{text}\n\n## Занятия\n\n{table('Дата | Тема', '3 марта | Проекции')}", name=name)
    assert (course.season, course.year, course.academic_year) == expected
    assert days(course.lessons[0]) == [f"{course.year}-03-03" if course.year else None]


def test_the_configuration_goes_before_the_prose() -> None:
    text = TITLE + table("Дата | Тема", "13 января | Проекции")
    facts = CourseFacts(title="Карты", season="autumn", year=2023)
    course = course_of(text, facts)
    assert (course.title, course.season, course.year, course.academic_year) == ("Карты", "autumn", 2023, "2023/2024")
    assert days(course.lessons[0]) == ["2024-01-13"]
    assert course_of(text, CourseFacts(academic_year="2020/2021")).year == 2021


def test_what_the_sources_leave_open_stays_open() -> None:
    course = course_of("# Карты\n\n" + table("Дата | Тема", "3 марта | Проекции", "04.09.2024 | Масштаб"))
    assert (course.season, course.year, course.academic_year) == (None, None, None)
    assert [days(lesson) for lesson in course.lessons] == [[None], ["2024-09-04"]]


# What the rows say


def test_numbers_dates_and_times_as_written() -> None:
    first, second = lessons_of(
        "Дата | Номер | Тема | Время",
        "29 апреля, 5 мая | 9,10 | Проекции | 10.30–12.05",
        "6 мая, 18:10 | Лекция  11 | Масштаб | ",
    )
    assert (first.number, days(first), first.time) == ("9,10", ["2025-04-29", "2025-05-05"], "10:30")
    assert (first.date_text, second.date_text) == ("29 апреля, 5 мая", "6 мая, 18:10")
    assert (second.number, days(second), second.time) == ("Лекция  11", ["2025-05-06"], "18:10")


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("Дата | Номер | Тема", "3 марта | Лекция  01 | Карты", "lecture"),
        ("Дата | Номер | Тема", "3 марта | Семинар 1 | Карты", "seminar"),
        ("Дата | Номер | Тема", "3 марта | 1 | Лекция 1. Карты", "lecture"),
        ("Дата | Номер | Тема", "3 марта | 1 | Семинар: карты", "seminar"),
        ("Дата | Номер | Тема", "3 марта | 1 | Лекция о картах", "class"),
        ("Дата | Номер | Тема", "3 марта | 1 | Карты", "class"),
        ("Дата | Тип | Тема", "3 марта | практика | Карты", "class"),
        ("Date | Kind | Topic", "3 March | Recitation | Maps", "seminar"),
    ],
)
def test_kinds(header: str, row: str, kind: str) -> None:
    assert lessons_of(header, row)[0].kind == kind


def test_topics_are_list_items_lines_or_plain_text() -> None:
    listed, broken, plain, bulleted = lessons_of(
        "Дата | Тема",
        "3 марта | <ul><li>Проекции</li><li>Масштаб</li></ul>",
        "4 марта | Проекции<br>Масштаб",
        "5 марта | Проекции: **виды** и _беды_",
        "6 марта | - Проекции<br>- Масштаб",
    )
    assert listed.topics == broken.topics == bulleted.topics == ("Проекции", "Масштаб")
    assert plain.topics == ("Проекции: виды и беды",)


def test_materials_are_links_and_labels_in_their_order() -> None:
    (lesson,) = lessons_of(
        "Дата | Тема | Слайды | Код",
        '3 марта | Карты | <ul><li>[Слайды](a.pdf)</li><li>Запись будет позже</li></ul> | <a href="b.py">Код</a>',
    )
    assert [(m.text, m.target) for m in lesson.materials] == [
        ("Слайды", "a.pdf"),
        ("Запись будет позже", None),
        ("Код", "b.py"),
    ]


def test_homework_with_a_link_an_empty_one_and_none() -> None:
    text = TITLE + table(
        "Дата | Тема | ДЗ | Выдача | Дедлайн",
        f"3 марта | а | {FACE} | |",
        "4 марта | б | [Глобус](globe.ipynb) | 5 марта | 19 марта",
        "5 марта | в | [Атлас]() | |",
        "6 марта | г | Контурная карта | |",
    )
    course = course_of(text)
    linked, empty, label = (work for lesson in course.lessons for work in lesson.homework)
    assert (linked.target, linked.issued, linked.deadline) == ("globe.ipynb", date(2025, 3, 5), date(2025, 3, 19))
    assert (empty.label, empty.target, empty.link is not None) == ("Атлас", None, True)
    assert (label.label, label.target, label.link) == ("Контурная карта", None, None)
    assert [work.span.cut(text) for work in (linked, empty, label)] == [
        "[Глобус](globe.ipynb)",
        "[Атлас]()",
        "Контурная карта",
    ]


def test_a_deadline_may_stand_beside_its_homework() -> None:
    cells = {
        "[Глобус](g.ipynb), сдать до 15 марта": [date(2025, 3, 15)],
        "[Глобус](g.ipynb) (дедлайн: 15.03)<br>[Атлас](a.ipynb) — **до 1 апреля**": [
            date(2025, 3, 15),
            date(2025, 4, 1),
        ],
        "[Map](m.ipynb), due Sat, March 15": [date(2025, 3, 15)],
        "[Глобус до 1900 года](due/3-March.ipynb)": [None],
        "[Глобус](g.ipynb) от 3 марта": [None],
    }
    lessons = lessons_of("Дата | Тема | ДЗ", *(f"3 марта | Карты | {cell}" for cell in cells))
    assert [[work.deadline for work in lesson.homework] for lesson in lessons] == list(cells.values())


@pytest.mark.parametrize("placeholder", [FACE, "＼(٥⁀▽⁀ )／", "...", "…", "--", "—", "TBA", "Ждём вестей"])
def test_the_placeholder_is_what_the_table_uses(placeholder: str) -> None:
    rows = [f"{day} марта | Тема {day} | {placeholder} | {placeholder}" for day in range(3, 7)]
    rows.append(f"10 марта | Карты | [Слайды](a.pdf) | {placeholder}")
    rows.append(f"11 марта | {placeholder} | {placeholder} | [Глобус](globe.ipynb)")
    course = course_of(TITLE + table("Дата | Тема | Материалы | ДЗ", *rows))
    assert course.placeholder == placeholder
    assert [len(lesson.materials) for lesson in course.lessons] == [0, 0, 0, 0, 1, 0]
    assert [len(lesson.homework) for lesson in course.lessons] == [0, 0, 0, 0, 0, 1]
    assert course.lessons[-1].topics == ()


def test_labels_that_repeat_in_one_column_are_no_placeholder() -> None:
    course = course_of(TITLE + table("Дата | Тема | ДЗ", *(f"{day} марта | Карты | Контест" for day in range(3, 8))))
    assert [work.label for lesson in course.lessons for work in lesson.homework] == ["Контест"] * 5
    assert course.placeholder is None


def test_empty_cells_have_the_empty_placeholder() -> None:
    assert course_of(TITLE + table("Дата | Тема | ДЗ", "3 марта | Карты | ")).placeholder == ""


@pytest.mark.parametrize(
    ("row", "holiday"),
    [
        (f"2 мая | -- | | {FACE}", True),
        ("2 мая | — | |", True),
        ("2 мая | 7 | |", False),
        ("2 мая | 7 | - |", False),
        ("2 мая | | - |", True),
        ("2 мая | | |", False),
        ("2 мая | | Праздник |", True),
        ("2 мая | 7 | Выходной (майские праздники) |", True),
        ("2 мая | | День труда — нет занятий |", True),
        ("2 мая | | *No Class* |", True),
        ("2 мая | выходной | |", True),
        ("2 мая | -- | Консультация |", False),
        ("2 мая | 7 | Праздники на картах мира |", False),
        ("2 мая | -- | | [Глобус](globe.ipynb)", False),
    ],
)
def test_holidays(row: str, holiday: bool) -> None:
    lessons = lessons_of("Дата | Номер | Тема | ДЗ", "1 апреля | 1 | Карты |", row)
    assert [lesson.holiday for lesson in lessons] == [False, holiday]


def test_headings_inside_a_table_and_empty_rows_are_no_lessons() -> None:
    lessons = lessons_of(
        "Номер | Дата | Тема | ДЗ",
        "| | **Часть 1** |",
        "1 | 3 марта | Карты |",
        "| | | ",
        "Номер | Дата | Тема | ДЗ",
        "| | Ещё не назначено |",
        "| **Часть 2** | | |",
        "| Часть 3 | | |",
        "**Часть 4** | | |",
    )
    assert [(lesson.number, lesson.topics) for lesson in lessons] == [("1", ("Карты",)), (None, ("Ещё не назначено",))]


def test_an_impossible_date_keeps_its_lesson() -> None:
    (lesson,) = lessons_of("Дата | Тема", "31 апреля | Карты")
    assert [(mark.text, mark.value, mark.readable) for mark in lesson.dates] == [("31 апреля", None, False)]


def test_rows_with_too_few_cells_are_read_as_far_as_they_go() -> None:
    lessons = lessons_of("Дата | Тема | ДЗ", "3 марта", "4 марта | Карты")
    assert [days(lesson) for lesson in lessons] == [["2025-03-03"], ["2025-03-04"]]


# Earlier years


def archives(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    course = course_of(TITLE + text + "\n## Занятия\n\n" + table("Дата | Тема", "3 марта | [Карты 2020](a), 2019 | "))
    return [(archive.series, [(e.year, e.text) for e in archive.entries]) for archive in course.archives]


def test_years_in_labels_and_in_the_sentences_around_links() -> None:
    text = """
Записи пар [выкладываем сюда](https://example.org/now).

Записи пар 2024 года [в этом плейлисте](https://example.org/24).

* Записи пар 2023 года можно найти [в другом](https://example.org/23);
* [Основы черчения 2023-2024](https://example.org/d23)
* [Основы черчения 2022-2023](https://example.org/d22)
"""
    assert archives(text) == [
        ("Записи пар", [("2024", "в этом плейлисте"), ("2023", "в другом")]),
        ("Основы черчения", [("2023-2024", "Основы черчения 2023-2024"), ("2022-2023", "Основы черчения 2022-2023")]),
    ]


def test_bare_years_belong_to_their_heading() -> None:
    text = "\n## Past versions\n\n- [2024](https://example.org/24)\n- [2023](https://example.org/23)\n"
    assert archives(text) == [("Past versions", [("2024", "2024"), ("2023", "2023")])]


def test_a_label_that_is_only_a_term_is_named_by_what_stands_before_it() -> None:
    text = "\n## Архив\n\n* [Fall 2024](https://example.org/f24)\n* [Spring 2024](https://example.org/s24)\n"
    assert archives(text) == [("Архив", [("2024", "Fall 2024"), ("2024", "Spring 2024")])]


def test_one_year_is_a_series_only_where_the_sentence_speaks_of_the_past() -> None:
    assert archives("\nАрхив занятий 2024 года [здесь](https://example.org/24).\n") == [
        ("Архив занятий", [("2024", "здесь")])
    ]
    assert archives("\n[Статья о картах, 2017](https://example.org/17)\n") == []


# Grading


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("B ≥ 56 и 7 заданий сданы на оценку ≥ 4 ⇒ отлично", (56, 7, 4, "отлично")),
        ("B >= 42 и 6 практических заданий сданы на оценку >= 4 => хорошо", (42, 6, 4, "хорошо")),
        ("**отлично ≥ 180 баллов**, 3 практических задания зачтены", (180, 3, None, "отлично")),
        ("удовлетворительно ≥ 93 баллов, 1 практическое задание зачтено", (93, 1, None, "удовлетворительно")),
        ("от 35,5 баллов — зачёт", (35.5, None, None, "зачёт")),
        ("80–100 баллов – отлично", (80, None, None, "отлично")),
        ("at least 90 points and 5 homeworks → excellent", (90, 5, None, "excellent")),
        ("иначе ⇒ неудовлетворительно", None),
        ("если ошибок > 5, это не очень хорошо", None),
        ("За неделю опоздания снимается 2 балла", None),
    ],
)
def test_grading_thresholds(line: str, expected: tuple[object, ...] | None) -> None:
    text = f"{TITLE}* {line}\n\n{table('Дата | Тема', '3 марта | Карты')}"
    grading = course_of(text).grading
    assert [(t.points, t.assignments, t.min_mark, t.mark) for t in grading] == ([expected] if expected else [])
    assert all(threshold.span.cut(text) == line for threshold in grading)


def test_grading_in_code_is_none() -> None:
    text = f"{TITLE}```\n* B ≥ 56 ⇒ отлично\n```\n\n{table('Дата | Тема', '3 марта | Карты')}"
    assert course_of(text).grading == ()


# Whole courses


def test_the_sample_of_2023() -> None:
    course = course_of((COURSES / "practicum-2023.clean.md").read_text(encoding="utf-8"))
    assert (course.season, course.year, course.academic_year) == ("spring", 2023, "2022/2023")
    assert [lesson.number for lesson in course.lessons if lesson.holiday] == ["--", "--"]
    assert [len(lesson.materials) for lesson in course.lessons] == [1, 1, 1, 2, 0, 0, 0, 0, 0, 0]
    assert [work.label for lesson in course.lessons for work in lesson.homework] == [
        "Спектр гитарной струны",
        "Убираем гул сети",
    ]
    assert days(course.lessons[0]) == ["2023-02-13"]
    assert course.placeholder == FACE
    assert [archive.series for archive in course.archives] == ["конспекты лекций о сигналах", "Записи пар"]


def test_the_sample_of_2025() -> None:
    course = course_of((COURSES / "deep-learning-2025" / "README.md").read_text(encoding="utf-8"))
    assert (course.season, course.year, course.academic_year) == ("spring", 2025, "2024/2025")
    assert [lesson.kind for lesson in course.lessons] == ["lecture", "seminar"] * 6
    assert [work.target is None for lesson in course.lessons for work in lesson.homework] == [False] * 2 + [True] * 4
    assert [[e.year for e in archive.entries] for archive in course.archives] == [
        ["2024", "2023"],
        ["2023-2024", "2022-2023"],
    ]
    assert [threshold.points for threshold in course.grading] == [48, 36, 24]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_the_real_course_of_2023() -> None:
    (seed,) = SEEDS.glob("004_*.txt")
    course = course_of(seed.read_text(encoding="utf-8").encode("mac_roman").decode("utf-8"))
    assert (course.season, course.year, course.academic_year) == ("spring", 2023, "2022/2023")
    assert len(course.lessons) == 15
    assert [lesson.number for lesson in course.lessons if lesson.homework] == ["03", "05", "07", "10"]
    assert [days(lesson) for lesson in course.lessons if lesson.holiday] == [
        ["2023-05-02"],
        ["2023-05-09"],
        ["2023-05-23"],
    ]
    assert len(next(lesson for lesson in course.lessons if lesson.number == "12").materials) == 2
    assert [[entry.year for entry in archive.entries] for archive in course.archives] == [
        ["2022-2023", "2021-2022"],
        ["2022", "2021"],
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
def test_the_real_course_of_2025() -> None:
    (seed,) = SEEDS.glob("000_*.txt")
    course = course_of(seed.read_text(encoding="utf-8"))
    assert (course.season, course.year, course.academic_year) == ("spring", 2025, "2024/2025")
    assert [sum(lesson.kind == kind for lesson in course.lessons) for kind in ("lecture", "seminar", "class")] == [
        13,
        13,
        0,
    ]
    works = [work for lesson in course.lessons for work in lesson.homework]
    assert (len(works), sum(work.target is None for work in works)) == (7, 4)
    assert [threshold.points for threshold in course.grading] == [56, 42, 35]
    values = [mark.value for lesson in course.lessons for mark in lesson.dates]
    assert (values[0], values[-1]) == (date(2025, 2, 10), date(2025, 4, 29))
    assert values == sorted(value for value in values if value)
    assert not any(lesson.holiday for lesson in course.lessons)
