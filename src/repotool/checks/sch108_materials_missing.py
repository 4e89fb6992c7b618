"""SCH108: a lesson that is over and has no materials, in a schedule whose lessons have them."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Lesson, Repository


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    over = [lesson for lesson in course.lessons if "materials" in lesson.cells and _is_over(lesson, repo)]
    bare = [lesson for lesson in over if not lesson.materials]
    if 2 * len(bare) < len(over):
        for lesson in bare:
            facts = {"number": lesson.number or None, "date": lesson.date_text}
            yield Hit(course.document.path, lesson.cells["materials"].span, facts)


def _is_over(lesson: Lesson, repo: Repository) -> bool:
    days = [mark.value for mark in lesson.dates]
    return not lesson.holiday and bool(days) and all(day is not None and day < repo.today for day in days)
