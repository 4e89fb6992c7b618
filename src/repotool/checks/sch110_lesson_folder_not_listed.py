"""SCH110: a lesson's folder that no row of the schedule links."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    paths = [path for lesson in course.lessons for path in repo.paths_in(course.document, lesson.row.span)]
    units = [unit for unit in course.units if unit.kind == "lesson" and unit.number is not None and unit.files]
    listed = [unit for unit in units if any(unit.holds(path) for path in paths)]
    if 2 * len(listed) <= len(units):
        return  # the rows lead somewhere else
    header = course.document.tables[course.columns[0].table].header
    for unit in units:
        if unit not in listed:
            yield Hit(course.document.path, header.span, {"path": unit.path})
