"""Files of days: text and .ics, as people and programs write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repotool.model import Refused
from repotool.reading.course.lesson_days import read_days_off, read_lesson_days

Write = Callable[..., Path]


def calendar(*lines: str, zone: str = "") -> str:
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test", *([f"X-WR-TIMEZONE:{zone}"] if zone else [])]
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""])


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", *lines, "END:VEVENT")


def days_of(write: Write, content: str, name: str = "days.txt") -> list[str]:
    return [day.isoformat() for day in read_lesson_days(write({name: content}) / name)]


def test_a_text_has_a_day_a_line(write: Write) -> None:
    text = "# the term\n2026-02-09\n\n2026-02-10   # two lessons\n2026-02-10\n"
    assert days_of(write, text) == ["2026-02-09", "2026-02-10", "2026-02-10"]


@pytest.mark.parametrize(
    ("line", "told"), [("9.02.2026", "no day"), ("2026-02-30", "no day"), ("2026-02-09..2026-02-12", "one day a line")]
)
def test_what_is_no_day_is_refused_with_its_line(write: Write, line: str, told: str) -> None:
    with pytest.raises(Refused, match=rf"days\.txt:2: .*{told}"):
        days_of(write, f"2026-02-09\n{line}\n")


def test_an_exclusion_file_has_spans_and_names(write: Write) -> None:
    path = write({"off.txt": "2026-05-01..2026-05-03 May days\n2026-05-09\n"}) / "off.txt"
    assert read_days_off(path) == {
        date(2026, 5, 1): "May days",
        date(2026, 5, 2): "May days",
        date(2026, 5, 3): "May days",
        date(2026, 5, 9): "",
    }


def test_a_series_of_events_is_expanded(write: Write) -> None:
    weekly = event(
        "UID:1",
        "DTSTART:20260209T181000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20260224T235959",
        "EXDATE:20260223T181000",
    )
    moved = event("UID:1", "RECURRENCE-ID:20260217T181000", "DTSTART:20260219T181000")
    gone = event("UID:2", "DTSTART:20260301T181000", "STATUS:CANCELLED")
    assert days_of(write, calendar(*weekly, *moved, *gone), "days.ics") == [
        "2026-02-09", "2026-02-10", "2026-02-16", "2026-02-19", "2026-02-24",
    ]  # fmt: skip


def test_an_event_in_utc_is_on_the_day_of_its_calendar(write: Write) -> None:
    early = event("UID:1", "DTSTART:20260209T230000Z")
    assert days_of(write, calendar(*early, zone="Asia/Vladivostok"), "days.ics") == ["2026-02-10"]
    assert days_of(write, calendar(*early), "days.ics") == ["2026-02-09"]


def test_a_rule_without_an_end_is_followed_for_a_year(write: Write) -> None:
    endless = event("UID:1", "DTSTART;VALUE=DATE:20260209", "RRULE:FREQ=WEEKLY")
    days = days_of(write, calendar(*endless), "days.ics")
    assert (len(days), days[0], days[-1]) == (53, "2026-02-09", "2027-02-08")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2",
        "FREQ=DAILY;INTERVAL=0;BYMONTH=3",
        "FREQ=YEARLY;BYWEEKNO=54",
        "FREQ=WEEKLY;BYHOUR=25",
    ],
)
def test_rules_that_would_be_searched_for_ages_are_refused(write: Write, rule: str) -> None:
    content = calendar(*event("UID:1", "DTSTART:20260209T181000", f"RRULE:{rule}"))
    with pytest.raises(Refused):
        days_of(write, content, "days.ics")


@pytest.mark.parametrize("content", ["", "no calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:x\n", "\udcff\udcfe"])
def test_what_is_no_calendar_has_no_days_or_is_refused(write: Write, content: str) -> None:
    path = write({"days.ics": content.encode("utf-8", "surrogateescape")}) / "days.ics"
    try:
        assert read_lesson_days(path) == ()
    except Refused as refused:
        assert "days.ics" in str(refused)
