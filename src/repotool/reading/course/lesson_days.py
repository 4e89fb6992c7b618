"""Files that list days: those of the lessons, or those on which nothing is taught. Text, or .ics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from repotool.model import Refused
from repotool.model.regex import regex
from repotool.model.shown import shown

T = TypeVar("T")
MOST_BYTES = 1 << 20
MOST_DAYS = 2000
"""Of one file: far more than any course has, and few enough to be listed."""
LINE = regex(r"(?P<first>\d{4}-\d\d-\d\d)(?:\s*(?:\.\.|–|—)\s*(?P<last>\d{4}-\d\d-\d\d))?(?:\s+(?P<name>.*))?\Z")


def read_lesson_days(path: Path) -> tuple[date, ...]:
    """The days of the lessons in the order of the file; a day that stands there twice has two lessons.

    A text file has an ISO day a line (2026-02-09); empty lines and what follows a # do not count. Of an .ics file each
    event is a lesson on the day it begins. Raises Refused with file, line and way out.
    """
    if path.suffix.lower() == ".ics":
        from repotool.reading.course.ics import event_days

        return tuple(_few(path, sorted(event_days(path, read_bytes(path)))))
    return tuple(_few(path, (day for day, _, _ in _lines(path, spans=False))))


def read_days_off(path: Path) -> dict[date, str]:
    """The days of an exclusion file, a day or a span a line, and what is said of each: "2026-05-01..2026-05-10 Май".

    An .ics file will do, too: there, an event of whole days counts with all of them. Raises Refused.
    """
    if path.suffix.lower() == ".ics":
        from repotool.reading.course.ics import whole_days

        return dict(_few(path, whole_days(path, read_bytes(path))))
    off: dict[date, str] = {}
    for first, last, name in _lines(path, spans=True):
        for day in _few(path, _days(first, last)):
            off[day] = name
    return off


def read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise Refused(f"{shown(str(path))}: is no file; name one that lists the days")
        if path.stat().st_size > MOST_BYTES:
            raise Refused(f"{shown(str(path))}: is larger than {MOST_BYTES >> 20} MB, so it is no list of days")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in its name
        raise Refused(f"{shown(str(path))}: cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _lines(path: Path, *, spans: bool) -> Iterator[tuple[date, date, str]]:
    text = read_bytes(path).decode("utf-8-sig", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        told = line.partition("#")[0].strip()
        if told:
            yield _line(told, f"{shown(str(path))}:{number}", spans=spans)


def _line(told: str, place: str, *, spans: bool) -> tuple[date, date, str]:
    match = LINE.fullmatch(told)
    try:
        first = date.fromisoformat(match["first"] if match else "")
        last = date.fromisoformat(match["last"]) if match and match["last"] else first
    except ValueError:
        raise Refused(f"{place}: «{shown(told[:40])}» is no day; write it as 2026-02-09") from None
    name = (match["name"] or "") if match else ""
    if not spans and (last != first or name):
        raise Refused(f"{place}: one day a line is wanted, such as 2026-02-09; what follows a # does not count")
    if last < first:
        raise Refused(f"{place}: ends before it begins")
    return first, last, name


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days) for days in range((last - first).days + 1))


def _few(path: Path, days: Iterable[T]) -> Iterator[T]:
    for number, day in enumerate(days):
        if number >= MOST_DAYS:
            raise Refused(f"{shown(str(path))}: lists more than {MOST_DAYS} days; leave those of one term")
        yield day
