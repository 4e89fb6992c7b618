"""Dates of a known truth, written as courses of five languages write them, are read as what they are: all of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import example, given, settings
from hypothesis import strategies as st

from repotool import data
from repotool.reading.course.dates import Reading, read, read_time
from repotool.reading.course.vocabulary import Vocabulary, vocabulary
from repotool.reading.course.written_dates import Calendar

LANGUAGES = {
    "de": 'joiner = ["und", "bis"]\nhour = ["um"]',
    "fr": 'joiner = ["et", "au"]\nhour = ["à"]',
    "uk": 'joiner = ["і", "та"]\nhour = ["о"]\nyear = ["р"]',
}
AND = {"ru": "и", "en": "and", "de": "und", "fr": "et", "uk": "та"}
AT = {"ru": "в", "en": "at", "de": "um", "fr": "à", "uk": "о"}
BETWEEN = (", ", " ", "; ", " / ", "<br>", "<br/>", "<br> ", "\n")
AROUND = ("{d}", "{w} {d}", "{w}, {d}", "{d} ({w})")
TIMES = ("{d}", "{d} 18:10", "{d}, 18:10", "{d} 18:10–19:45", "{d} {at} 18.10", "{d} @ 18:10")
FIRST, DAYS = date(2025, 1, 7), 100


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    """The tool's vocabularies and three more: a language is a file."""
    folder = tmp_path_factory.mktemp("words") / "vocabulary"
    shutil.copytree(data.rules_folder() / "vocabulary", folder)
    for language, lines in LANGUAGES.items():
        columns = f'[columns]\ndate = ["{language}-day"]\ntopic = ["{language}-topic"]'
        Path(folder, f"{language}.toml").write_text(f"{columns}\n[words]\n{lines}\n", encoding="utf-8")
    yield vocabulary(folder)


@dataclass(frozen=True)
class Truth:
    language: str
    days: tuple[date, ...]
    text: str
    time: str | None


def one_date(draw: st.DrawFn, language: str, day: date, form: str, year: bool) -> str:
    locale = Locale(language)
    width = draw(st.sampled_from(["wide", "abbreviated"]))
    month = locale.months["format"][width][day.month]
    if form == "day month":
        text = f"{day.day}{'.' if language == 'de' else ''} {month}{f' {day.year}' if year else ''}"
    elif form == "month day":
        text = f"{month} {day.day}{f', {day.year}' if year else ''}"
    elif form == "iso":
        return day.isoformat()
    else:
        text = f"{day.day:02}.{day.month:02}{f'.{day.year}' if year else ''}"
    return text + (draw(st.sampled_from(["", "г.", " г.", " года"])) if year and language == "ru" else "")


@st.composite
def truths(draw: st.DrawFn) -> Truth:
    language = draw(st.sampled_from(sorted(AND)))
    forms = ["day month", "numbers", "iso", *(["month day"] if language == "en" else [])]
    form, year = draw(st.sampled_from(forms)), draw(st.booleans())
    steps = draw(st.lists(st.sampled_from([1, 2, 5, 7, 14]), max_size=4))
    days = [FIRST + timedelta(draw(st.integers(0, DAYS)))]
    for step in steps:
        days.append(days[-1] + timedelta(step))
    around, times = draw(st.sampled_from(AROUND)), draw(st.sampled_from(TIMES))
    parts = []
    for day in days:
        width = draw(st.sampled_from(["wide", "abbreviated"]))
        weekday = Locale(language).days["format"][width][day.weekday()]
        written = around.format(d=one_date(draw, language, day, form, year), w=weekday)
        parts.append(times.format(d=written, at=AT[language]))
    between = draw(st.sampled_from([*BETWEEN, f" {AND[language]} "]))
    return Truth(language, tuple(days), between.join(parts), "18:10" if "18" in times else None)


ANNOUNCED = Truth(
    "de",
    (date(2025, 4, 6), date(2025, 4, 7), date(2025, 4, 9), date(2025, 4, 23), date(2025, 5, 7)),
    "Sonntag, 06.04 Montag, 07.04 Mittwoch, 09.04 Mittwoch, 23.04 Mittwoch, 07.05",
    None,
)
"""A pair that might be a time, behind its own weekday."""
BROKEN_LINES = Truth(
    "de",
    (date(2025, 4, 17), date(2025, 4, 18), date(2025, 4, 23), date(2025, 5, 7)),
    "Donnerstag 17.04<br>Freitag 18.04<br>Mittwoch 23.04<br>Mittwoch 07.05",
    None,
)
"""A weekday that begins a line is no ending of the number before it."""


@settings(max_examples=500, deadline=None)
@given(truth=truths())
@example(truth=ANNOUNCED)
@example(truth=BROKEN_LINES)
def test_every_date_is_read_and_the_time(words: Vocabulary, truth: Truth) -> None:
    reading = Reading(words, (truth.language, "ru", "en"), Calendar(2025, "spring"))
    assert tuple(mark.value for mark in read(truth.text, 0, reading)) == truth.days
    assert read_time(truth.text, reading) == truth.time


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(AND)), st.sets(st.integers(1, 28), min_size=1, max_size=5), st.integers(1, 12))
def test_days_of_one_month(words: Vocabulary, language: str, numbers: set[int], month: int) -> None:
    dot = "." if language == "de" else ""
    *head, last = (f"{number}{dot}" for number in sorted(numbers))
    listed = f"{', '.join(head)} {AND[language]} {last}" if head else last
    name = Locale(language).months["format"]["wide"][month]
    texts = [f"{listed} {name}", f"{listed} {name} 2025", *([f"{name} {listed}"] if language == "en" else [])]
    reading = Reading(words, (language, "ru", "en"), Calendar(2025, "spring"))
    for text in texts:
        assert [mark.value for mark in read(text, 0, reading)] == [date(2025, month, n) for n in sorted(numbers)], text
