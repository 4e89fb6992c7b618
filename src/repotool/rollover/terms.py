"""From which term to which: last year's, as its documents tell it, and the one that begins on the first day."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct

from repotool.model import Course, Season, Years
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.course.year_marks import all_years, stem_of_name, years_of_name

AUTUMN_BEGINS = 7
"""From this month on a term belongs to the academic year that begins in its own year."""
STALE = 4
"""So many years a mark may be behind last year's own and still be one that was forgotten, not a date of history."""
_NUMBER = regex(r"\d+")
_PAIR_OF_NAME = regex(r"(?<!\d)(20\d\d|\d\d)([-_/–.])(20\d\d|\d\d)(?!\d)")
_YEAR_OF_NAME = regex(r"(?<!\d)20\d\d(?!\d)")


class Step(Struct, frozen=True):
    """Last year's term (None: nobody tells it) and the next: calendar year, and first year of the academic one."""

    old_year: int | None
    old_academic: int | None
    year: int
    academic: int
    season: Season | None = None

    @property
    def by(self) -> int:
        """The years between both terms; one where last year's is not known."""
        if self.old_year is not None:
            return self.year - self.old_year
        return self.academic - self.old_academic if self.old_academic is not None else 1

    def target(self, years: Years) -> Years:
        """The next term's own years, a pair for a pair."""
        return (self.academic, self.academic + 1) if years[0] < years[1] else (self.year, self.year)

    def is_current(self, years: Years) -> bool:
        """Whether these are last year's own: its academic pair, or its calendar year."""
        return self.age(years) == 0

    def age(self, years: Years) -> int | None:
        """So many years these are behind last year's own; None where those are not known."""
        own = self.old_academic if years[0] < years[1] else self.old_year
        return None if own is None else own - years[0]

    def is_stale_or_current(self, years: Years) -> bool:
        age = self.age(years)
        return age is None or 0 <= age <= STALE

    def age_of_name(self, name: str) -> int | None:
        """So many academic years a repository or folder named by a year is behind last year's own; None: no year.

        Of one named by a season and a year the season counts: the autumn of 2024 and the spring of 2025 are one year.
        """
        years = years_of_name(name)
        season = season_of_name(name)
        if years is None or years[0] < years[1] or season is None or self.old_academic is None:
            return None if years is None else self.age(years)
        return self.old_academic - (years[0] if season == "autumn" else years[0] - 1)

    def later(self, years: Years, by: int | None = None) -> Years:
        """The same years, moved by as much as the terms lie apart."""
        by = self.by if by is None else by
        return years[0] + by, years[1] + by


def step_of(course: Course | None, first: date, prior_name: str | None) -> Step:
    """The step from the course of last year to the term whose first lesson is on `first`."""
    old = _old_year(course, prior_name)
    season = course.season if course else None
    academic = _old_academic(course, old, season)
    return Step(old, academic, first.year, first.year if first.month >= AUTUMN_BEGINS else first.year - 1, season)


def _old_year(course: Course | None, prior_name: str | None) -> int | None:
    if course is not None:
        if course.year is not None:
            return course.year
        days = [mark.value for lesson in course.lessons for mark in lesson.dates if mark.value]
        if days:
            return min(days).year
        if course.dating is not None and course.dating.years[0] == course.dating.years[1]:
            return course.dating.years[0]
    named = years_of_name((prior_name or "").rpartition("/")[2])
    return named[0] if named and named[0] == named[1] else None


def _old_academic(course: Course | None, year: int | None, season: Season | None) -> int | None:
    if year is not None and season is not None:
        return year if season == "autumn" else year - 1
    told = next((years for _, _, years in all_years(course.academic_year or "")), None) if course else None
    if told is not None:
        return told[0]
    days = [mark.value for lesson in course.lessons for mark in lesson.dates if mark.value] if course else []
    if days:
        first = min(days)
        return first.year if first.month >= AUTUMN_BEGINS else first.year - 1
    return None


def season_of_name(name: str) -> Season | None:
    words, text = vocabulary(), re.sub(r"[\W_]+", " ", name)
    if words.mentions("season.spring", text):
        return "spring"
    return "autumn" if words.mentions("season.autumn", text) else None


def respelled(text: str, years: Years) -> str:
    """The year or pair that `text` is, with other years in the same shape: "22/23", "2022-23", "2022"."""
    new = iter(years)
    return _NUMBER.sub(lambda match: str(next(new))[-len(match[0]) :], text, count=2 if years[0] < years[1] else 1)


def rolled_name(name: str, by: int) -> str:
    """A name with its years moved: "dl_spring_2025" -> "dl_spring_2026", "ML-COURSE-24-25" -> "ML-COURSE-25-26"."""
    for pair in _PAIR_OF_NAME.finditer(name):
        if (int(pair[1]) + 1) % 100 == int(pair[3]) % 100:
            new = "".join((_moved(pair[1], by), pair[2], _moved(pair[3], by)))
            return name[: pair.start()] + new + name[pair.end() :]
    return _YEAR_OF_NAME.sub(lambda match: _moved(match[0], by), name)


def _moved(digits: str, by: int) -> str:
    return f"{(int(digits) + by) % 10 ** len(digits):0{len(digits)}d}"


def guessed_name(prior_name: str | None, folder: str) -> str | None:
    """The new repository's name, where its folder bears the name of last year's, a year or more later."""
    owner, _, repo = (prior_name or "").partition("/")
    if not repo or folder == repo:
        return None
    same_stem = years_of_name(folder) is not None and stem_of_name(folder) == stem_of_name(repo)
    return f"{owner}/{folder}" if same_stem or _differ_in_years(repo, folder) else None


def _differ_in_years(old: str, new: str) -> bool:
    """Whether two names differ in the numbers of their years alone: "expra-wise24" and "expra-wise25"."""
    if _NUMBER.sub("", old) != _NUMBER.sub("", new):
        return False
    pairs = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=True)
    steps = {int(two) - int(one) if len(one) == len(two) in (2, 4) else 0 for one, two in pairs if one != two}
    return len(steps) == 1 and 1 <= min(steps) <= STALE
