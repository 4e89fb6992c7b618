"""When a course takes place: its season, calendar year and academic year, told by configuration, prose, title or name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from repotool.config import CourseFacts
from repotool.model import Document, Season
from repotool.reading.vocabulary import Vocabulary

SEASONS: tuple[Season, Season] = ("spring", "autumn")
PAIR = re.compile(
    r"(?<![\d/.–-])(?:(?P<long>20\d\d)\s?[/–—-]\s?(?P<second>20\d\d|\d\d)|(?P<short>\d\d)(?P<joint>[/–-])(?P<next>\d\d))"
    r"(?![\d/.-]\d|\d)"
)
YEAR = re.compile(r"(?<![\d.,/–-])(?:19|20)\d\d(?![\d]|[.,/–-]\d)")
SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_a-zа-яё])|\n\s*\n|\n(?=\s*[-*+>]\s)|\n(?=\s*\d+[.)]\s)")
LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)|<?https?://[^\s<>]{1,1000}>?")
FAR = 40
"""Characters between a year and the term it belongs to, at most: "в весеннем семестре нового, 2025 года"."""
EARLIEST_SHORT_PAIR = 13
"""10/11 and 11/12 are days as well as years; from 13 on a short pair can only be years."""
LONGEST_PROSE = 4000


@dataclass(frozen=True, slots=True)
class Term:
    """When a course takes place, as far as it is known. `academic` is the year in which the academic year begins."""

    season: Season | None = None
    year: int | None = None
    academic: int | None = None

    def calendar_year(self) -> int | None:
        """The year of the term: of an academic pair, autumn is the first year and spring the second."""
        if self.year is not None or self.academic is None or self.season is None:
            return self.year
        return self.academic if self.season == "autumn" else self.academic + 1

    def academic_year(self) -> str | None:
        """The academic year as "2024/2025"."""
        first, year = self.academic, self.calendar_year()
        if self.season is not None and year is not None:
            first = year if self.season == "autumn" else year - 1
        return None if first is None else f"{first}/{first + 1}"


def read_term(facts: CourseFacts, readme: Document | None, title: str, name: str | None, words: Vocabulary) -> Term:
    """The term of a course. Each fact is taken from the first that tells it without contradicting itself:
    configuration, the README's introduction, its title, the repository's own name ("owner/course_spring_2025")."""
    sources = [
        _term_of_facts(facts),
        _term_of_prose(introduction(readme) if readme else "", words),
        _term_of_title(title, words),
        _term_of_name((name or "").rpartition("/")[2], words),
    ]
    season = next((source.season for source in sources if source.season), None)
    for source in sources:
        # a year and a pair of one source go together; a pair beside another source's year would be stale as likely as not
        term = Term(season, source.year, source.academic)
        if term.calendar_year() is not None:
            return term
    return Term(season, None, next((source.academic for source in sources if source.academic), None))


def introduction(document: Document) -> str:
    """The prose between the title and the next heading (or the first table), without its links."""
    text, starts = document.view.text, [heading.span for heading in document.headings]
    begin = starts[0].end if starts else 0
    if starts and text[: starts[0].start].strip() and document.headings[0].level > 1:
        begin = 0
    ends = [span.start for span in starts if span.start >= begin] + [t.span.start for t in document.tables]
    end = min([place for place in ends if place >= begin], default=len(text))
    return LINK.sub(" ", text[begin : min(end, begin + LONGEST_PROSE)])


def first_years(text: str, *, short_dash: bool = False) -> Iterator[tuple[int, int, int]]:
    """The academic pairs of a text: begin, end, first year. "2022/2023", "2022-23", "23/24"; `short_dash`: "23-24"."""
    for match in PAIR.finditer(text):
        if match["long"]:
            first, second = int(match["long"]), int(match["second"][-2:])
        elif match["joint"] == "/" or short_dash:
            first, second = 2000 + int(match["short"]), int(match["next"])
            if first < 2000 + EARLIEST_SHORT_PAIR:
                continue
        else:
            continue
        if second == (first + 1) % 100:
            yield *match.span(), first


def sentences(text: str) -> list[str]:
    return [" ".join(sentence.split()) for sentence in SENTENCE_END.split(text)]


def _term_of_facts(facts: CourseFacts) -> Term:
    pair = next(first_years(facts.academic_year or "", short_dash=True), None)
    return Term(facts.season, facts.year, pair[2] if pair else None)


def _term_of_prose(prose: str, words: Vocabulary) -> Term:
    """Only beside a word for term or season is a year the course's: "с 2020 года" is not."""
    told = [_term_of_sentence(sentence, words) for sentence in sentences(prose)]
    return Term(
        _agreed(term.season for term in told), _agreed(term.year for term in told), _agreed(t.academic for t in told)
    )


def _term_of_sentence(sentence: str, words: Vocabulary) -> Term:
    terms = [match.span() for match in words.pattern("words.term").finditer(sentence)]
    pairs = [(start, end, first) for start, end, first in first_years(sentence)]
    years = [(*match.span(), int(match[0])) for match in YEAR.finditer(sentence) if not _inside(match.span(), pairs)]
    seasons = {
        season: [match.span() for match in words.pattern(f"season.{season}").finditer(sentence)] for season in SEASONS
    }
    times = [*((start, end) for start, end, _ in [*pairs, *years]), *terms]
    near = {season: [span for span in spans if _nearest(span, times)] for season, spans in seasons.items()}
    anchors = [*terms, *near["spring"], *near["autumn"]]
    return Term(
        _agreed(season for season in SEASONS if near[season]),
        _agreed(year for *span, year in years if _nearest((span[0], span[1]), anchors)),
        _agreed(first for *span, first in pairs if _nearest((span[0], span[1]), anchors)),
    )


def _term_of_title(title: str, words: Vocabulary) -> Term:
    """In a title, which is short, every year and season is the course's."""
    pairs = list(first_years(title, short_dash=True))
    years = (int(match[0]) for match in YEAR.finditer(title) if not _inside(match.span(), pairs))
    return Term(_season_in(title, words), _agreed(years), _agreed(first for *_, first in pairs))


def _term_of_name(name: str, words: Vocabulary) -> Term:
    """Of a repository's name: "mmp_dl_spring_2025", "ML-COURSE-23-24"."""
    return _term_of_title(re.sub(r"[_.]+", " ", name).replace("-", " - ").replace(" - ", "-"), words)


def _season_in(text: str, words: Vocabulary) -> Season | None:
    return _agreed(season for season in SEASONS if words.mentions(f"season.{season}", text))


def _agreed[T](values: Iterator[T | None]) -> T | None:
    """The one value that all tell; None where they tell none, or different ones."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None
