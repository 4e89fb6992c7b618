"""Dates as courses write them: what is read, where it stands, and what is left alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repotool.reading.course import dates
from repotool.reading.course.clock import read_time
from repotool.reading.course.dates import Reading, order_of, read
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.course.written_dates import Calendar

SPRING = Calendar(2025, "spring")


def reading(*, calendar: Calendar = SPRING, order: str = "day first", first: str = "ru") -> Reading:
    languages = ("ru", "en") if first == "ru" else ("en", "ru")
    return Reading(vocabulary(), languages, calendar, order)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3 марта", [(3, 3)]),
        ("03 марта", [(3, 3)]),
        ("3 МАРТА", [(3, 3)]),
        ("март, 3", [(3, 3)]),
        ("3-го марта", [(3, 3)]),
        ("17 сент.", [(9, 17)]),
        ("17 сен", [(9, 17)]),
        ("March 3rd", [(3, 3)]),
        ("3rd of March", [(3, 3)]),
        ("3 March", [(3, 3)]),
        ("Mar 3", [(3, 3)]),
        ("Sept. 4", [(9, 4)]),
        ("04.09", [(9, 4)]),
        ("4/9", [(9, 4)]),
        ("10 и 12 февраля", [(2, 10), (2, 12)]),
        ("10, 12 и 14 февраля", [(2, 10), (2, 12), (2, 14)]),
        ("10–12 февраля", [(2, 10), (2, 12)]),
        ("с 10 по 12 февраля", [(2, 10), (2, 12)]),
        ("Sept 3-5", [(9, 3), (9, 5)]),
        ("March 3, 10 and 17", [(3, 3), (3, 10), (3, 17)]),
        ("29 октября, 5 ноября", [(10, 29), (11, 5)]),
        ("28 февраля – 2 марта", [(2, 28), (3, 2)]),
        ("10-12.02", [(2, 10), (2, 12)]),
        ("пн, 10 февраля", [(2, 10)]),
        ("Mon 10 Feb", [(2, 10)]),
        ("Week 1 Feb 10", [(2, 10)]),
        ("10 февраля, 2 пара", [(2, 10)]),
        ("14 мар.<br>15 марта, 2 пара<br>20 мар.", [(3, 14), (3, 15), (3, 20)]),
        ("3 марта (1/2)", [(3, 3)]),
        ("10 февраля в 18:10", [(2, 10)]),
        ("Jan 10, 6 - 8:30 PM", [(1, 10)]),
        ("04.09, 10.30", [(9, 4)]),
        ("Wed, March 13 <br> 6 - 8:30 PM AM EST", [(3, 13)]),
        ("~~3 марта~~ 5 марта", [(3, 5)]),
        ("<del>3 марта</del> **5 марта**", [(3, 5)]),
        ("[5 марта](talks/2019/04/01.md)", [(3, 5)]),
        ("<b>10</b> февраля", [(2, 10)]),
        ("1 марта, 2 марта и 3", [(3, 1), (3, 2), (3, 3)]),
        ("10 февраля и 2 пара", [(2, 10)]),
        ("лекция 1 марта 5", [(3, 1)]),
        ("Week 1 Feb 10, Feb 17", [(2, 10), (2, 17)]),
        ("Week 1 Feb 10, Week 2 Feb 17", [(2, 10), (2, 17)]),
        ("Неделя 1, 3 марта", [(3, 3)]),
        ("№14 пн, 17 марта", [(3, 17)]),
        ("3 марта, ауд. 12 и 13 марта", [(3, 3), (3, 13)]),
        ("Лекции 3 и 5 марта", [(3, 3), (3, 5)]),
        ("Lecture 8. March 22, Lecture 9. Mar 29", [(3, 22), (3, 29)]),
        ("March 3, 10 April", [(3, 3), (4, 10)]),
        ("March 3, 10, April 7, 14", [(3, 3), (3, 10), (4, 7), (4, 14)]),
        ("March 3, 10 slots", [(3, 3)]),
        ("March 3 and 5 in two rooms", [(3, 3), (3, 5)]),
        ("Mon 3, Wed 5 March", [(3, 3), (3, 5)]),
        ("3 (пн) и 5 (ср) марта", [(3, 3), (3, 5)]),
        ("3 марта (1.5 часа)", [(3, 3)]),
    ],
)
def test_dates_without_a_year_are_of_the_courses_year(text: str, days: list[tuple[int, int]]) -> None:
    marks = read(text, 0, reading())
    assert [mark.value for mark in marks] == [date(2025, month, day) for month, day in days]
    assert all(mark.readable for mark in marks)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 марта 2024", date(2024, 3, 3)),
        ("3 марта 2024 г.", date(2024, 3, 3)),
        ("March 3rd, 2024", date(2024, 3, 3)),
        ("2024 March 3", date(2024, 3, 3)),
        ("04.09.2024", date(2024, 9, 4)),
        ("4.9.24", date(2024, 9, 4)),
        ("2024-09-04", date(2024, 9, 4)),
        ("2024/9/4", date(2024, 9, 4)),
        ("04-09-2024", date(2024, 9, 4)),
        ("04.09.2024г.", date(2024, 9, 4)),
        ("04.09.2024 г.", date(2024, 9, 4)),
        ("04.09.24г", date(2024, 9, 4)),
        ("04.09.2024гг.", date(2024, 9, 4)),
        ("04.09.2024 года", date(2024, 9, 4)),
        ("4 сентября 2024г.", date(2024, 9, 4)),
        ("2024-09-04T18:10", date(2024, 9, 4)),
    ],
)
def test_a_stated_year_needs_no_course(text: str, day: date) -> None:
    (mark,) = read(text, 0, reading(calendar=Calendar()))
    assert mark.value == day


def test_spans_cut_the_date_and_nothing_else() -> None:
    row = "| пн, **10** и 12 февраля 2025 (18:10) | 29.10.2025, 5.11.2025 |"
    for begin, texts in [(row.index("пн"), ["10", "12 февраля 2025"]), (row.index("29"), ["29.10.2025", "5.11.2025"])]:
        cell = row[begin : row.index(" |", begin)]
        marks = read(cell, begin, reading())
        assert [mark.text for mark in marks] == texts
        assert [mark.span.cut(row) for mark in marks] == texts


def test_without_a_year_a_date_is_readable_and_has_no_value() -> None:
    (mark,) = read("3 марта", 0, reading(calendar=Calendar()))
    assert mark.value is None
    assert mark.readable


@pytest.mark.parametrize(
    "text", ["31 апреля", "30 February", "29 февраля", "45.13", "3 мрата", "Feburary 3", "3 мaрта"]
)
def test_what_is_plainly_meant_as_a_date_and_is_none_is_unreadable(text: str) -> None:
    (mark,) = read(text, 0, reading())
    assert (mark.value, mark.readable, mark.text) == (None, False, text)


def test_the_leap_day_is_impossible_only_where_the_year_says_so() -> None:
    assert read("29 февраля", 0, reading(calendar=Calendar(2024)))[0].value == date(2024, 2, 29)
    assert read("29 февраля", 0, reading(calendar=Calendar()))[0].readable


@pytest.mark.parametrize(
    "text", ["", "—", "TBA", "Неделя 3", "Week 5", "¯\\\\\\_(ツ)\\_/¯", "2 пара", "18:10", "экзамен"]
)
def test_what_is_no_date_is_not_called_an_unreadable_one(text: str) -> None:
    assert read(text, 0, reading()) == ()


def test_january_of_an_autumn_course_is_in_the_next_year() -> None:
    autumn = reading(calendar=Calendar(2024, "autumn"))
    assert [read(text, 0, autumn)[0].value for text in ("23 декабря", "13 января")] == [
        date(2024, 12, 23),
        date(2025, 1, 13),
    ]


@pytest.mark.parametrize(
    ("column", "first", "order"),
    [
        (["6/1/25", "6/8/25", "6/15/25"], "ru", "month first"),  # there is no 15th month
        (["1/6/25", "8/6/25", "15/6/25"], "en", "day first"),
        (["02/09 (Mon)", "03/09 (Tue)"], "en", "day first"),  # the 2nd of September 2024 was a Monday
        (["1/9", "1/10", "2/5"], "en", "month first"),
        (["3/2", "10/2", "5/3"], "en", "day first"),  # the only order in which they are sorted
        (["3/4"], "en", "month first"),
        (["3/4"], "ru", "day first"),
        (["3.4"], "en", "day first"),
        (["3.10", "4.9"], "ru", "day first"),
    ],
)
def test_the_column_decides_what_comes_first(column: list[str], first: str, order: str) -> None:
    assert order_of(column, reading(calendar=Calendar(2024, "autumn"), first=first)) == order


def test_the_order_of_the_column_is_the_order_of_its_dates() -> None:
    assert read("6/1/25", 0, reading(order="month first"))[0].value == date(2025, 6, 1)
    assert read("6/1/25", 0, reading(order="day first"))[0].value == date(2025, 1, 6)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("18:10", "18:10"),
        ("в 9:30", "09:30"),
        ("10:30–12:05", "10:30"),
        ("6:30 pm", "18:30"),
        ("6 - 8:30 PM", "18:00"),
        ("11 - 1:30 pm", "11:00"),
        ("9 am", "09:00"),
        ("12:15 a.m.", "00:15"),
        ("10 февраля, 18:10", "18:10"),
        ("10 февраля", None),
        ("18.10", None),
        ("25:10", None),
        ("", None),
    ],
)
def test_start_time(text: str, time: str | None) -> None:
    assert read_time(text) == time


def test_in_a_time_column_a_full_stop_is_a_colon() -> None:
    assert read_time("18.10", dotted=True) == "18:10"


@pytest.mark.parametrize("separator", [", ", " ", " и ", " / ", "; ", "<br>", "<br/>", "<br> ", "\n"])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    ("first", "form"),
    [
        ("ru", "{} марта"),
        ("ru", "{} мар."),
        ("en", "{} March"),
        ("en", "March {}"),
        ("en", "Mar {}th"),
        ("ru", "{}.03"),
    ],
)
def test_a_list_of_dates_loses_none(separator: str, count: int, first: str, form: str) -> None:
    text = separator.join(form.format(5 + 5 * n) for n in range(count))
    if first == "en":
        text = text.replace(" и ", " and ")
    marks = read(text, 0, reading(first=first))
    assert [mark.value for mark in marks] == [date(2025, 3, 5 + 5 * n) for n in range(count)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Пн, 3.03 в 18.10", "18:10"),
        ("3.03 в 9.30", "09:30"),
        ("Mon 3.03 at 18.10", "18:10"),
        ("Mon 3.03 @ 18.10", "18:10"),
        ("Пн 3.03, 18.10", "18:10"),
        ("3.03 (пн), 18.10", "18:10"),
        ("Lecture 10. Mon 3.03, 18.10", "18:10"),
        ("Lecture 10. Wed 3.03.2025 at 18.10", "18:10"),
        ("3.03 18.10–19.45", "18:10"),
        ("3 марта, 18.10", "18:10"),
        ("2025-03-03, 18.10", "18:10"),
        ("March 3, 6.10 pm", "18:10"),
        ("March 3, 6.10 - 8.30 pm", "18:10"),
        ("3.03 - 6 pm", "18:00"),
        ("3.03", None),
        ("3 марта, ауд. 5.25", None),
    ],
)
def test_a_pair_with_a_full_stop_may_be_the_time(text: str, time: str | None) -> None:
    assert [mark.value for mark in read(text, 0, reading())] == [date(2025, 3, 3)]
    assert dates.read_time(text, reading()) == time


@pytest.mark.parametrize("text", ["Пн 3.03, 10.03", "3.03 и 10.03", "Пн 3.03, Пн 10.03", "03.03.2025, 10.03"])
def test_a_pair_that_may_be_a_day_is_one(text: str) -> None:
    assert [mark.value for mark in read(text, 0, reading())] == [date(2025, 3, 3), date(2025, 3, 10)]
    assert dates.read_time(text, reading()) is None


@pytest.mark.parametrize(
    "text", ["3.03 Пн, 4.03 Вт", "Пн 3.03, Вт 4.03", "Пн, 3.03, Вт, 4.03", "3 марта (пн) 4 марта (вт)"]
)
def test_a_weekday_belongs_to_one_date(text: str) -> None:
    assert [mark.weekday for mark in read(text, 0, reading())] == [0, 1]


def test_what_comes_again_behind_each_date_is_a_time() -> None:
    column = ["3.03 18.10", "10.03 18.10", "17.03, 24.03"]
    assert dates.times_of(column, reading()) == {"18.10"}
    known = Reading(vocabulary(), ("ru", "en"), SPRING, "day first", frozenset({"18.10"}))
    assert [mark.text for text in column for mark in read(text, 0, known)] == ["3.03", "10.03", "17.03", "24.03"]
    assert dates.read_time(column[0], known) == "18:10"


@pytest.mark.parametrize("text", ["10 may be moved", "10 march around town", "Task 10. May be moved", "we sat 10 min"])
def test_an_ordinary_word_is_no_month(text: str) -> None:
    assert read(text, 0, reading(first="en")) == ()


@pytest.mark.parametrize("text", ["10 may", "may 10, 18:10", "Sat 10 may", "10 May", "10 MAY (moved)", "май 10"])
def test_a_month_in_small_letters_needs_nothing_but_a_date_around_it(text: str) -> None:
    assert [mark.value for mark in read(text, 0, reading(first="en"))] == [date(2025, 5, 10)]


@given(st.text(alphabet="0123456789./-–, :марткиянвMarchb thпнпвgт~*[]()<>", max_size=60), st.integers(0, 9))
def test_whatever_is_read_stands_where_the_mark_says(text: str, start: int) -> None:
    marks = read(text, start, reading())
    assert [mark.span.cut(" " * start + text) for mark in marks] == [mark.text for mark in marks]
    assert list(marks) == sorted(marks, key=lambda mark: mark.span)


def test_a_strangers_endless_cell_is_read_as_far_as_anyone_needs() -> None:
    marks = read("1 марта " * 100_000, 0, reading())
    assert 0 < len(marks) < 1000
