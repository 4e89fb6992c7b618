"""Documents -> the course they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from repotool.config import CourseFacts
from repotool.model import Column, Course, Document
from repotool.reading.course.archives import read_archives
from repotool.reading.course.days_off import days_off
from repotool.reading.course.grading import read_grading
from repotool.reading.course.hand import Hand
from repotool.reading.course.lessons import read_lessons, table_hands
from repotool.reading.course.scheduled import find_schedule
from repotool.reading.course.scheduled import root_readme as root_readme
from repotool.reading.course.vocabulary import Vocabulary, vocabulary
from repotool.reading.course.workload import read_workload
from repotool.reading.course.written_dates import Calendar
from repotool.reading.course.year_marks import read_dating, read_year_marks
from repotool.reading.course.years import read_term


def read_courses(
    documents: Mapping[str, Document],
    *,
    facts: CourseFacts | None = None,
    name: str | None = None,
    folder: Path | None = None,
) -> tuple[Course, ...]:
    """The course that the documents of a repository tell of, if they tell of one; paths are relative to its root.

    It is read from the root README. Where that has no schedule, the lessons come from the first document that has one.
    `name` is the repository's own name ("owner/repo"), `folder` that of the vocabularies (by default the tool's own).
    Dates have a value where the course's year is known: see `read_term` for who tells it. Raises Refused for a column
    name of `facts` or a vocabulary that is none.
    """
    facts = facts or CourseFacts()
    words = vocabulary(folder)
    readme = root_readme(documents)
    scheduled, columns = find_schedule(documents, readme, words, facts)
    document = scheduled or readme
    if document is None:
        return ()
    course = _course(document, readme or document, columns, words, facts, name)
    return (course,) if _tells_of_a_course(course) else ()


def _course(
    document: Document,
    about: Document,
    columns: tuple[Column, ...],
    words: Vocabulary,
    facts: CourseFacts,
    name: str | None,
) -> Course:
    title = facts.title or title_of(about)
    term = read_term(facts, about, title or "", name, words)
    calendar = Calendar(term.calendar_year(), term.season)
    lessons, placeholder = read_lessons(document, columns, calendar, words)
    return Course(
        document=document,
        title=title,
        season=term.season,
        year=term.calendar_year(),
        academic_year=facts.academic_year or term.academic_year(),
        lessons=lessons,
        archives=read_archives(about, words),
        grading=read_grading(about, words),
        workload=read_workload(about, words),
        columns=columns,
        placeholder=placeholder,
        days_off=days_off(facts.country, lessons) if facts.country else {},
        dating=read_dating(facts, lessons, name),
        year_marks=tuple(read_year_marks(about, words)),
        about=about if about is not document else None,
    )


def title_of(document: Document) -> str | None:
    """The first heading of the highest level there is."""
    heading = min(document.headings, key=lambda heading: heading.level, default=None)
    return heading.text if heading else None


def _tells_of_a_course(course: Course) -> bool:
    return bool(course.columns or course.archives or course.grading or (course.season and course.year))


def hands_of(course: Course, folder: Path | None = None) -> Mapping[int, Hand]:
    """How the tables of a course's schedule write their dates, by the table's number in its document."""
    calendar = Calendar(course.year, course.season)
    return table_hands(course.document, course.columns, calendar, vocabulary(folder))
