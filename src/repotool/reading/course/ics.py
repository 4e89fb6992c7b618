"""The days of an .ics file, recurring events expanded. The only module of this room that knows icalendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from repotool.model import Refused
from repotool.model.shown import shown

LONGEST = timedelta(days=366)
"""A rule without an end is followed for a year."""
MOST_EVENTS = 2000
MOST_A_RULE = 1000
RULES = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH"},
}
"""What may recur, and the parts of a rule that are followed. Others could be searched for ages and match nothing."""
ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What the library says of a property only when it is looked at, and of days beyond the calendar, is refused."""
    try:
        yield
    except (ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError, RecursionError) as error:
        raise Refused(f"{shown(str(path))}: is no calendar that can be read ({shown(str(error)[:100])})") from None


def event_days(path: Path, raw: bytes) -> Iterator[date]:
    """The day of each event that is not cancelled. A moved event of a series counts on the day it was moved to."""
    with _readable(path):
        yield from _event_days(path, raw)


def _event_days(path: Path, raw: bytes) -> Iterator[date]:
    calendar = _parse(raw)
    zone = _zone(calendar)
    events = _events(path, calendar)
    moved: dict[str, set[date]] = {}
    for event in events:
        if "RECURRENCE-ID" in event:
            moved.setdefault(str(event.get("UID")), set()).add(_day(event["RECURRENCE-ID"].dt, zone))
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        alone = "RECURRENCE-ID" in event
        gone = set() if alone else moved.get(str(event.get("UID")), set())
        yield from (day for day in _recurring(path, event, zone) if day not in gone)


def whole_days(path: Path, raw: bytes) -> Iterator[tuple[date, str]]:
    """All days of each event, and its name; a day without hours is the last one only where the event says so."""
    with _readable(path):
        yield from _whole_days(path, raw)


def _whole_days(path: Path, raw: bytes) -> Iterator[tuple[date, str]]:
    calendar = _parse(raw)
    zone = _zone(calendar)
    for event in _events(path, calendar):
        length = _length(event, zone)
        for first in _recurring(path, event, zone):
            for shift in range(length):
                yield first + timedelta(shift), str(event.get("SUMMARY", ""))


def _parse(raw: bytes) -> Any:
    import icalendar

    return icalendar.Calendar.from_ical(raw)


def _events(path: Path, calendar: Any) -> list[Any]:
    events = [event for event in calendar.walk("VEVENT") if _start(event) is not None]
    if len(events) > MOST_EVENTS:
        raise Refused(f"{shown(str(path))}: has more than {MOST_EVENTS} events; leave those of the course")
    return events


def _start(event: Any) -> date | None:
    start = getattr(event.get("DTSTART"), "dt", None)
    return start if isinstance(start, date) else None


def _zone(calendar: Any) -> tzinfo | None:
    """The zone of the whole calendar, which calendars on the web tell: events given in UTC are on its days."""
    try:
        return ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    except (KeyError, ValueError, OSError):
        return None


def _day(moment: date, zone: tzinfo | None) -> date:
    """The day of an event, by the clock of its own zone; of one given in UTC, by the calendar's."""
    if not isinstance(moment, datetime):
        return moment
    if zone is not None and moment.utcoffset() == timedelta(0):
        return moment.astimezone(zone).date()
    return moment.date()


def _length(event: Any, zone: tzinfo | None) -> int:
    """The days of an event of whole days; of any other, one."""
    start, end = _start(event), getattr(event.get("DTEND"), "dt", None)
    if isinstance(start, datetime) or not isinstance(end, date) or isinstance(end, datetime) or start is None:
        return 1
    return max(1, min((end - start).days, LONGEST.days))


def _recurring(path: Path, event: Any, zone: tzinfo | None) -> Iterator[date]:
    start = _start(event)
    if start is None:
        return
    first = _day(start, zone)
    excluded = set(_listed(event.get("EXDATE"), zone))
    rule = event.get("RRULE")
    days = [first] if rule is None or "RECURRENCE-ID" in event else list(_expanded(path, rule, first, zone))
    days += [day for day in _listed(event.get("RDATE"), zone) if day not in days]
    yield from (day for day in days if day not in excluded)


def _listed(lists: Any, zone: tzinfo | None) -> Iterator[date]:
    """The days of EXDATE or RDATE, of which an event has none, one or several."""
    for one in lists if isinstance(lists, list) else [lists] if lists is not None else []:
        for entry in getattr(one, "dts", ()):
            moment = entry.dt[0] if isinstance(entry.dt, tuple) else entry.dt
            if isinstance(moment, date):
                yield _day(moment, zone)


def _expanded(path: Path, rule: Any, first: date, zone: tzinfo | None) -> Iterator[date]:
    """The days of a recurrence rule; hours do not matter here, so that it is followed in days."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

    parts = dict(rule) if isinstance(rule, Mapping) else {}
    _check(path, parts)
    text = ";".join(f"{name}={_value(name, values, zone)}" for name, values in parts.items())
    found = False
    try:
        days = iter(rrulestr(text, dtstart=datetime.combine(first, time())))
        for moment in islice(days, MOST_A_RULE):
            found = True
            if moment.date() - first > LONGEST:
                return
            yield moment.date()
    except (ValueError, IndexError, OverflowError, TypeError) as error:
        raise Refused(f"{shown(str(path))}: a rule of recurrence cannot be followed ({str(error)[:80]})") from None
    if not found:  # each such rule is searched for until the year 9999: one is enough
        raise Refused(f"{shown(str(path))}: a rule of recurrence names no day at all; list the days in a text file")


def _check(path: Path, parts: Mapping[str, Any]) -> None:
    frequency = str((parts.get("FREQ") or [""])[0]).upper()
    unknown = set(parts) - ALWAYS - RULES.get(frequency, set())
    if frequency not in RULES or unknown:
        named = ", ".join(sorted(unknown)) or f"FREQ={frequency}"
        raise Refused(
            f"{shown(str(path))}: recurrence by {shown(named[:60])} is not followed; list the days in a text file"
        )
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    never = any(not 1 <= month <= 12 for month in months) or (months and any(abs(day) > 28 for day in days))
    if (
        never
        or any(step < 1 for step in _numbers(parts, "INTERVAL"))
        or any(abs(p) > 5 for p in _numbers(parts, "BYSETPOS"))
    ):
        raise Refused(f"{shown(str(path))}: a rule of recurrence may never come true; list the days in a text file")


def _numbers(parts: Mapping[str, Any], name: str) -> list[int]:
    values = parts.get(name, [])
    return [int(value) for value in (values if isinstance(values, list) else [values])]


def _value(name: str, values: Any, zone: tzinfo | None) -> str:
    listed = values if isinstance(values, list) else [values]
    if name == "UNTIL":
        return ",".join(f"{_day(moment, zone):%Y%m%d}" for moment in listed)
    return ",".join(str(value) for value in listed)
