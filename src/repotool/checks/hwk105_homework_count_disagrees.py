"""HWK105: a grading that asks for more homework than the schedule lists, or whose thresholds are out of order."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    yield from _counts(course)
    yield from _order(course)


def _counts(course: Course) -> Iterator[Hit]:
    listed = len({" ".join(work.label.split()).casefold() for lesson in course.lessons for work in lesson.homework})
    for threshold in course.grading:
        if listed and threshold.assignments is not None and threshold.assignments > listed:
            facts = {"mark": threshold.mark, "asked": threshold.assignments, "listed": listed}
            yield Hit(_file(course), threshold.span, facts)


def _order(course: Course) -> Iterator[Hit]:
    """From the best mark down, or from the worst up: by the direction of most steps."""
    steps = [later.points - earlier.points for earlier, later in pairwise(course.grading)]
    down = sum(step < 0 for step in steps) >= sum(step > 0 for step in steps)
    for step, (before, threshold) in zip(steps, pairwise(course.grading), strict=True):
        if (step >= 0 if down else step <= 0) and before.mark.casefold() != threshold.mark.casefold():
            points = [f"{each.points:g}" for each in (threshold, before)]
            yield Hit(_file(course), threshold.span, {"mark": threshold.mark, "points": points[0], "before": points[1]})


def _file(course: Course) -> str:
    return (course.about or course.document).path
