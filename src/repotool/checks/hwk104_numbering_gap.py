"""HWK104: a number that is missing between the homeworks of the schedule."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Course, Hit, Homework, Repository
from repotool.model.regex import regex

NUMBER = regex(r"(?<![\d.])\d{1,2}(?![\d.]*\d)")
MIN_NUMBERED = 3
"""Fewer numbers are no numbering."""


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    numbered: dict[int, Homework] = {}
    for lesson in course.lessons:
        for work in lesson.homework:
            if (found := NUMBER.search(work.label)) is not None:
                numbered.setdefault(int(found[0]), work)
    if len(numbered) < MIN_NUMBERED:
        return
    for before, number in pairwise(sorted(numbered)):
        if number > before + 1:
            missing = str(before + 1) if number == before + 2 else f"{before + 1}–{number - 1}"
            work = numbered[number]
            yield Hit(course.document.path, work.span, {"label": work.label, "missing": missing})
