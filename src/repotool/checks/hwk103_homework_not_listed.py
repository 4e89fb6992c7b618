"""HWK103: a homework of the repository that no row of the schedule links."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository, Unit


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    units = [unit for unit in course.units if unit.kind == "homework" and unit.number is not None]
    paths = [path for lesson in course.lessons for path in repo.paths_in(course.document, lesson.row.span)]
    listed = [unit for unit in units if any(unit.holds(path) for path in paths)]
    if not listed:
        return  # the schedule does not link homework of the repository at all
    header = course.document.tables[course.columns[0].table].header
    for unit in units:
        if not any(_are_one(unit, other) for other in listed) and not _is_solved(unit, course):
            yield Hit(course.document.path, header.span, {"path": unit.path})


def _are_one(unit: Unit, other: Unit) -> bool:
    """One homework may have folders beside it, for its tests or its solution."""
    return unit.number == other.number and unit.path.rpartition("/")[0] == other.path.rpartition("/")[0]


def _is_solved(unit: Unit, course: Course) -> bool:
    """A homework that is announced without a link is HWK101's or HWK102's."""
    told = [work.suggestion for lesson in course.lessons for work in lesson.homework if work.suggestion]
    return any(unit.holds(path) for path in told)
