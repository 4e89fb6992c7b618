"""Which tables are a schedule, and which of their columns is what: by the header words of the vocabularies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repotool.config import hint
from repotool.model import Column, Document, Refused, Table
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import COLUMNS, Vocabulary

NOISE = regex(r"[^\w№#/. -]+|[\s:.]+\Z")
"""What a header may carry beside its words: emoji, brackets, a colon at its end."""
SHORT_NUMBER = regex(r"(?:[^\W\d]*\W*){0,3}\d[\d\s.,/–-]*")
LONGEST_HEADER = 80
UNSURE = 1000
"""The rank of a header that only begins like a phrase."""
FURTHER = frozenset(["materials", "homework", "recording", "deadline", "time"])
BEGINNINGS = ("date", "number", "week", "lesson", "topic", "materials", "homework", "recording", "deadline")
"""The columns whose phrases may be followed by others; "Assigned videos" and "Start of the project" are no times."""
LISTED = ("materials",)
"""Columns of which a table may have several: slides, notes and code are all materials."""


def schedule_columns(document: Document, words: Vocabulary, stated: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of all tables of a document that are its schedule; extra ones have the name None.

    `stated` are the columns that the configuration names, by their headers. Raises Refused for a name that no column
    has.
    """
    for name in stated.values():
        if name not in COLUMNS:
            known = ", ".join(COLUMNS)
            raise Refused(f"course.columns: «{name}» is not a column{hint(name, COLUMNS)} (known: {known})")
    columns: list[Column] = []
    for index, table in enumerate(document.tables):
        names = column_names(table, words, stated)
        if is_schedule(table, names):
            headers = (cell.text.strip() for cell in table.header.cells)
            columns += [Column(n, h, index, i) for i, (n, h) in enumerate(zip(names, headers, strict=True))]
    return tuple(columns)


def column_names(table: Table, words: Vocabulary, stated: Mapping[str, str]) -> list[str | None]:
    """The name of each column of a table, None for one that no vocabulary knows.

    Where two columns claim a name, the one whose word stands first in the vocabulary gets it: "Тема" before "Название".
    """
    headers = [cell.text for cell in table.header.cells]
    named = [(_stated(header, stated), _name(header, words)) for header in headers]
    names: list[str | None] = [said or found[0] for said, found in named]
    ranks = [-1 if said else found[1] for said, found in named]
    _settle_lesson(names, table)
    for name in {name for name in names if name is not None and name not in LISTED}:
        claims = [index for index, other in enumerate(names) if other == name]
        for index in set(claims) - {min(claims, key=lambda index: ranks[index])}:
            names[index] = None
    return names


def is_schedule(table: Table, names: Sequence[str | None]) -> bool:
    """A date or number for each row, and what it is about.

    Without dates a table may just as well list points, people or books, so it is a schedule only where it says nothing
    of points or people, and has topics or a further column of a schedule beside its materials.
    """
    have = {name for name in names if name is not None}
    if not table.rows or not have & {"topic", "materials"}:
        return False
    if "date" in have:
        return "status" not in have or len(have & FURTHER) > 0
    if not have & {"number", "week"} or have & {"points", "person"}:
        return False
    return len(have) > 2 and bool(have & {"topic", *FURTHER} - {"materials"})


def _stated(header: str, stated: Mapping[str, str]) -> str | None:
    wanted = " ".join(header.split()).casefold()
    for text, name in stated.items():
        if " ".join(text.split()).casefold() == wanted:
            return name
    return None


def _name(header: str, words: Vocabulary) -> tuple[str | None, int]:
    """The column whose phrase the header is, or, failing that, begins with: "Материалы занятия", "Date (d/m/y)".

    With it comes the phrase's rank, lower for one that stands earlier in its vocabulary.
    """
    text = " ".join(NOISE.sub(" ", header[:LONGEST_HEADER]).split()).rstrip(" .:")
    for name in COLUMNS:
        if words.names(f"columns.{name}", text):
            return name, words.rank(f"columns.{name}", text)
    begun = {name: words.pattern(f"columns.{name}").match(text) for name in BEGINNINGS}
    longest = max((match.end() for match in begun.values() if match), default=0)
    begins = (name for name, match in begun.items() if match and match.end() == longest)
    return next(begins, None), UNSURE


def _settle_lesson(names: list[str | None], table: Table) -> None:
    """A column headed "Лекция" or "Class" holds the lesson's number or its topic, whichever its cells look like."""
    for index, name in enumerate(names):
        if name != "lesson":
            continue
        cells = [row.cells[index].text.strip() for row in table.rows if index < len(row.cells)]
        numbers = sum(bool(SHORT_NUMBER.fullmatch(text[:40])) for text in cells)
        told = "topic" in names or "materials" in names  # else the numbers are all that the row says
        wanted = ["number", "topic"] if told and numbers * 2 > len(cells) else ["topic"]
        names[index] = next((name for name in wanted if name not in names), None)
