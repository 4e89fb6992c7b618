"""HWK106: two homeworks with different names or numbers and one link."""

from collections.abc import Iterator

from repotool.model import Course, Hit, Homework, Repository
from repotool.model.regex import regex

WORD = regex(r"[^\W\d_]{4,}")
NUMBER = regex(r"\d+")


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    homework = [work for lesson in course.lessons for work in lesson.homework if work.link and work.target]
    by_place: dict[str, list[Homework]] = {}
    for work in homework:
        by_place.setdefault(_place(course, work, repo), []).append(work)
    for works in by_place.values():
        named: dict[str, Homework] = {}
        for work in works:
            named.setdefault(_folded(work.label), work)
        first, *others = named.values()
        # More than two under one address, or nothing but them: a page that holds them all.
        if len(others) == 1 and len(by_place) > 1 and _differ(first, others[0]):
            facts = {"label": others[0].label, "other": first.label, "target": first.target}
            yield Hit(course.document.path, others[0].span, facts)


def _place(course: Course, work: Homework, repo: Repository) -> str:
    assert work.link is not None
    resolution = repo.resolution(course.document, work.link)
    local = resolution.path if resolution.kind == "ok" else None
    return f"{local}#{resolution.fragment or ''}" if local else str(work.target)


def _differ(one: Homework, other: Homework) -> bool:
    """By number where both have one, else by having no word in common."""
    numbers = [NUMBER.findall(work.label) for work in (one, other)]
    if all(numbers):
        return not set(map(int, numbers[0])) & set(map(int, numbers[1]))
    words = [{word.casefold() for word in WORD.findall(work.label)} for work in (one, other)]
    return not any(numbers) and all(words) and not words[0] & words[1]


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
