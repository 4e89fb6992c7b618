"""What only the instructor knows of the new dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from repotool.language import to_say
from repotool.model import Course, Lesson, Span
from repotool.rollover.model import Rollover, Todo
from repotool.rollover.schedule.calendar import Timetable
from repotool.rollover.schedule.places import Placed
from repotool.rollover.schedule.rows import Stream

MOST_NAME = 40


def questions(
    course: Course, stream: Stream, times: Timetable, rows: Sequence[Placed], options: Rollover
) -> Iterator[Todo]:
    """The questions that the new days of a stream leave open."""
    ask = _Asking(course)
    yield from ask.lessons_without_day([one for one in rows if one.fate == "blank"], times)
    for one in rows:
        if one.row is None:
            continue
        if one.pause is not None and one.days[0]:
            weeks = round(one.pause.days / 7)
            yield ask.of(
                "break", one.row.lesson, f"last year's break of {weeks} weeks before {told(one.days[0])} is kept"
            )
        if one.row.stray is not None and one.days[0]:
            stray, now = told(one.row.stray), told(one.days[0])
            yield ask.of("date", one.row.lesson, f"{stray} stood out of order last year; is {now} right?")
        if one.fate == "dated" and one.row.lesson.holiday and one.days[0]:
            was = to_say(
                f"{told(one.row.first)} was free last year" if one.row.first else "this day was free last year"
            )
            yield ask.of("holiday", one.row.lesson, f"{was}; is {told(one.days[0])} free, too?")
        if one.fate == "dated" and options.on_holiday == "keep":
            yield from ask.on_holidays(one, options)
        if one.fate == "gone" and times.only_lessons:
            yield ask.of("row", one.row.lesson, "a row that was free last year went: the calendar has no gap for it")
    new = [day for one in rows if one.fate == "new" and (day := one.days[0])]
    if new:
        last = stream.rows[0 if stream.falling else -1].lesson
        many = to_say(f"{len(new)} rows were" if len(new) > 1 else "a row was")
        yield ask.of("row", last, f"{many} added for the days that last year had no lesson for: {listed(new)}")


class _Asking:
    def __init__(self, course: Course) -> None:
        self.course = course

    def of(self, kind: str, lesson: Lesson, message: str) -> Todo:
        cell = lesson.cells.get("date")
        span = cell.span if cell and cell.span.start < cell.span.end else _first_cell(lesson)
        document = self.course.document
        return Todo(kind, document.path, message, span, span.cut(document.view.text))

    def lessons_without_day(self, blank: Sequence[Placed], times: Timetable) -> Iterator[Todo]:
        if not blank or blank[0].row is None:
            return
        lesson = blank[0].row.lesson
        name = named(lesson)
        many = to_say(
            f"{len(blank)} lessons have no day, from «{name}» on" if len(blank) > 1 else f"there is no day for «{name}»"
        )
        end = told(max(times.days)) if times.days else ""
        yield self.of("date", lesson, f"{many}: the calendar ends on {end}" if end else many)

    def on_holidays(self, one: Placed, options: Rollover) -> Iterator[Todo]:
        for day in one.days:
            name = (options.days_off or {}).get(day) if day else None
            if day and name is not None and one.row:
                yield self.of("holiday", one.row.lesson, f"{told(day)} is a day off{f' ({name})' if name else ''}")


def told(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def listed(days: Sequence[date]) -> str:
    return ", ".join(f"{day:%Y-%m-%d}" for day in days[:5]) + (" …" if len(days) > 5 else "")


def named(lesson: Lesson) -> str:
    """What a reader knows a lesson by: its number, else its topic."""
    name = lesson.number or next(iter(lesson.topics), "") or lesson.date_text
    return name if len(name) <= MOST_NAME else f"{name[:MOST_NAME]}…"


def _first_cell(lesson: Lesson) -> Span:
    return next((cell.span for cell in lesson.row.cells if cell.span.start < cell.span.end), lesson.row.span)
