"""Schedules of last year -> those of the next: mini-transitions in several languages and forms, byte for byte."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from repotool.model import Course, Document, Link, View
from repotool.reading.course.days_off import holidays_of
from repotool.reading.course.schedule import read_courses
from repotool.reading.markdown import parse
from repotool.rollover.model import RolledSchedule, Rollover
from repotool.rollover.schedule.rolling import roll_schedule
from repotool.writing.edits import apply_edits

TRANSITIONS = Path(__file__).parents[2] / "fixtures" / "rollover"


def course_of(text: str) -> Course:
    (course,) = read_courses({"README.md": parse("README.md", View(text))})
    return course


def rolled(text: str, options: Rollover, carried: frozenset[str] = frozenset()) -> tuple[str, RolledSchedule]:
    def leads_on(_: Document, link: Link) -> bool:
        return "://" in link.target or link.target in carried

    schedule = roll_schedule(course_of(text), options, leads_on)
    return apply_edits(text, schedule.edits), schedule


def options_of(told: dict[str, Any]) -> Rollover:
    country, days = told.pop("holidays", None), told.pop("calendar", None)
    years = {day.year + past for day in [told.get("start"), *(days or [])] if day for past in (-1, 0)}
    off = holidays_of(country, years) if country else None
    return Rollover(days=tuple(days) if days else None, days_off=off, **told)


@pytest.mark.parametrize("name", sorted(path.name for path in TRANSITIONS.iterdir()))
def test_transition(name: str) -> None:
    folder = TRANSITIONS / name
    told = tomllib.loads((folder / "transition.toml").read_text(encoding="utf-8"))
    carried = frozenset(told.pop("carried", ()))
    before = (folder / "before.md").read_bytes().decode()
    after, schedule = rolled(before, options_of(told), carried)
    questions = "".join(f"{todo.kind}: {todo.message}\n" for todo in schedule.todos)
    if os.environ.get("REPOTOOL_WRITE_FIXTURES"):  # by hand, and then read what was written
        (folder / "after.md").write_bytes(after.encode())
        (folder / "questions.txt").write_text(questions, encoding="utf-8")
    assert after == (folder / "after.md").read_bytes().decode()
    assert questions == (folder / "questions.txt").read_text(encoding="utf-8")
