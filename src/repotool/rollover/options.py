"""The options of a rollover, from the command line and, one a course, from a file of the same names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

from repotool.config import hint, parse_toml, read_text
from repotool.model import Refused
from repotool.rollover.model import Homework, Materials, OnHoliday, Topics

CHOICES: Mapping[str, tuple[str, ...]] = {
    "on-holiday": get_args(OnHoliday),
    "topics": get_args(Topics),
    "materials": get_args(Materials),
    "homework": get_args(Homework),
    "links": ("empty", "prior"),
    "siblings": ("roll", "keep"),
    "live-links": ("keep", "empty"),
}
"""Options that take one of a few words, the first of which is not always the default."""
TEXTS = ("name", "prior-name", "branch", "calendar", "holidays", "exclude-days")
FLAGS = ("strip-outputs",)
LISTS = ("carry",)
DATES = ("start",)


def read_options(path: Path) -> dict[str, Any]:
    """What an options file says, by the name of the option. Raises Refused for what is not known, with a hint."""
    table = parse_toml(path, read_text(path))
    known = (*CHOICES, *TEXTS, *FLAGS, *LISTS, *DATES)
    return {key: _value(path, key, value, known) for key, value in table.items()}


def _value(path: Path, key: str, value: Any, known: tuple[str, ...]) -> Any:
    if key not in known:
        raise Refused(f"{path}: {key} is not an option{hint(key, known)}")
    if key in CHOICES and value not in CHOICES[key]:
        raise Refused(f"{path}: {key} must be one of {', '.join(CHOICES[key])}")
    if key in DATES:
        return _day(path, key, value)
    if key in FLAGS and not isinstance(value, bool):
        raise Refused(f"{path}: {key} must be true or false")
    if key in LISTS:
        return _words(path, key, value)
    if key in TEXTS and not isinstance(value, str):
        raise Refused(f'{path}: {key} must be a text, such as "…"')
    if key in ("calendar", "exclude-days"):
        return str(path.parent / value)
    return value


def _day(path: Path, key: str, value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused(f"{path}: {key} must be a day, such as 2026-02-09") from None


def _words(path: Path, key: str, value: Any) -> tuple[str, ...]:
    words = [value] if isinstance(value, str | int) else value
    if not isinstance(words, list) or not all(isinstance(word, str | int) for word in words):
        raise Refused(f'{path}: {key} must be "none", "first", "all" or a list of lessons, such as ["01", "02"]')
    return tuple(str(word) for word in words)
