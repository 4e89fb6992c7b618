"""What a repository knows of its notebooks: which are homework, which deadlines they tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from repotool.model import Cell, Course, Deadline, Document, Notebook, Resolution, Span, Years
from repotool.model.regex import regex
from repotool.model.repository import LinkKey
from repotool.reading.course.units import kind_of_folder, spaced
from repotool.reading.course.vocabulary import Vocabulary, vocabulary
from repotool.reading.course.year_marks import all_years, years_of_name

_TAG = regex(r"<[^<>\n]{0,200}>")
_HOUR = regex(r"\b\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[A-ZА-Я]{2,4}\b)?")
_DIGIT = regex(r"\d")
MOST_BETWEEN = 3
"""Characters between a word for deadline and its date, hours and markup left out: ": ", " – "."""
LONGEST_LINE = 400
FIRST_CELLS = 3
"""A notebook's title stands in one of its first cells."""


def homework_of(
    notebooks: Mapping[str, Notebook], courses: Sequence[Course], resolutions: Mapping[LinkKey, Resolution]
) -> frozenset[str]:
    """The notebooks that the homework column leads to, themselves or by their folder, and those in homework folders.

    One that calls itself a solution is none.
    """
    words = vocabulary()
    reached = set(_reached(courses, resolutions))
    work = {path for path in notebooks if _is_below(path, reached) or _is_in_homework_folder(path, words)}
    return frozenset(work - solutions_of(work))


def solutions_of(paths: Iterable[str]) -> frozenset[str]:
    """The paths that call themselves a solution."""
    words = vocabulary()
    return frozenset(path for path in paths if _is_solution(path, words))


def _reached(courses: Sequence[Course], resolutions: Mapping[LinkKey, Resolution]) -> Iterator[str]:
    for course in courses:
        for work in (work for lesson in course.lessons for work in lesson.homework if work.link is not None):
            assert work.link is not None
            found = resolutions.get((course.document.path, course.document.cell, work.link.span))
            if found is not None and found.kind in ("ok", "anchor") and found.path:
                yield found.path


def _is_below(path: str, reached: set[str]) -> bool:
    folders = path.split("/")
    return any("/".join(folders[:depth]) in reached for depth in range(1, len(folders) + 1))


def _is_in_homework_folder(path: str, words: Vocabulary) -> bool:
    return any(kind_of_folder(folder, words) == "homework" for folder in path.split("/")[:-1])


def _is_solution(path: str, words: Vocabulary) -> bool:
    return any(words.mentions("folders.solution", spaced(name)) for name in path.removesuffix(".ipynb").split("/"))


def deadlines_of(notebook: Notebook, courses: Sequence[Course], words: Vocabulary) -> Iterator[Deadline]:
    """The deadlines and the title's year in a notebook of a course whose years are known."""
    years = _years_of(notebook.path, courses)
    if years is None:
        return
    for cell in notebook.cells:
        if cell.kind == "markdown" and _DIGIT.search(cell.text):
            yield from _deadlines_in(cell, years, words)
            if cell.number <= FIRST_CELLS:
                yield from _title_years(cell, years, words)


def _years_of(path: str, courses: Sequence[Course]) -> Years | None:
    """The years of the course whose document lies nearest above; None where the notebook's own folders tell others."""
    above = [course for course in courses if _is_above(course.document, path)]
    nearest = max(above, key=lambda course: course.document.path.count("/"), default=None)
    years = _right_years(nearest) if nearest else None
    if years is None:
        return None
    told = [years_of_name(name) for name in path.removesuffix(".ipynb").split("/")]
    return None if any(other and not years[0] <= other[0] <= years[1] for other in told) else years


def _is_above(document: Document, path: str) -> bool:
    folder = document.path.rpartition("/")[0]
    return not folder or path.startswith(f"{folder}/")


def _right_years(course: Course) -> Years | None:
    """A term in autumn may end in January; where the season is not known, the academic year may lie either way."""
    if course.year is None:
        found = list(all_years(course.academic_year or ""))
        return found[0][2] if found else None
    if course.season == "spring":
        return course.year, course.year
    return (course.year if course.season else course.year - 1), course.year + 1


def _deadlines_in(cell: Cell, years: Years, words: Vocabulary) -> Iterator[Deadline]:
    pattern = words.pattern("words.due")
    text = cell.text
    for found in pattern.finditer(text):
        end = text.find("\n", found.end())
        line = text[found.end() : min(end if end >= 0 else len(text), found.end() + LONGEST_LINE)]
        if not _DIGIT.search(line):
            continue
        date = _first_date(line, words)
        if date is not None:
            span, year = date
            yield Deadline(cell.number, span.shift(found.end()), "deadline", span.cut(line), year, years)


def _first_date(line: str, words: Vocabulary) -> tuple[Span, int | None] | None:
    """The date that a line begins with, but for hours and markup."""
    from repotool.reading.course.dates import Reading, read

    bare = _TAG.sub(lambda m: " " * len(m[0]), line)
    marks = read(bare, 0, Reading(words, words.locales))
    if not marks or not marks[0].readable:
        return None
    between = re.sub(r"[\s*_:–—-]+", "", _HOUR.sub("", bare[: marks[0].span.start]))
    year = marks[0].value.year if marks[0].value else None
    return (marks[0].span, year) if len(between) <= MOST_BETWEEN else None


def _title_years(cell: Cell, years: Years, words: Vocabulary) -> Iterator[Deadline]:
    """A pair of years, or a year beside a season or a word for term, in a heading of the first cells."""
    text, at = cell.text, 0
    for line in text.splitlines(keepends=True):
        if line.startswith("#") and len(line) <= LONGEST_LINE:
            found = list(all_years(line))
            if len(found) == 1 and _tells_a_term(line, found[0][2], words):
                start, end, told = found[0]
                year = next((y for y in told if years[0] <= y <= years[1]), told[1])
                yield Deadline(cell.number, Span(start, end).shift(at), "title", line[start:end], year, years)
        at += len(line)


def _tells_a_term(line: str, told: Years, words: Vocabulary) -> bool:
    places = ("season.spring", "season.autumn", "words.term")
    return told[0] < told[1] or any(words.mentions(place, line) for place in places)
