"""New days in the clothes of old dates: what a table would have written, had it been of that day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from repotool.reading.course.date_parts import ordinal
from repotool.reading.course.dates import Reading, order_of
from repotool.reading.course.hand import Hand, apply, learn
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.course.written_dates import Calendar
from tests.reading.course.test_dates_written import words as words

FIRST = date(2025, 1, 27)
Style = Callable[[date], str]

LANGUAGES = ["ru", "en", "de", "fr", "uk"]
NUMBERS = [
    "%d.%m.%Y",
    "%d.%m.%y",
    "%d.%m",
    "%d/%m/%y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y-%m-%d",
    "%d-%m-%Y",
    "{d}/{m}/%y",
    "{d}.{m}.%Y",
]
WORDS = {
    "ru": [
        "{d} {month}", "{dd} {month}", "{d} {month} %Y г.", "{W}, {d} {month}", "{d} {month} ({w})",
        "**{d} {month}**, 18:10",
    ],
    "en": [
        "{Month} {d}", "{Month} {d}{st}", "{Mon} {d}, %Y", "{W} {dd} {Mon}", "{W}, {Month} {d}<sup>{st}</sup>",
        "{MON} {dd}", "the {d}{st} of {Month}",
    ],
    "de": ["{d}. {Month}", "{dd}. {Month} %Y", "{W}, {d}. {Month}"],
    "fr": ["{d} {month}", "{w} {d} {month} %Y"],
    "uk": ["{d} {month}", "{dd} {month} %Y р.", "{W} {d} {month}"],
}  # fmt: skip


def in_style(style: str, language: str) -> Style:
    locale = Locale(language)
    months, days = locale.months["format"], locale.days["format"]

    def write(day: date) -> str:
        month, weekday = months["wide"][day.month], days["wide"][day.weekday()]
        short = months["abbreviated"][day.month].rstrip(".")
        text = style.format(
            d=day.day, dd=f"{day.day:02}", m=day.month, st=ordinal(day.day), month=month, Month=month.capitalize(),
            Mon=short.capitalize(), MON=short.upper(), w=weekday, W=weekday.capitalize(),
        )  # fmt: skip
        return day.strftime(text)

    return write


STYLES = [(style, language) for language in LANGUAGES for style in [*NUMBERS, *WORDS[language]]]


@settings(max_examples=600, deadline=None)
@given(
    told=st.sampled_from(STYLES),
    start=st.integers(0, 300),
    step=st.sampled_from([1, 3, 7]),
    years=st.integers(1, 3),
    shift=st.integers(-20, 40),
)
def test_a_term_is_written_as_the_table_would(words, told, start: int, step: int, years: int, shift: int) -> None:  # type: ignore[no-untyped-def]
    write = in_style(*told)
    old = [FIRST + timedelta(start + step * number) for number in range(30)]
    new = [day + timedelta(364 * years + shift) for day in old]
    cells = [write(day) for day in old]
    hand = hand_of(cells, told[1], words, Calendar(2025, "spring"))
    assert [rewritten(hand, cell, [day]) for cell, day in zip(cells, new, strict=True)] == [write(day) for day in new]
    assert [rewritten(hand, cell, [day]) for cell, day in zip(cells, old, strict=True)] == cells


def hand_of(cells: list[str], language: str, words=None, calendar: Calendar | None = None) -> Hand:  # type: ignore[no-untyped-def]
    reading = Reading(words or vocabulary(), (language, "ru", "en"), calendar or Calendar(2025, "spring"))
    reading = Reading(reading.vocabulary, reading.languages, reading.calendar, order_of(cells, reading))
    return learn(cells, reading)


def rewritten(hand: Hand, text: str, days: list[date | None]) -> str | None:
    changes = hand.write(text, days)
    return None if changes is None else apply(text, changes)


MARCH, APRIL = date(2026, 3, 5), date(2026, 4, 12)


@pytest.mark.parametrize(
    ("text", "days", "expected"),
    [
        ("10 и 12 февраля", [date(2026, 3, 9), date(2026, 3, 11)], "9 и 11 марта"),
        ("10 и 12 февраля", [date(2026, 2, 27), date(2026, 3, 2)], "27 февраля и 2 марта"),
        ("10–12 февраля 2025", [MARCH, date(2026, 3, 7)], "5–7 марта 2026"),
        ("10–12.02", [date(2026, 2, 27), date(2026, 3, 1)], "27.02–01.03"),
        ("29.10.2025, 5.11.2025", [MARCH, APRIL], "5.3.2026, 12.4.2026"),
        ("29.10.2025, 5.11.2025", [MARCH, None], "5.3.2026"),
        ("~~10 марта~~ 12 марта (ср)", [MARCH], "5 марта (чт)"),
        ("[10 марта](#a), 18:10<br>12 марта, 18:10", [MARCH, APRIL], "[5 марта](#a), 18:10<br>12 апреля, 18:10"),
        ("Сент. 3", [APRIL], "Апр. 12"),
        ("Feb. 10, 12", [date(2026, 5, 1), MARCH], "May 1, Mar. 5"),
        ("March 3<sup>rd</sup>", [date(2026, 5, 2)], "May 2<sup>nd</sup>"),
        ("10 ФЕВ", [MARCH], "5 МАР"),
        ("31 апреля", [MARCH], "5 марта"),
        ("TBA", [MARCH], None),
        ("10 марта", [MARCH, APRIL], None),
    ],
)
def test_cells(text: str, days: list[date | None], expected: str | None) -> None:
    assert rewritten(hand_of([text], "ru"), text, days) == expected


def test_a_month_is_written_as_the_table_writes_it_elsewhere() -> None:
    hand = hand_of(["Sept 3", "Oct 1", "Sept 24", "Octbr 8", "Oct 15"], "en")
    assert rewritten(hand, "Oct 1", [date(2026, 9, 2)]) == "Sept 2"
    assert rewritten(hand, "Sept 24", [date(2026, 11, 2)]) == "Nov 2"


def test_weekdays_of_their_own_column() -> None:
    hand = hand_of(["Пн", "Ср", "Пт"], "ru")
    assert apply("Пн", hand.write_weekdays("Пн", [date(2026, 3, 3)])) == "Вт"
    assert apply("Пн, Ср", hand.write_weekdays("Пн, Ср", [date(2026, 3, 3), date(2026, 3, 5)])) == "Вт, Чт"
    assert hand.write_weekdays("по будням", [date(2026, 3, 3)]) == []
