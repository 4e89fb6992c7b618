"""YRS105: a year that is missing in a list of earlier years."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Archive, ArchiveEntry, Course, Hit, Repository
from repotool.model.regex import regex

YEAR = regex(r"\d{4}|\d\d")


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    if not course.lessons:
        return  # a list of courses or of videos is no archive of one
    file = (course.about or course.document).path
    for archive in course.archives:
        entries = sorted(archive.entries, key=lambda entry: _first_year(entry))
        for earlier, later in pairwise(entries):
            missing = range(_first_year(earlier) + 1, _first_year(later))
            if missing:
                yield Hit(file, later.link.span, _facts(archive, later, missing))


def _first_year(entry: ArchiveEntry) -> int:
    found = YEAR.search(entry.year)
    year = int(found[0]) if found else 0
    return year if year > 99 else 2000 + year


def _facts(archive: Archive, later: ArchiveEntry, missing: range) -> dict[str, str]:
    return {
        "series": archive.series,
        "later": later.year,
        "missing": str(missing[0]) if len(missing) == 1 else f"{missing[0]}–{missing[-1]}",
    }
