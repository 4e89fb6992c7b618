"""A Course + the days of its lessons -> the edits of its schedule, and the questions they leave open."""

from __future__ import annotations

from repotool.model import Course
from repotool.rollover.model import Carried, RolledSchedule, Rollover


def roll_schedule(course: Course, options: Rollover, carried: Carried) -> RolledSchedule:
    """Next year's schedule in last year's clothes. Pure; of a course without a schedule nothing comes."""
    return RolledSchedule()
