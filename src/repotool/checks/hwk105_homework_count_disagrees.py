"""HWK105: a grading that disagrees with the schedule on the number of homeworks, or with itself on its thresholds."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    yield from _counts(course)
    yield from _order(course)
    yield from _limits(course)


def _counts(course: Course) -> Iterator[Hit]:
    """The number that prose tells, and those that marks ask for, against what the schedule lists."""
    listed = len({" ".join(work.label.split()).casefold() for lesson in course.lessons for work in lesson.homework})
    for threshold in course.grading:
        if listed and threshold.assignments is not None and threshold.assignments > listed:
            facts = {"mark": threshold.mark, "asked": threshold.assignments, "listed": listed}
            yield Hit(_file(course), threshold.span, facts)

    for said in course.workload:
        if listed and said.kind == "assignments" and listed not in said.agreeing:
            facts = {"said": said.text, "number": f"{said.number:g}", "listed": listed}
            yield Hit(_file(course), said.span, facts)


def _limits(course: Course) -> Iterator[Hit]:
    limits = [said for said in course.workload if said.kind == "points"]
    most = max(limits, key=lambda said: said.number, default=None)
    for threshold in course.grading if most else ():
        if most and threshold.points > most.number:
            facts = {"mark": threshold.mark, "points": f"{threshold.points:g}", "maximum": most.text}
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
