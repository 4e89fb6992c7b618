"""Rows that come in: for a day off of this year, or for a lesson that last year had not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from repotool.model import Lesson, Row
from repotool.model.regex import regex
from repotool.reading.course.hand import apply
from repotool.rollover.schedule.contents import Contents
from repotool.rollover.schedule.rows import DatedRow

NUMBER = regex(r"\d+")
KEPT = ("date", "time", "weekday")
"""The columns of a row whose words a new lesson takes over."""


def free_row(day: date, rows: Sequence[DatedRow], contents: Contents) -> str | None:
    """A row for a day off: as last year marked one, else a lesson's row that says so in the words of its language."""
    marked = [row for row in rows if row.lesson.holiday]
    model = _model(marked, rows)
    if model is None:
        return None
    filled = _dated(model, day, contents)
    if not model.lesson.holiday:
        filled = {**_emptied(model.lesson, contents), **filled, **_told_free(model, contents)}
    return contents.cells.line(model.lesson.row, filled)


def new_row(day: date, rows: Sequence[DatedRow], number: str, contents: Contents) -> str | None:
    """A row for one more lesson: its day and its number, and nothing else."""
    model = _model([row for row in reversed(rows) if not row.lesson.holiday], ())
    if model is None:
        return None
    filled = {**_emptied(model.lesson, contents), **_dated(model, day, contents)}
    filled |= {index: number for index, name in contents.names.items() if name == "number"}
    return contents.cells.line(model.lesson.row, filled)


def next_number(numbers: Sequence[str]) -> str:
    """The number that follows those of a column, written as they are; "" where they do not count up one by one."""
    found = [NUMBER.findall(number) for number in numbers[-2:]]
    plain = {NUMBER.sub("", number) for number in numbers[-2:]}
    if len(numbers) < 2 or len(plain) != 1 or any(len(digits) != 1 for digits in found):
        return ""
    before, last = (int(digits[0]) for digits in found)
    if last != before + 1:
        return ""
    return NUMBER.sub(str(last + 1).zfill(len(found[1][0])), numbers[-1])


def _model(rows: Sequence[DatedRow], others: Sequence[DatedRow]) -> DatedRow | None:
    """The first row that has its own date cell with one day, or one range of days, in it."""
    return next((row for row in [*rows, *others] if row.slots == 1 and row.first and _is_whole(row)), None)


def _is_whole(row: DatedRow) -> bool:
    """Whether all cells of a row are its own."""
    return all(row.lesson.row.span.holds(cell.span) for cell in row.lesson.row.cells)


def _dated(model: DatedRow, day: date, contents: Contents) -> Mapping[int, str]:
    return dict(_dated_cells(model, day, contents))


def _dated_cells(model: DatedRow, day: date, contents: Contents) -> Iterator[tuple[int, str]]:
    days = [day + (old - model.first) if old and model.first else None for old in model.days]
    for index, cell in _cells(model.lesson.row, contents, "date"):
        changes = model.hand.write(cell, days)
        yield index, apply(cell, changes) if changes is not None else ""
    for index, cell in _cells(model.lesson.row, contents, "weekday"):
        yield index, apply(cell, model.hand.write_weekdays(cell, [day]))


def _cells(row: Row, contents: Contents, name: str) -> Iterator[tuple[int, str]]:
    for index, told in contents.names.items():
        if told == name and index < len(row.cells):
            yield index, row.cells[index].span.cut(contents.cells.text)


def _emptied(lesson: Lesson, contents: Contents) -> Mapping[int, str]:
    """All cells of a row as they are where nothing is to say yet, but for those that every row has."""
    places = range(len(lesson.row.cells))
    return {n: contents.nothing(n) for n in places if contents.names.get(n) not in KEPT}


def _told_free(model: DatedRow, contents: Contents) -> Mapping[int, str]:
    """The language's word for a day off, where the topic stands."""
    word = contents.word("words.holiday", model.hand.reading.languages)
    names = {name: index for index, name in contents.names.items()}
    place = names.get("topic", names.get("number", names.get("materials")))
    return {place: word} if place is not None else {}
