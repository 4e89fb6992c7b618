"""Repositories, read -> the editions of one course in their order, each with what its lessons and homework hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from repotool.engine.opening import Options, open_projects
from repotool.model import Course, Edition, Entry, Heritage, Homework, Lesson, Link, Refused, Repository, Result, Season
from repotool.years.content import Cells, Read, cells_of, digest_of, files_at
from repotool.years.heritage import Ancestors
from repotool.years.titles import says_something

MOST_ENTRIES = 200
"""Lessons, or homeworks, of one edition that are compared; a schedule that is longer is cut here."""
MOST_TOPICS = 20
"""Topics of one lesson that are looked at."""
MOST_NAMES = 4
"""Names of one entry that are looked at."""
SEASONS = ("spring", "autumn")


class Given(Struct, frozen=True):
    """A repository that is one year of a course: what was found in it, and how its bytes are had.

    `year` is how a fleet file calls its year; None where nobody says.
    """

    result: Result
    read: Read
    year: str | None = None


class Subject(Struct, frozen=True, eq=False):
    """An entry with what its files say: `shingles` of its notebooks, `digests` of its other files.

    `names` are its title, and what its files and their labels are called.
    """

    entry: Entry
    names: tuple[str, ...]
    shingles: frozenset[int]
    digests: frozenset[str]

    @property
    def says_something(self) -> bool:
        """Whether any of its files has content that can be compared."""
        return bool(self.shingles or self.digests)


class Year(Struct, frozen=True):
    """One edition and everything that is compared of it."""

    edition: Edition
    given: Given
    notebooks: Mapping[str, Cells]
    lessons: tuple[Subject, ...] = ()
    homework: tuple[Subject, ...] = ()


def years_at(paths: tuple[str, ...], options: Options | None = None) -> list[Given]:
    """Judges the repositories that a user names: folders, globs, fleet files, commits."""
    opened = open_projects(paths, options or Options(), commits=True, years=True)
    return [Given(project.check(), project.place.read, project.year) for project in opened]


def read_years(repositories: Sequence[Given]) -> tuple[Year, ...]:
    """The editions that repositories hold, the oldest first; without years, in the order given.

    Raises Refused for a repository without a course: there is nothing in it to compare.
    """
    ordered = _in_order([(given, _course(given.result)) for given in repositories])
    labels = _labels(ordered)
    years = [_year(label, given, course) for label, (given, course) in zip(labels, ordered, strict=True)]
    ancestors = [Ancestors(year.notebooks) for year in years]
    return tuple(_with_entries(year, at, ancestors[:at]) for at, year in enumerate(years))


def has_course(result: Result) -> bool:
    return any(course.lessons for course in result.repository.courses)


def season_of(result: Result) -> Season | None:
    """The season of a repository's longest schedule."""
    return _course(result).season


def _course(result: Result) -> Course:
    """The longest schedule of a repository: the others are those of its parts."""
    courses = [course for course in result.repository.courses if course.lessons]
    if not courses:
        raise Refused(f"{result.label}: no schedule was found in it, so there are no lessons to compare; leave it out")
    return max(courses, key=lambda course: len(course.lessons))


def _in_order(found: list[tuple[Given, Course]]) -> list[tuple[Given, Course]]:
    keys = [(_year_of(course), SEASONS.index(course.season or "spring")) for _, course in found]
    if any(year is None for year, _ in keys):
        return found
    return [pair for _, pair in sorted(zip(keys, found, strict=True), key=lambda item: item[0])]


def _year_of(course: Course) -> int | None:
    days = _days(course)
    return course.year or (days[0].year if days else None)


def _days(course: Course) -> tuple[date, ...]:
    return tuple(sorted({mark.value for lesson in course.lessons for mark in lesson.dates if mark.value}))


def _labels(ordered: list[tuple[Given, Course]]) -> list[str]:
    """What the fleet says; else the year, where that does not tell two apart with its season, or the repository."""
    years = [given.year or str(_year_of(course) or given.result.label) for given, course in ordered]
    seasoned = [f"{course.season or ''} {year}".strip() for year, (_, course) in zip(years, ordered, strict=True)]
    for labels in (years, seasoned):
        if len(set(labels)) == len(labels):
            return labels
    seen = Counter(seasoned)
    told = zip(seasoned, ordered, strict=True)
    return [given.result.label if seen[label] > 1 else label for label, (given, _) in told]


def _year(label: str, given: Given, course: Course) -> Year:
    notebooks = {path: cells_of(notebook) for path, notebook in given.result.repository.notebooks.items()}
    full = {path: cells for path, cells in notebooks.items() if cells.texts}
    return Year(Edition(label, given.result.label, course, _days(course)), given, full)


def _with_entries(year: Year, at: int, ancestors: Sequence[Ancestors]) -> Year:
    entries = _Entries(year, at, ancestors)
    lessons = tuple(entries.lessons())[:MOST_ENTRIES]
    return replace(year, lessons=lessons, homework=tuple(entries.homework())[:MOST_ENTRIES])


class _Entries:
    """Makes the entries of one edition out of the rows of its schedule."""

    def __init__(self, year: Year, at: int, ancestors: Sequence[Ancestors]) -> None:
        self.year, self.at, self.ancestors = year, at, ancestors
        self.repo: Repository = year.given.result.repository
        self.course = year.edition.course
        self.known: dict[str, str | None] = {}
        self.heritages: dict[str, Heritage] = {}

    def lessons(self) -> Iterator[Subject]:
        """A row without topics and files says nothing that could be compared."""
        place = 0
        for lesson in self.course.lessons:
            topics = tuple(" ".join(topic.split()) for topic in lesson.topics[:MOST_TOPICS] if topic.strip())
            files = files_at(self.repo, self._paths(m.link for m in lesson.materials))
            if lesson.holiday or not (topics or files):
                continue
            entry = Entry("lesson", self.at, place, lesson.number, topics, _dates(lesson), files)
            yield self._subject(entry, (material.text for material in lesson.materials))
            place += 1

    def homework(self) -> Iterator[Subject]:
        """A homework that stands in several rows is one."""
        seen: set[tuple[str, str | None]] = set()
        for lesson in self.course.lessons:
            for work in lesson.homework:
                if (work.label, work.target) in seen:
                    continue
                files = files_at(self.repo, self._paths([work.link]))
                entry = Entry("homework", self.at, len(seen), None, (work.label,), _issued(work, lesson), files)
                seen.add((work.label, work.target))
                yield self._subject(entry, ())

    def _paths(self, links: Iterable[Link | None]) -> Iterator[str]:
        for link in links:
            if link is None:
                continue
            found = self.repo.resolutions.get((self.course.document.path, self.course.document.cell, link.span))
            if found is not None and found.path and found.kind in ("ok", "case", "form", "anchor"):
                yield found.path

    def _subject(self, entry: Entry, labels: Iterable[str]) -> Subject:
        notebooks = [self.year.notebooks[path] for path in entry.files if path in self.year.notebooks]
        others = [path for path in entry.files if path not in self.repo.notebooks]
        digests = {digest for digest in map(self._digest, others) if digest}
        for cells in notebooks:
            if cells.path not in self.heritages:
                self.heritages[cells.path] = self._heritage(cells)
        heritage = tuple(self.heritages[cells.path] for cells in notebooks)
        shingles = frozenset().union(*(cells.sample for cells in notebooks))
        names = (name for name in [entry.title, *labels, *map(_name, entry.files)] if says_something(name))
        told = tuple(dict.fromkeys(names))[:MOST_NAMES]
        return Subject(replace(entry, notebooks=heritage), told, shingles, frozenset(digests))

    def _digest(self, path: str) -> str | None:
        if path not in self.known:
            self.known[path] = digest_of(self.year.given.read, path)
        return self.known[path]

    def _heritage(self, cells: Cells) -> Heritage:
        """From the latest edition that has anything of the notebook."""
        for at in range(len(self.ancestors) - 1, -1, -1):
            heritage = self.ancestors[at].heritage(cells)
            if heritage.source is not None:
                return replace(heritage, edition=at)
        return Heritage(cells.path, len(cells.texts))


def _name(path: str) -> str:
    """What a file is called, as words; where that says nothing ("notes.ipynb"), what its folder is."""
    folder, _, file = path.rpartition("/")
    names = (re.sub(r"[\W\d_]+", " ", name) for name in (file.rpartition(".")[0], folder.rpartition("/")[2]))
    return next((name for name in names if says_something(name)), "")


def _dates(lesson: Lesson) -> tuple[date, ...]:
    return tuple(mark.value for mark in lesson.dates if mark.value is not None)


def _issued(work: Homework, lesson: Lesson) -> tuple[date, ...]:
    return (work.issued,) if work.issued else _dates(lesson)[:1]
