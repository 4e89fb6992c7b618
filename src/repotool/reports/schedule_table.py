"""A course -> its schedule as a Markdown table, for another page or a mail: ISO dates, one row a lesson."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from repotool.language import said
from repotool.model import Course, Homework, Lesson, Material
from repotool.model.regex import regex
from repotool.reports.course import LONE

COLUMNS: tuple[tuple[str, str], ...] = (
    ("date", "Date"), ("time", "Time"), ("number", "No."), ("topic", "Topic"), ("materials", "Materials"),
    ("homework", "Homework"), ("deadline", "Deadline"),
)  # fmt: skip
"""The columns in their order, with the headings of those that the course's own table does not head."""
SPECIAL = regex(r"([\\`*_\[\]<>|])")
TARGET = regex(r"[\s()<>|\\]")


def as_markdown(course: Course) -> str:
    """Title and table; columns that would be empty are left out."""
    cells: dict[str, Callable[[Lesson], str]] = {
        "date": _dates,
        "time": lambda lesson: lesson.time or "",
        "number": lambda lesson: _plain(lesson.number or ""),
        "topic": lambda lesson: "<br>".join(map(_plain, lesson.topics)),
        "materials": lambda lesson: "<br>".join(map(_link, lesson.materials)),
        "homework": lambda lesson: "<br>".join(map(_link, lesson.homework)),
        "deadline": lambda lesson: "<br>".join(work.deadline.isoformat() for work in lesson.homework if work.deadline),
    }
    names = [(name, heading) for name, heading in COLUMNS if any(cells[name](lesson) for lesson in course.lessons)]
    headers = [_plain(_own_header(course, name) or said(heading)) for name, heading in names]
    lines = [_line(headers), _line(["---"] * len(names))]
    lines += [_line([cells[name](lesson) for name, _ in names]) for lesson in course.lessons]
    return "\n".join([*_title(course), *(lines if names else [said("no schedule")])]) + "\n"


def _title(course: Course) -> Iterator[str]:
    if course.title:
        yield f"# {_plain(course.title)}"
        yield ""


def _own_header(course: Course, name: str) -> str | None:
    return next((column.header for column in course.columns if column.name == name), None)


def _dates(lesson: Lesson) -> str:
    days = ", ".join(mark.value.isoformat() for mark in lesson.dates if mark.value)
    return days or _plain(lesson.date_text)


def _link(item: Material | Homework) -> str:
    label = _plain(item.text if isinstance(item, Material) else item.label)
    if item.target is None:
        return label
    return f"[{label}]({TARGET.sub(lambda found: f'%{ord(found[0]):02X}', item.target)})"


def _plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    return SPECIAL.sub(r"\\\1", " ".join(LONE.sub("\N{REPLACEMENT CHARACTER}", text).split()))


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
