"""The years that a document tells as the course's own -> the next term's, each in its own shape.

Years of lists of former years, of dates, quotations, links, code and history stay: see `_zones` and `_is_history`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from repotool.model import Course, Document, Edit, Heading, Span, Spans, Years
from repotool.model.regex import regex
from repotool.reading.course.dates import Reading, read
from repotool.reading.course.vocabulary import Vocabulary, vocabulary
from repotool.reading.course.year_marks import all_years, is_of_a_term, sentences
from repotool.reading.course.years import COURSE_CODE, LINK
from repotool.rollover.model import Todo
from repotool.rollover.terms import Step, respelled

QUOTED = regex(r"«[^«»\n]{1,200}»|“[^“”\n]{1,200}”|\"[^\"\n]{1,200}\"")
TEX_DATE = regex(r"\\date\{([^{}\n]{0,100})\}")
LONG_PAIR = regex(r"20\d\d\s?[/–—-]\s?(?:20)?\d\d")
YEAR_LIKE = regex(r"\d\d")
FULL_DATE = regex(r"[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? 20\d\d|\d{1,2}\D{1,20}20\d\d|20\d\d-\d\d-\d\d")


def year_edits(document: Document, step: Step, course: Course | None = None) -> Iterator[Edit]:
    """The edits of a document. In the one that tells of `course`, title and introduction take stale years along."""
    words = vocabulary()
    text = document.view.text
    title = title_of(document) if course is not None else None
    if title is not None:
        yield from _of_title(document, title, step)
    intro = _introduction(document) if course is not None else Span(0, 0)
    prose = _masked(document, course, [title] if title else [])
    for sentence in sentences(prose):
        if not YEAR_LIKE.search(prose, sentence.start, sentence.end) or _is_history(document, sentence, course, words):
            continue
        for span, years in _told(prose, sentence, words):
            fits = step.is_stale_or_current(years) if intro.holds(span) else step.is_current(years)
            if fits:
                yield from _edit(document, span, years, step)
    for match in TEX_DATE.finditer(text):
        for start, end, years in all_years(match[1]):
            yield from _edit(document, Span(start, end).shift(match.start(1)), years, step)


def dated_prose(document: Document, step: Step, course: Course | None) -> Iterator[Todo]:
    """A question for each day of last year that the prose tells: an exam, a deadline, an announcement."""
    words = vocabulary()
    prose = _masked(document, course, [])
    for match in FULL_DATE.finditer(prose):
        reading = Reading(words, words.locales)
        for mark in read(match[0], match.start(), reading):
            if mark.value is not None and step.old_year is not None and 0 <= step.year - mark.value.year <= 2:
                yield Todo("date", document.path, f"«{mark.text}» is a day of last year", mark.span, mark.text)


def title_of(document: Document) -> Heading | None:
    """The first heading of the highest level."""
    return min(document.headings, key=lambda heading: heading.level, default=None)


def _edit(document: Document, span: Span, years: Years, step: Step) -> Iterator[Edit]:
    old = span.cut(document.view.text)
    new = respelled(old, step.target(years))
    if new != old:
        yield Edit(document.path, span, new)


def _of_title(document: Document, title: Heading, step: Step) -> Iterator[Edit]:
    written = title.span.cut(document.view.text)
    code = COURSE_CODE.match(written)
    shift = code.end() if code else 0
    for start, end, years in all_years(LINK.sub(_blank, written[shift:])):
        if step.is_stale_or_current(years):
            yield from _edit(document, Span(start, end).shift(title.span.start + shift), years, step)


def _told(prose: str, sentence: Span, words: Vocabulary) -> Iterator[tuple[Span, Years]]:
    """The years of a sentence that are a term's: beside a word for one, no other year between, or a pair in full."""
    text = sentence.cut(prose)
    dated = Spans(Span(*match.span()) for match in FULL_DATE.finditer(text))
    found = sorted(all_years(text))
    for at, (start, end, years) in enumerate(found):
        if dated.hold(Span(start, end)) and years[0] == years[1]:
            continue
        begin = found[at - 1][1] if at else 0
        around = text[begin : found[at + 1][0] if at + 1 < len(found) else len(text)]
        if is_of_a_term(around, start - begin, words) or (years[0] < years[1] and LONG_PAIR.fullmatch(text[start:end])):
            yield Span(start, end).shift(sentence.start), years


def _introduction(document: Document) -> Span:
    """From the first heading to the next one, or the first table; a heading right below the first belongs to it."""
    headings, text = document.headings, document.view.text
    begin = headings[0].span.end if headings else 0
    rest = list(headings[1:])
    if rest and not text[begin : rest[0].span.start].strip():
        begin, rest = rest[0].span.start, rest[1:]
    ends = [*(heading.span.start for heading in rest), *(table.span.start for table in document.tables)]
    return Span(begin, min((end for end in ends if end >= begin), default=len(text)))


def _is_history(document: Document, sentence: Span, course: Course | None, words: Vocabulary) -> bool:
    """Whether a sentence speaks of former years, of a beginning or a source, or is an entry of an archive."""
    text = sentence.cut(document.view.text)
    if any(words.mentions(f"words.{name}", text) for name in ("archive", "source", "began")):
        return True
    if course is not None and any(sentence.holds(span) for span in archived(course)):
        return True
    above = bisect_right(document.headings, sentence.start, key=lambda heading: heading.span.start)
    return above > 0 and words.mentions("words.archive", document.headings[above - 1].text)


def archived(course: Course) -> Iterator[Span]:
    """The links of the lists of earlier years, in the document that tells of the course."""
    return (entry.link.span for archive in course.archives if len(archive.entries) > 1 for entry in archive.entries)


def _masked(document: Document, course: Course | None, others: Iterable[Heading]) -> str:
    """The text with everything blank that is not the course's own prose, each character at its place."""
    text = QUOTED.sub(lambda match: match[0] if _is_own(match[0], course) else _blank(match), document.view.text)
    text = LINK.sub(_blank, text)
    parts, end = [], 0
    for zone in sorted(_zones(document, others)):
        if zone.end > end:
            begin = max(zone.start, end)
            parts += [text[end:begin], re.sub(r"[^\n]", " ", text[begin : zone.end])]
            end = zone.end
    return "".join([*parts, text[end:]])


def _zones(document: Document, others: Iterable[Heading]) -> Iterator[Span]:
    yield from document.code
    yield from document.comments
    yield from (link.span for link in document.links)
    yield from (table.span for table in document.tables)
    yield from (tag.span for tag in document.tags)
    yield from (heading.span for heading in others)


def _is_own(quoted: str, course: Course | None) -> bool:
    """Whether a quotation is the course's own title."""
    words = set(re.findall(r"[^\W\d_]{3,}", quoted.casefold()))
    return bool(course and course.title and words) and words <= set(
        re.findall(r"[^\W\d_]{3,}", (course.title or "").casefold() if course else "")
    )


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
