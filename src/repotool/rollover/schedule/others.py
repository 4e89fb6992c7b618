"""The schedules that a repository has beside its course's own: one for each stream of students, say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from repotool.config import CourseFacts
from repotool.model import Course, Document
from repotool.reading.course.schedule import read_courses
from repotool.reading.course.scheduled import scheduled
from repotool.reading.course.year_marks import all_years, years_of_name
from repotool.rollover.model import RolledSchedule, Todo
from repotool.rollover.schedule.rolling import roll_schedule
from repotool.rollover.turn import Turn

AROUND = timedelta(days=60)
"""A schedule with days farther than this from all days of the course is no part of it."""


def with_others(main: RolledSchedule, turn: Turn) -> RolledSchedule:
    """The schedule of the course, with those of other pages that come along and are of the same term."""
    others = dict(_others(turn))
    return replace(
        main,
        others=others,
        unlinked=main.unlinked + sum(other.unlinked for other in others.values()),
        cleared=main.cleared + sum(other.cleared for other in others.values()),
        recordings=main.recordings + sum(other.recordings for other in others.values()),
    )


def _others(turn: Turn) -> Iterator[tuple[str, RolledSchedule]]:
    main = turn.course
    taught = _days(main) if main is not None else []
    if main is None or not taught:
        return
    facts = CourseFacts(season=main.season, year=main.year)
    documents = {path: document for path, document in turn.repo.documents.items() if path in turn.names}
    for path in scheduled(documents, facts):
        document = documents[path]
        if document is main.document or _is_of_another_year(document, main):
            continue
        course = next(iter(read_courses({path: document}, facts=facts)), None)
        days = _days(course) if course is not None else []
        if course is not None and days and taught[0] - AROUND <= days[0] and days[-1] <= taught[-1] + AROUND:
            yield path, _rolled(course, days[0], taught[0], turn)


def _rolled(course: Course, own: date, first: date, turn: Turn) -> RolledSchedule:
    """It begins as many weeks after the course as last year, on its own weekday; a calendar is the course's alone."""
    options = turn.options
    begin = options.start or min(options.days or (first,))
    start = max(begin, _monday(begin) + (_monday(own) - _monday(first)) + timedelta(days=own.weekday()))
    rolled = roll_schedule(course, replace(options, start=start, days=None), turn.leads_on)
    if options.days is None or not rolled.edits:
        return rolled
    told = "this schedule goes on from its own weekdays, for the calendar is that of the main one: check its days"
    span = course.lessons[0].row.span
    todo = Todo("date", course.document.path, told, span, span.cut(course.document.view.text))
    return replace(rolled, todos=(todo, *rolled.todos))


def _days(course: Course) -> list[date]:
    return sorted(mark.value for lesson in course.lessons for mark in lesson.dates if mark.value)


def _is_of_another_year(document: Document, main: Course) -> bool:
    """Whether the page's path or title tells a year that is not the course's."""
    title = document.headings[0].text if document.headings else ""
    own = [main.year] if main.year is not None else [day.year for day in _days(main)]
    told = [years for *_, years in all_years(title)]
    told += [years for name in document.path.rpartition(".")[0].split("/") if (years := years_of_name(name))]
    return any(last < min(own) or max(own) < first for first, last in told)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
