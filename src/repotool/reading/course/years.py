"""When a course takes place: season, calendar year, academic year, told by configuration, prose, title or name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

from msgspec import Struct

from repotool.config import CourseFacts
from repotool.model import Document, Season
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary

T = TypeVar("T")
SEASONS: tuple[Season, Season] = ("spring", "autumn")
PAIR = regex(
    r"(?<![\d/.–-])(?:(?P<long>20\d\d)\s?[/–—-]\s?(?P<second>20\d\d|\d\d)|(?P<short>\d\d)(?P<joint>[/–-])(?P<next>\d\d))"
    r"(?![\d/.-]\d|\d)"
)
YEAR = regex(r"(?<![\w.,/–-])(?:199\d|20[0-4]\d)(?!\d|[.,/–-]\d)")
COURSE_CODE = regex(r"\W*[A-Z]{2,6}\s?\d{4}")
"""The number in "CS 2040: Data Structures" is no year."""
SENTENCE_END = regex(r"(?<=[.!?;])\s+(?=[^\W\d_a-zа-яё])|\n\s*\n|\n(?=\s*[-*+>]\s)|\n(?=\s*\d+[.)]\s)")
LINK = regex(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)|<?https?://[^\s<>]{1,1000}>?")
LISTED_LINK = regex(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\W{0,4}\[[^\n]*$", re.MULTILINE)
FAR = 40
"""Characters between a year and the term it belongs to, at most: "в весеннем семестре нового, 2025 года"."""
EARLIEST_SHORT_PAIR = 13
"""10/11 and 11/12 are days as well as years; from 13 on a short pair can only be years."""
LABEL = 3
"""So few words without a year are the label of a list, such as "Осенний семестр:", and tell nothing."""
LONGEST_PROSE, LONGEST_TITLE = 4000, 400


class Term(Struct, frozen=True):
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
    """The term of a course, told by configuration, else the README's introduction, its title, or the repository's own
    name ("owner/course_spring_2025").

    Each fact is taken from the first that tells it without contradicting itself, the season from the most: prose is
    copied from autumn to spring and forgotten.
    """
    sources = [
        _term_of_facts(facts),
        _term_of_prose(introduction(readme, words) if readme else "", words),
        _term_of_title(title, words),
        _term_of_name((name or "").rpartition("/")[2], words),
    ]
    season = facts.season or _season_of(sources)
    for source in sources:
        if source.season not in (None, season) and source is not sources[0]:
            continue  # left over from another term: its year is that term's
        # a year and a pair go together where one source tells them: a title's pair may be stale beside a newer year
        term = Term(season, source.year, source.academic)
        if term.calendar_year() is not None:
            return term
    return Term(season, None, next((source.academic for source in sources if source.academic), None))


def _season_of(sources: list[Term]) -> Season | None:
    """The season that most sources tell, the earlier ones where they are divided."""
    told = [source.season for source in sources if source.season]
    return max(told, key=told.count, default=None)


def introduction(document: Document, words: Vocabulary) -> str:
    """The prose between the first heading and the next one (or the first table), without its links.

    A second heading right below the first belongs to it: "# Maps", "## Spring 2026". Lists of links are no prose.
    """
    text, headings, subtitle = document.view.text, document.headings, ""
    begin = headings[0].span.end if headings else 0
    if len(headings) > 1 and not text[begin : headings[1].span.start].strip():
        subtitle, begin, headings = headings[1].text, headings[1].span.end, headings[1:]
    marks = [*(heading.span.start for heading in headings[1:]), *(table.span.start for table in document.tables)]
    end = min((mark for mark in marks if mark >= begin), default=len(text))
    prose = LINK.sub(" ", LISTED_LINK.sub("", text[begin : min(end, begin + LONGEST_PROSE)]))
    return "" if words.mentions("words.archive", subtitle) else f"{subtitle[:LONGEST_TITLE]}\n\n{prose}"


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


def _term_of_facts(facts: CourseFacts) -> Term:
    pair = next(first_years(facts.academic_year or "", short_dash=True), None)
    return Term(facts.season, facts.year, pair[2] if pair else None)


def _term_of_prose(prose: str, words: Vocabulary) -> Term:
    """Only beside a word for term or season is a year the course's: "с 2020 года" is not."""
    told = [_term_of_sentence(sentence, words) for sentence in SENTENCE_END.split(prose)]
    return Term(
        _agreed(term.season for term in told),
        _agreed(term.year for term in told),
        _agreed(term.academic for term in told),
    )


def _term_of_sentence(sentence: str, words: Vocabulary) -> Term:
    pairs = list(first_years(sentence))
    years = [match for match in YEAR.finditer(sentence) if not _inside(match.start(), pairs)]
    if not pairs and not years and len(re.findall(r"\w+", sentence)) <= LABEL:
        return Term()
    terms = [match.start() for match in words.pattern("words.term").finditer(sentence)]
    times = [*terms, *(start for start, _, _ in pairs), *(match.start() for match in years)]
    seasons = [
        (match.start(), season)
        for season in SEASONS
        for match in words.pattern(f"season.{season}").finditer(sentence)
        if _near(match.start(), times)
    ]
    anchors = [*terms, *(start for start, _ in seasons)]
    return Term(
        _agreed(season for _, season in seasons),
        _agreed(int(match[0]) for match in years if _near(match.start(), anchors)),
        _agreed(first for start, _, first in pairs if _near(start, anchors)),
    )


def _term_of_title(title: str, words: Vocabulary) -> Term:
    """In a title, which is short, every year and season is the course's."""
    code = COURSE_CODE.match(title)
    title = title[code.end() if code else 0 : LONGEST_TITLE]
    pairs = list(first_years(title, short_dash=True))
    years = (int(match[0]) for match in YEAR.finditer(title) if not _inside(match.start(), pairs))
    return Term(_season_in(title, words), _agreed(years), _agreed(first for _, _, first in pairs))


def _term_of_name(name: str, words: Vocabulary) -> Term:
    """Of a repository's name: "mmp_dl_spring_2025", "ML-COURSE-23-24"."""
    parts = re.split(r"[\W_]+", name)
    pairs = [f"{one}/{two}" for one, two in pairwise(parts) if one.isdecimal() and two.isdecimal()]
    academic = _agreed(first for pair in pairs for _, _, first in first_years(pair))
    years = (int(part) for part in parts if YEAR.fullmatch(part)) if academic is None else iter(())
    return Term(_season_in(" ".join(parts), words), _agreed(years), academic)


def _season_in(text: str, words: Vocabulary) -> Season | None:
    return _agreed(season for season in SEASONS if words.mentions(f"season.{season}", text))


def _near(place: int, others: Iterable[int]) -> bool:
    return any(abs(place - other) <= FAR for other in others)


def _inside(place: int, pairs: list[tuple[int, int, int]]) -> bool:
    return any(start <= place < end for start, end, _ in pairs)


def _agreed(values: Iterable[T | None]) -> T | None:
    """The one value that all tell; None where they tell none, or different ones."""
    told = {value for value in values if value is not None}
    return told.pop() if len(told) == 1 else None
