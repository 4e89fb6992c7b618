"""The nouns of a rollover: what is asked for, the days of the lessons, what comes out, and the questions left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct, field

from repotool.model import Document, Edit, Link, Refused, Span

OnHoliday = Literal["mark", "skip", "keep"]
Topics = Literal["keep", "blank"]
Materials = Literal["keep", "clear", "placeholder", "auto"]
Homework = Literal["keep", "unlink", "clear"]

FIRST_YEAR, LAST_YEAR = 1990, 2199
"""Of a term: what lies beyond is a slip, and days could not be counted on from the last ones there are."""

Carried = Callable[[Document, Link], bool]
"""Whether a link of last year leads somewhere next year, too: its file is carried over, or it is no file of this
repository (another site)."""


class Rollover(Struct, frozen=True):
    """What the command line or an options file asks for. Of `days` and `start` at least one is known.

    `days` are those of `--calendar` as listed there: one day twice is two lessons. `days_off` are the holidays of
    `--holidays` and of the exclusion file in both years, by their names; None where nobody told of any: then the rows
    that last year marked as free keep their places.
    """

    start: date | None = None
    name: str | None = None
    """The new repository, "owner/repo"."""
    prior_name: str | None = None
    branch: str | None = None
    """The new repository's default branch."""
    days: tuple[date, ...] | None = None
    days_off: Mapping[date, str] | None = None
    on_holiday: OnHoliday = "mark"
    topics: Topics = "keep"
    materials: Materials = "auto"
    homework: Homework = "unlink"
    links: Literal["empty", "prior"] = "empty"
    siblings: Literal["roll", "keep"] = "roll"
    live_links: Literal["keep", "empty"] = "keep"
    carry: tuple[str, ...] = ("none",)
    strip_outputs: bool = False

    def __post_init__(self) -> None:
        for day in (*([self.start] if self.start else []), *(self.days or ())):
            if not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise Refused(f"{day}: no course begins then; name a day of the next term, such as 2026-02-09")


class Todo(Struct, frozen=True):
    """A question that only the instructor can answer. `span` is of the text of `file` as it was read, before the edits.

    `kind` groups them: "date", "holiday", "row", "deadline" …; `text` is what stands at the place, as written.
    """

    kind: str
    file: str
    message: str
    span: Span | None = None
    text: str = ""


def _no_day(_: date) -> date | None:
    return None


class RolledSchedule(Struct, frozen=True):
    """What becomes of a schedule. The edits speak of `document.view.text`: a damaged file is edited as repaired.

    An edit stands alone: where another one (of a link, of a year) touches its span, this one counts. `cells` are the
    cells of the schedule whose dates are settled here: nobody else is to roll a year in them.
    """

    edits: tuple[Edit, ...] = ()
    todos: tuple[Todo, ...] = ()
    cells: tuple[Span, ...] = ()
    lessons: int = 0
    """Rows with a lesson that have a date now."""
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = ()
    """Those of the lessons, Monday is 0."""
    marked: tuple[date, ...] = ()
    """Days off whose rows are marked."""
    unlinked: int = 0
    """Links of homework that were emptied."""
    cleared: int = 0
    """Cells of materials that were cleared."""
    recordings: int = 0
    """Cells of recordings that were cleared."""
    shift: Callable[[date], date | None] = field(default=_no_day)
    """A day of last year (a deadline) -> the day that is as far from its lesson this year; None where none is near."""
    others: Mapping[str, RolledSchedule] = field(default_factory=dict)
    """The schedules of other pages, by last year's path."""
