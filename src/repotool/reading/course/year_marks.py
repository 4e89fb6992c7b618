"""The years that a course's documents tell as its own, each with its span, and what is known of it for certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from repotool.config import CourseFacts
from repotool.model import Dating, Document, Heading, Lesson, Span, Spans, YearMark, Years
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary
from repotool.reading.course.years import COURSE_CODE, FAR, LINK, LONGEST_PROSE, SENTENCE_END, YEAR, first_years

EXPLICIT = regex(r"(?<!\d)20\d\d(?!\d)|\d[./]\d{1,2}[./]\d\d(?!\d)")
"""A year in a date as written; in others it is only concluded."""
ENOUGH_ROWS = 3


def read_dating(facts: CourseFacts, lessons: Iterable[Lesson], name: str | None) -> Dating | None:
    """Configuration, else the years written in the dates of the rows, else the year in the repository's own name."""
    if facts.year is not None:
        return Dating((facts.year, facts.year), "configuration")
    if facts.academic_year and (years := only_years(facts.academic_year)):
        return Dating(years, "configuration")
    marks = [mark for lesson in lessons for mark in lesson.dates if mark.value and EXPLICIT.search(mark.text)]
    told = sorted(mark.value.year for mark in marks if mark.value)
    if len(told) >= ENOUGH_ROWS:
        return Dating((told[0], told[-1]), "dates of the schedule") if told[-1] - told[0] <= 1 else None
    named = years_of_name((name or "").rpartition("/")[2])
    return Dating(named, "name of the repository") if named else None


def read_year_marks(document: Document, words: Vocabulary) -> Iterator[YearMark]:
    """The years of the title, and those of the introduction that stand beside a word for term or season."""
    if not document.headings:
        return
    title = min(document.headings, key=lambda heading: heading.level)
    yield from _of_title(document, title)
    begin = document.headings[0].span.end
    ends = [*(h.span.start for h in document.headings[1:]), *(table.span.start for table in document.tables)]
    end = min((end for end in ends if end >= begin), default=len(document.view.text))
    yield from _of_prose(document, begin, min(end, begin + LONGEST_PROSE), words)


def only_years(text: str) -> Years | None:
    """The one year or academic pair of a text."""
    found = [years for _, _, years in all_years(text)]
    return found[0] if len(found) == 1 else None


def all_years(text: str) -> Iterator[tuple[int, int, Years]]:
    """Years and pairs: begin, end, first and last year."""
    pairs = list(first_years(text, short_dash=True))
    yield from ((start, end, (first, first + 1)) for start, end, first in pairs)
    taken = Spans(Span(start, end) for start, end, _ in pairs)
    for match in YEAR.finditer(text):
        if not taken.hold(Span(match.start(), match.start() + 1)):
            yield *match.span(), (int(match[0]), int(match[0]))


def years_of_name(name: str) -> Years | None:
    """Of a repository or folder: "mmp_dl_spring_2025", "ML-COURSE-23-24", "2021-fall"."""
    return only_years(" ".join(_without_joints(name)))


def _without_joints(name: str) -> list[str]:
    """The parts of a name; two that are the years of a pair stay one part."""
    parts = re.split(r"[\W_]+", name)
    joined: list[str] = []
    for part in parts:
        last = joined[-1] if joined else ""
        if part.isdecimal() and last.isdecimal() and next(first_years(f"{last}/{part}"), None):
            joined[-1] = f"{last}/{part}"
        else:
            joined.append(part)
    return joined


def stem_of_name(name: str) -> str:
    """A name without its years: of all years of one course it is the same."""
    return " ".join(part for part in _without_joints(name) if part and only_years(part) is None).casefold()


def _of_title(document: Document, title: Heading) -> Iterator[YearMark]:
    written = title.span.cut(document.view.text)
    code = COURSE_CODE.match(written)
    shift = code.end() if code else 0
    found = list(all_years(LINK.sub(lambda m: " " * len(m[0]), written[shift:])))
    if len(found) == 1:
        start, end, years = found[0]
        span = Span(start, end).shift(title.span.start + shift)
        yield YearMark(document.path, span, span.cut(document.view.text), years, "title")


def _of_prose(document: Document, begin: int, end: int, words: Vocabulary) -> Iterator[YearMark]:
    text = document.view.text
    prose = LINK.sub(lambda match: " " * len(match[0]), text[begin:end])
    for span in sentences(prose):
        sentence = span.cut(prose)
        if any(words.mentions(f"words.{name}", sentence) for name in ("archive", "source", "began")):
            continue
        for start, stop, years in all_years(sentence):
            if is_of_a_term(sentence, start, words):
                place = Span(start, stop).shift(begin + span.start)
                yield YearMark(document.path, place, place.cut(text), years, "introduction")


def is_of_a_term(sentence: str, place: int, words: Vocabulary) -> bool:
    """Whether a word for a term or a season stands near the year at `place`."""
    patterns = [words.pattern(name) for name in ("words.term", "season.spring", "season.autumn")]
    return any(abs(match.start() - place) <= FAR for pattern in patterns for match in pattern.finditer(sentence))


def sentences(prose: str) -> Iterator[Span]:
    """The sentences and list items of a text."""
    start = 0
    for match in SENTENCE_END.finditer(prose):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(prose))
