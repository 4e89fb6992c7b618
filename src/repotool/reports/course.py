"""Courses as they are understood -> JSON objects, CSV rows, text for reading: what `repotool show` prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from repotool.language import counted, said
from repotool.model import Archive, Course, Homework, Lesson, Material, Threshold
from repotool.model.regex import regex
from repotool.model.shown import shown

LONE = regex("[\ud800-\udfff]")
"""Bytes that are not UTF-8, as they stand in texts: no output could hold them."""
FIELDS = (
    "course", "number", "kind", "date", "dates", "date_text", "time", "topics", "materials", "homework",
    "homework_target", "issued", "deadline", "holiday",
)  # fmt: skip
NARROW, WIDE = 24, 60
"""Characters of a date, time or number column, and of a topic, that the text for reading shows at most."""


def as_object(course: Course) -> dict[str, Any]:
    """A course as a JSON object, in the form that `repotool show --output-format json` promises.

    Dates are ISO or null; `date` is the first of `dates`; a link with an empty target has the target null; `issued` is
    the lesson's first date where the schedule states none.
    """
    return {
        "title": _text(course.title),
        "season": course.season,
        "year": course.year,
        "academic_year": _text(course.academic_year),
        "lessons": [_lesson(lesson) for lesson in course.lessons],
        "homework": [
            {"lesson": _text(lesson.number), "label": _text(work.label), "target": _text(work.target)}
            for lesson in course.lessons
            for work in lesson.homework
        ],
        "archives": [_archive(archive) for archive in course.archives],
        "grading": [_threshold(threshold) for threshold in course.grading],
    }


def as_rows(courses: Sequence[Course]) -> Iterator[tuple[str, ...]]:
    """Courses as CSV rows, FIELDS first, a row a lesson; lists are joined by "; ", a material is `label <target>`."""
    yield FIELDS
    for course in courses:
        for lesson in course.lessons:
            yield _row(course, lesson)


def as_text(course: Course) -> str:
    """A course for reading: head, lessons in columns, archives, grading. Whatever a terminal would obey is escaped."""
    blocks = ["\n".join(_head(course)), "\n".join(_lesson_lines(course))]
    if course.archives:
        blocks.append(
            "\n".join([said("earlier years"), *(f"  {_archive_line(archive)}" for archive in course.archives)])
        )
    if course.grading:
        blocks.append("\n".join([said("grading"), *(f"  {_threshold_line(line)}" for line in course.grading)]))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _lesson(lesson: Lesson) -> dict[str, Any]:
    days = _days(lesson)
    return {
        "number": _text(lesson.number),
        "kind": lesson.kind,
        "date": days[0] if days else None,
        "dates": days,
        "date_text": _text(lesson.date_text),
        "time": lesson.time,
        "topics": [_text(topic) for topic in lesson.topics],
        "materials": [{"text": _text(m.text), "target": _text(m.target)} for m in lesson.materials],
        "homework": _homework(lesson.homework[0], lesson) if lesson.homework else None,
        "holiday": lesson.holiday,
    }


def _homework(work: Homework, lesson: Lesson) -> dict[str, Any]:
    return {
        "label": _text(work.label),
        "target": _text(work.target),
        "issued": _issued(work, lesson),
        "deadline": _iso(work.deadline),
    }


def _issued(work: Homework, lesson: Lesson) -> str | None:
    return _iso(work.issued) or next(iter(_days(lesson)), None)


def _days(lesson: Lesson) -> list[str]:
    return [mark.value.isoformat() for mark in lesson.dates if mark.value is not None]


def _archive(archive: Archive) -> dict[str, Any]:
    entries = [{"year": e.year, "text": _text(e.text), "target": _text(e.target)} for e in archive.entries]
    return {"series": _text(archive.series), "entries": entries}


def _threshold(threshold: Threshold) -> dict[str, Any]:
    return {
        "points": _number(threshold.points),
        "assignments": threshold.assignments,
        "min_mark": _number(threshold.min_mark),
        "mark": _text(threshold.mark),
    }


def _row(course: Course, lesson: Lesson) -> tuple[str, ...]:
    works, days = lesson.homework, _days(lesson)
    values = (
        course.title,
        lesson.number,
        lesson.kind,
        days[0] if days else None,
        "; ".join(days),
        lesson.date_text,
        lesson.time,
        "; ".join(lesson.topics),
        "; ".join(_material_text(material) for material in lesson.materials),
        "; ".join(work.label for work in works),
        "; ".join(work.target or "" for work in works),
        _issued(works[0], lesson) if works else None,
        _iso(works[0].deadline) if works else None,
        "true" if lesson.holiday else "false",
    )
    return tuple(_text(value) or "" for value in values)


def _material_text(material: Material) -> str:
    return f"{material.text} <{material.target}>" if material.target else material.text


def _head(course: Course) -> Iterator[str]:
    yield shown(course.title or said("a course without a title"))
    term = f"{said(course.season or '')} {course.year or ''}".strip() or said("season and year unknown")
    academic = said(f", academic year {shown(course.academic_year)}") if course.academic_year else ""
    yield term + academic
    kinds = {"lecture": 0, "seminar": 0, "class": 0}
    for lesson in course.lessons:
        kinds[lesson.kind] += not lesson.holiday
    holidays = sum(lesson.holiday for lesson in course.lessons)
    works = [work for lesson in course.lessons for work in lesson.homework]
    counts = [counted(number, kind) for kind, number in kinds.items() if number]
    counts += [counted(holidays, "day off")] if holidays else []
    unlinked = sum(work.target is None for work in works)
    counts += [counted(len(works), "homework") + (said(f" ({unlinked} without a link)") if unlinked else "")]
    yield f"{counted(len(course.lessons), 'row')}: {', '.join(counts)}" if course.lessons else said("no schedule")


def _lesson_lines(course: Course) -> list[str]:
    rows = [_lesson_cells(lesson) for lesson in course.lessons]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(4)]
    lines = []
    for lesson, row in zip(course.lessons, rows, strict=True):
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False) if width]
        lines.append("  ".join([*padded, row[-1]]).rstrip())
        indent = " " * (sum(widths) + 2 * sum(1 for width in widths if width))
        lines += [f"{indent}{said('homework')}: {_homework_line(work)}" for work in lesson.homework]
    return lines


def _lesson_cells(lesson: Lesson) -> tuple[str, ...]:
    day = next(iter(_days(lesson)), None) or _cut(lesson.date_text, NARROW)
    what = "; ".join(lesson.topics) or (said("(day off)") if lesson.holiday else "")
    materials = counted(len(lesson.materials), "material") if lesson.materials else ""
    topic = " · ".join(part for part in (_cut(what, WIDE), materials) if part)
    kind = "" if lesson.holiday else said(lesson.kind)
    return day, lesson.time or "", _cut(lesson.number or "", NARROW), kind, topic


def _homework_line(work: Homework) -> str:
    due = said(f", due {work.deadline.isoformat()}") if work.deadline else ""
    return f"{_cut(work.label, WIDE)} → {shown(work.target) if work.target else said('(no link)')}{due}"


def _archive_line(archive: Archive) -> str:
    return f"{_cut(archive.series, WIDE) or said('links')}: {', '.join(shown(entry.year) for entry in archive.entries)}"


def _threshold_line(threshold: Threshold) -> str:
    parts = [said(f"{_number(threshold.points)} points")]
    if threshold.assignments is not None:
        marked = said(f" marked {_number(threshold.min_mark)} or better") if threshold.min_mark is not None else ""
        parts.append(counted(threshold.assignments, "assignment") + marked)
    return f"{shown(threshold.mark)}: {', '.join(parts)}"


def _cut(text: str, length: int) -> str:
    text = shown(" ".join(text.split()))
    return text if len(text) <= length else text[: length - 1] + "…"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _text(text: str | None) -> str | None:
    return None if text is None else LONE.sub("\N{REPLACEMENT CHARACTER}", text)
