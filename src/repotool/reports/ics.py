"""Courses -> a calendar that programs subscribe to: their lessons and deadlines. The only module that writes icalendar.

An event is known by the lesson's number, or else its topic, and not by its day: whoever imports the calendar once more
after lessons were moved gets the events moved, and no second ones.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from msgspec import Struct

from repotool.language import said
from repotool.model import Course, DateMark, Homework, Lesson
from repotool.reports.course import LONE

PRODUCT = "-//repotool//course calendar//EN"
BEGIN = date(2000, 1, 1)
"""The events' versions are the days since then: a later calendar goes before an earlier one."""
DASHES = frozenset("-–—−")


class Dated(Struct, frozen=True):
    """A course with what its calendar needs beside it: the repository's name, and the day as of which it is read."""

    course: Course
    name: str | None
    today: date


def as_calendar(courses: Sequence[Dated]) -> str:
    """All courses as one calendar, in the bytes of RFC 5545; times are those of the place, without a zone."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    titles = [dated.course.title for dated in courses if dated.course.title]
    if titles:
        calendar.add("x-wr-calname", _text("; ".join(titles)))
    for dated in courses:
        for event in _Events(dated).all():
            calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


class _Events:
    def __init__(self, dated: Dated) -> None:
        self.dated = dated
        self.course = dated.course
        self.text = dated.course.document.view.text
        self.known: Counter[str] = Counter()
        deadlines = (column.header for column in self.course.columns if column.name == "deadline")
        self.deadline = next(deadlines, "") or said("Deadline")

    def all(self) -> Iterator[Any]:
        for lesson in self.course.lessons:
            key = self.key("lesson", lesson.number or " ".join(lesson.topics) or lesson.date_text)
            if not lesson.holiday:
                yield from self.lesson(lesson, key)
            for work in lesson.homework:
                key = self.key("deadline", work.label)
                if work.deadline:
                    yield self.due(work, work.deadline, key)

    def lesson(self, lesson: Lesson, key: str) -> Iterator[Any]:
        for number, (first, last) in enumerate(_days(lesson, self.text)):
            event = self.event(f"{key} {number}", " ".join(part for part in (lesson.number, _subject(lesson)) if part))
            begin, end = _hours(lesson)
            if begin is not None and first == last:
                event.add("dtstart", datetime.combine(first, begin))
                if end is not None and end > begin:
                    event.add("dtend", datetime.combine(first, end))
            else:
                event.add("dtstart", first)
                event.add("dtend", last + timedelta(days=1))
            if lesson.topics:
                event.add("description", _text("\n".join(lesson.topics)))
            if "place" in lesson.cells and lesson.cells["place"].text.strip():
                event.add("location", _text(lesson.cells["place"].text))
            yield event

    def due(self, work: Homework, day: date, key: str) -> Any:
        event = self.event(key, f"{self.deadline}: {work.label}")
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return event

    def event(self, key: str, summary: str) -> Any:
        from icalendar import Event

        event = Event()
        event.add("uid", f"{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}@repotool")
        event.add("dtstamp", datetime.combine(self.dated.today, time(), UTC))
        event.add("sequence", max(0, (self.dated.today - BEGIN).days))
        event.add("summary", _text(" ".join(summary.split())))
        return event

    def key(self, kind: str, name: str) -> str:
        """What tells an event from all others of all courses; of equal names, the second is the second."""
        course = self.dated.name or f"{self.course.title} {self.course.season} {self.course.year}"
        name = " ".join(name.split()).casefold()
        told = "\n".join((course, self.course.document.path, kind, name))
        self.known[told] += 1
        return f"{told}\n{self.known[told]}"


def _days(lesson: Lesson, text: str) -> Iterator[tuple[date, date]]:
    """The first and last day of each event of a lesson: a range of days is one."""
    marks = [mark for mark in lesson.dates if mark.value]
    skipped = False
    for mark, following in pairwise([*marks, None]):
        if mark is None or mark.value is None or skipped:
            skipped = False
            continue
        last = following.value if following and _is_range(mark, following, text) else None
        skipped = last is not None
        yield mark.value, last if last and last > mark.value else mark.value


def _is_range(first: DateMark, last: DateMark, text: str) -> bool:
    between = text[first.span.end : last.span.start].strip()
    return bool(between) and set(between) <= DASHES


def _hours(lesson: Lesson) -> tuple[time | None, time | None]:
    """When a lesson begins, and when it ends where its cell says so: "18:10–19:45"."""
    if lesson.time is None:
        return None, None
    begin = time.fromisoformat(lesson.time)
    cells = " ".join(lesson.cells[name].text for name in ("time", "date") if name in lesson.cells)
    found = re.search(
        rf"(?<!\d)0?{begin.hour}[:.]{begin.minute:02}\s*[-–—]\s*([01]?\d|2[0-3])[:.]([0-5]\d)(?!\d|\s?[ap]\.?m)", cells
    )
    return begin, time(int(found[1]), int(found[2])) if found else None


def _subject(lesson: Lesson) -> str:
    return "; ".join(lesson.topics) or ("" if lesson.number else lesson.kind.capitalize())


def _text(text: str) -> str:
    """A text that a calendar can hold: without bytes that are not UTF-8, and without characters that control."""
    return "".join(c for c in LONE.sub("\N{REPLACEMENT CHARACTER}", text) if c >= " " or c in "\n\t")
