"""Which document holds the schedule, and which of its rows are lessons, as far as that hangs on no date.

Whoever only asks where the homework column stands need not know a month in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from repotool.config import CourseFacts
from repotool.model import Column, Document, Row, Span, Spans, Table, TableCell
from repotool.model.regex import regex
from repotool.reading.course.columns import schedule_columns
from repotool.reading.course.vocabulary import Vocabulary, vocabulary

README = ("readme.md", "readme.markdown")
EMPHASIS = regex(r"\s*([*_]{1,3}).*\1\s*", re.DOTALL)


def root_readme(documents: Mapping[str, Document]) -> Document | None:
    """The README in the root, whatever its letter case."""
    found = [path for path in documents if path.lower() in README]
    return documents[min(found, key=lambda path: (README.index(path.lower()), path))] if found else None


def find_schedule(
    documents: Mapping[str, Document], readme: Document | None, words: Vocabulary, facts: CourseFacts
) -> tuple[Document | None, tuple[Column, ...]]:
    """The first document with a schedule: the README, then those nearest to the root."""
    others = sorted(documents, key=lambda path: (path.count("/"), path))
    for document in [*([readme] if readme else []), *(documents[path] for path in others)]:
        columns = schedule_columns(document, words, facts.columns)
        if columns:
            return document, columns
    return None, ()


def scheduled(documents: Mapping[str, Document], facts: CourseFacts) -> list[str]:
    """The documents that have a schedule, those nearest to the root first."""
    words = vocabulary()
    nearest = sorted(documents, key=lambda path: (path.count("/"), path))
    return [path for path in nearest if schedule_columns(documents[path], words, facts.columns)]


def places_of(columns: Sequence[Column], table: int) -> dict[str, int]:
    """The columns of one table by their names; of several with one name, the first."""
    places: dict[str, int] = {}
    for column in columns:
        if column.table == table and column.name:
            places.setdefault(column.name, column.index)
    return places


def is_lesson(table: Table, row: Row, places: Mapping[str, int]) -> bool | None:
    """Not an empty row, the header once more, or the heading of a part ("**Модуль 2**" and nothing else).

    None of a row in which only the date column says something: it is one if that is a date, or a holiday.
    """
    filled = [(place, cell) for place, cell in enumerate(row.cells) if cell.text.strip()]
    if not filled or [cell.text for cell in row.cells] == [cell.text for cell in table.header.cells]:
        return False
    if len(filled) > 1:  # a heading that spans the columns of an HTML table stands in each of them
        return len({cell.text for _, cell in filled}) > 1
    place, cell = filled[0]
    if place == places.get("date"):
        return None
    return not EMPHASIS.fullmatch(cell.raw) and place in (places.get("number"), places.get("topic"))


def homework_cells(documents: Mapping[str, Document], facts: CourseFacts) -> dict[str, Spans] | None:
    """The cells of the lessons' homework column, by the document that holds the schedule; None where only the dates of
    its rows could tell.
    """
    document, columns = find_schedule(documents, root_readme(documents), vocabulary(), facts)
    if document is None:
        return {}
    found: list[Span] = []
    for index in {column.table for column in columns}:
        table, places = document.tables[index], places_of(columns, index)
        for row, cell in _rows(table, places.get("homework")):
            told = is_lesson(table, row, places)
            if told is None and cell.raw:
                return None
            found += [cell.span] if told else []
    return {document.path: Spans(found)}


def _rows(table: Table, place: int | None) -> Iterator[tuple[Row, TableCell]]:
    """The rows with their cell in one column."""
    for row in table.rows if place is not None else ():
        if place is not None and place < len(row.cells):
            yield row, row.cells[place]
