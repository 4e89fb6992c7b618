"""SCH109: a row whose number is not the one of the folder it links."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Lesson, Repository, Unit
from repotool.model.regex import regex

NUMBER = regex(r"\d{1,3}")


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    linked = [(lesson, unit) for lesson in course.lessons for unit in _units(course, lesson, repo)]
    wrong = [(lesson, unit) for lesson, unit in linked if unit.number not in _numbers(lesson)]
    if 2 * len(wrong) < len(linked):  # else the folders are counted by something else
        for lesson, unit in wrong:
            place = lesson.cells["number"].span if "number" in lesson.cells else lesson.row.span
            yield Hit(course.document.path, place, {"number": lesson.number, "path": unit.path})


def _units(course: Course, lesson: Lesson, repo: Repository) -> list[Unit]:
    """The lesson folders that a numbered row links."""
    if not _numbers(lesson):
        return []
    paths = list(repo.paths_in(course.document, lesson.row.span))
    lessons = (unit for unit in course.units if unit.kind == "lesson" and unit.number is not None)
    return [unit for unit in lessons if any(unit.holds(path) for path in paths)]


def _numbers(lesson: Lesson) -> list[int]:
    return [int(number) for number in NUMBER.findall(lesson.number or "")]
