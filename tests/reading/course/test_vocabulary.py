"""Vocabularies: a new language is a data file, and a wrong one is refused in words."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from repotool import data
from repotool.model import Course, Refused, View
from repotool.reading.course.schedule import read_courses
from repotool.reading.course.vocabulary import COLUMNS, read_language, vocabulary
from repotool.reading.markdown import parse

GERMAN = """
[columns]
date = ["datum", "termin"]
number = ["nr.", "sitzung"]
topic = ["thema"]
materials = ["unterlagen", "folien"]
homework = ["hausaufgabe*", "übung"]

[season]
spring = ["sommersemester*"]
autumn = ["wintersemester*"]

[kind]
lecture = ["vorlesung*"]
seminar = ["seminar*"]

[words]
term = ["semester*", "sommersemester*", "wintersemester*"]
holiday = ["feiertag*", "keine vorlesung"]
joiner = ["und", "bis"]
"""
SCHEDULE = """# Signale und Systeme

Die Unterlagen für das Sommersemester 2025.

| Nr. | Termin | Thema | Folien | Hausaufgaben |
| --- | --- | --- | --- | --- |
| Vorlesung 1 | 3. März | Abtastung | [Folien](eins.pdf) | |
| Vorlesung 2 | Mo., 10. Mär | Spektrum | [Folien](zwei.pdf) | [Blatt 1](blatt1.ipynb) |
| Seminar 1 | 12. und 13. Mai | Filter | | |
| | 29. Mai | Feiertag | | |
"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def languages(tmp_path: Path) -> Path:
    """The tool's own vocabularies with German beside them."""
    folder = tmp_path / "vocabulary"
    shutil.copytree(data.rules_folder() / "vocabulary", folder)
    write(folder, "de.toml", GERMAN)
    return folder


def german_course(folder: Path | None) -> tuple[Course, ...]:
    return read_courses({"README.md": parse("README.md", View(SCHEDULE))}, folder=folder)


def test_a_new_language_is_a_data_file(languages: Path) -> None:
    assert german_course(None) == ()
    (course,) = german_course(languages)
    assert (course.season, course.year, course.academic_year) == ("spring", 2025, "2024/2025")
    assert [lesson.kind for lesson in course.lessons] == ["lecture", "lecture", "seminar", "class"]
    days = [[mark.value for mark in lesson.dates] for lesson in course.lessons]
    assert days == [
        [date(2025, 3, 3)],
        [date(2025, 3, 10)],
        [date(2025, 5, 12), date(2025, 5, 13)],
        [date(2025, 5, 29)],
    ]
    assert [lesson.holiday for lesson in course.lessons] == [False, False, False, True]
    assert [work.target for lesson in course.lessons for work in lesson.homework] == ["blatt1.ipynb"]


def test_the_languages_that_come_with_the_tool_are_read() -> None:
    words = vocabulary()
    assert {"en", "ru"} <= set(words.locales)
    assert all(f"columns.{name}" in words.words for name in COLUMNS)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("columns.date", "ДАТА"),
        ("columns.number", "№"),
        ("columns.number", "No."),
        ("columns.homework", "Домашнее  задание"),
        ("columns.deadline", "жесткий дедлайн"),  # е for ё
        ("season.spring", "весеннем"),
        ("season.autumn", "Fall"),
        ("words.holiday", "праздничный день"),
    ],
)
def test_words_are_matched_without_regard_to_case_and_yo(place: str, text: str) -> None:
    assert vocabulary().names(place, text)


def test_words_are_matched_whole() -> None:
    assert not vocabulary().mentions("season.autumn", "the roof is falling")
    assert not vocabulary().names("columns.date", "update")
    assert not vocabulary().mentions("grading.marks", "нехорошо")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("de.toml", "[columns\n", "not TOML"),
        ("de.toml", "[colums]\ndate = ['datum']\n", "unknown section [colums]: did you mean columns?"),
        ("de.toml", "[columns]\ndata = ['datum']\n", "unknown key data in [columns]: did you mean date?"),
        ("de.toml", "[columns]\ndate = 'datum'\n", "[columns] date is to be a list of words"),
        ("de.toml", "[columns]\ndate = [1]\n", "[columns] date is to be a list of words"),
        ("de.toml", "[columns]\ndate = ['']\n", "[columns] date has an empty word"),
        ("de.toml", "[columns]\ndate = ['*']\n", "[columns] date has an empty word"),
        ("de.toml", "[columns]\ndate = ['datum']\n", "columns.topic is missing"),
        ("de.toml", "columns = 1\n", "columns is to be a section"),
        ("German words.toml", GERMAN, "is to be a language"),
    ],
)
def test_a_wrong_vocabulary_is_refused_in_words(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(Refused) as refused:
        read_language(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert complaint in str(refused.value)


def test_a_language_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "zz.toml", GERMAN)
    with pytest.raises(Refused, match=r"zz\.toml: zz is no language"):
        german_course(tmp_path)


def test_a_folder_without_languages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no vocabulary here"):
        vocabulary(tmp_path)
