"""The calendar of a course, as the programs that import it understand it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from icalendar import Calendar

from repotool.model import Course, View
from repotool.reading.course.schedule import read_courses
from repotool.reading.markdown import parse
from repotool.reports.ics import Dated, as_calendar

COURSE = """# Акустика, весна 2025

| Дата | Номер | Тема | Аудитория | ДЗ | Дедлайн |
| --- | --- | --- | --- | --- | --- |
| 3 марта, 18:10–19:45 | Лекция  1 | Волны; шум, тон | П-14 | [Струна](s.ipynb) | 17 марта |
| 10–12 марта | Семинар 1 | Выезд<br>Запись | | | |
| 17 марта, 18:10 | Семинар 1 | Фильтры | | [Струна](t.ipynb) | 31 марта |
| 24 марта | -- | | | | |
| | Лекция 2 | Залы | | | |
"""


def events(text: str, today: date = date(2025, 2, 1), name: str | None = "owner/course") -> list[Any]:
    (course,) = read_courses({"README.md": parse("README.md", View(text))})
    written = as_calendar([Dated(course, name, today)])
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    return list(Calendar.from_ical(written).walk("VEVENT"))


def told(event: Any) -> tuple[str, Any, Any]:
    return str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None


def test_lessons_and_deadlines_are_events() -> None:
    assert [told(event) for event in events(COURSE)] == [
        ("Лекция 1 Волны; шум, тон", datetime(2025, 3, 3, 18, 10), datetime(2025, 3, 3, 19, 45)),
        ("Дедлайн: Струна", date(2025, 3, 17), date(2025, 3, 18)),
        ("Семинар 1 Выезд; Запись", date(2025, 3, 10), date(2025, 3, 13)),
        ("Семинар 1 Фильтры", datetime(2025, 3, 17, 18, 10), None),
        ("Дедлайн: Струна", date(2025, 3, 31), date(2025, 4, 1)),
    ]
    first = events(COURSE)[0]
    assert (str(first["LOCATION"]), str(first["DESCRIPTION"])) == ("П-14", "Волны; шум, тон")


def test_an_event_keeps_its_name_when_it_is_moved() -> None:
    moved = COURSE.replace("3 марта, 18:10–19:45", "5 марта, 9:00").replace("Волны", "Колебания")
    before, after = events(COURSE), events(moved, date(2025, 3, 1))
    names = [str(event["UID"]) for event in before]
    assert len(set(names)) == len(names)
    assert [str(event["UID"]) for event in after] == names
    assert int(after[0]["SEQUENCE"]) > int(before[0]["SEQUENCE"])


def test_another_year_has_other_events() -> None:
    other = {str(event["UID"]) for event in events(COURSE, name="owner/course_2026")}
    assert not other & {str(event["UID"]) for event in events(COURSE)}


def test_without_a_repository_the_course_and_its_term_tell_whose_event_it_is() -> None:
    other = {str(event["UID"]) for event in events(COURSE.replace("2025", "2026"), name=None)}
    assert not other & {str(event["UID"]) for event in events(COURSE, name=None)}


def test_the_same_course_gives_the_same_bytes() -> None:
    (course,) = read_courses({"README.md": parse("README.md", View(COURSE))})
    assert _written(course) == _written(course)


def _written(course: Course) -> str:
    return as_calendar([Dated(course, None, date(2025, 2, 1))])


def test_what_no_calendar_can_hold() -> None:
    (event, *_) = events(COURSE.replace("Волны; шум", "Вол\x07ны\udcff"))
    assert str(event["SUMMARY"]) == "Лекция 1 Волны\N{REPLACEMENT CHARACTER}, тон"
