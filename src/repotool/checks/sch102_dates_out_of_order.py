"""SCH102: a lesson whose date breaks the order of its table."""

from bisect import bisect_right
from collections.abc import Iterator

from repotool.model import Course, DateMark, Hit, Repository

MAX_SHARE = 0.2
"""Where more rows than this are out of order, the table is sorted by something else."""


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    for table in course.document.tables:
        lessons = [lesson for lesson in course.lessons if table.span.holds(lesson.row.span)]
        marks = [m for m in (next(iter(lesson.dates), None) for lesson in lessons) if m is not None and m.value]
        for index in _strays(marks):
            yield Hit(course.document.path, marks[index].span, _facts(marks, index))


def _facts(marks: list[DateMark], index: int) -> dict[str, str]:
    """The neighbour that shows the breach: a date too early is told by the one before, a late one by the next."""
    mark, previous = marks[index], marks[index - 1] if index else None
    if previous and previous.value and mark.value and mark.value < previous.value:
        return {"text": mark.text, "previous": previous.text}
    return {"text": mark.text, "next": marks[index + 1].text if index + 1 < len(marks) else marks[index - 1].text}


def _strays(marks: list[DateMark]) -> list[int]:
    """Indices of the marks outside the longest ordered run of dates; none where the table is not sorted at all."""
    days = [mark.value.toordinal() for mark in marks if mark.value]
    strays = min(_outside(days), _outside([-day for day in days]), key=len)
    return strays if len(strays) <= max(1, len(days) * MAX_SHARE) and len(days) > 2 else []


def _outside(days: list[int]) -> list[int]:
    """Indices that are not part of a longest non-decreasing subsequence (patience sorting)."""
    tops: list[int] = []
    top_at: list[int] = []
    before: list[int] = []
    for index, day in enumerate(days):
        pile = bisect_right(tops, day)
        before.append(top_at[pile - 1] if pile else -1)
        tops[pile : pile + 1], top_at[pile : pile + 1] = [day], [index]
    kept, index = set(), top_at[-1] if top_at else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return [index for index in range(len(days)) if index not in kept]
