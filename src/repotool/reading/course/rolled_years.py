"""In which year the months of a course lie whose rows pass the end of a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from repotool.model import Season

AUTUMN, SPRING = frozenset({8, 9, 10, 11, 12}), frozenset({1, 2, 3, 4, 5, 6, 7})
EXAMS = frozenset({1, 2, 3, 4, 5, 6})
"""In an academic year that began in autumn, these months are of the year after."""
SUMMER = frozenset({6, 7})
MONTHS = range(1, 13)


def moved_months(months: Sequence[int], season: Season | None) -> Mapping[int, int | None]:
    """How many years after the course's own a month lies; None: one cannot know.

    `months` are those of the schedule's dates, from its first row to its last. An autumn that has rows in autumn ends
    in the next year, and what a spring has in autumn, before its own months, is of the year before. Where the season is
    not known but the rows go from autumn to spring, nobody says which of both years the course's is.
    """
    if season is None:
        return dict.fromkeys(MONTHS, None) if _rolls_over(months) else {}
    asked, own = (SPRING, AUTUMN) if season == "autumn" else (AUTUMN, SPRING)
    places = [place for place, month in enumerate(months) if month in own]
    if not places:
        return {}
    falling = _falls(months)
    moved: dict[int, int | None] = dict.fromkeys(EXAMS, 1) if season == "autumn" else {}
    for month in asked & set(months):
        here = [place for place, other in enumerate(months) if other == month]
        moved[month] = _years(month, _side(here, places, falling=falling), season)
    return moved


def _years(month: int, side: str, season: Season) -> int | None:
    """The years between a month that stands `side` the course's own months, in time, and these."""
    if season == "spring":
        return {"before": -1 if month > 8 else 0, "after": 0}.get(side)
    if side == "after" or month == 1:
        return 1
    return 0 if side == "before" and month in SUMMER else None


def _side(here: list[int], places: list[int], *, falling: bool) -> str:
    """Where most of the pairs of a month's rows and the course's own rows put the month."""
    before = sum(place < other for place in here for other in places)
    after = len(here) * len(places) - before
    if falling:
        before, after = after, before
    return "" if before == after else "before" if before > after else "after"


def _falls(months: Sequence[int]) -> bool:
    """Whether the schedule begins with its last row; steps over the end of a year do not count."""
    steps = list(_steps(months))
    return sum(step < 0 for step in steps) > sum(step > 0 for step in steps)


def _steps(months: Sequence[int]) -> Iterator[int]:
    for earlier, later in pairwise(months):
        if (earlier in AUTUMN) == (later in AUTUMN):
            yield later - earlier


def _rolls_over(months: Sequence[int]) -> bool:
    """Autumn, then spring, and never back."""
    ordered = list(reversed(months)) if _falls(months) else list(months)
    halves = [month in AUTUMN for month in ordered]
    return True in halves and False in halves and halves == sorted(halves, reverse=True)
