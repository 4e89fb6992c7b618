"""A notebook that comes along: years, links, deadlines and solutions of last year taken out, every other byte kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repotool.language import to_say
from repotool.model import Cell, Deadline, Edit, Notebook, Refused, Span
from repotool.model.cleaning import without_outputs
from repotool.model.regex import regex
from repotool.reading.course.schedule import hands_of
from repotool.reading.course.year_marks import only_years
from repotool.reading.source import encode
from repotool.rollover.links import link_edits, rolled_address
from repotool.rollover.merging import merged
from repotool.rollover.model import RolledSchedule, Todo
from repotool.rollover.names import own_in_command
from repotool.rollover.schedule.deadlines import Shift, rolled
from repotool.rollover.schedule.rows import with_year
from repotool.rollover.terms import respelled
from repotool.rollover.turn import LEADING, Turn
from repotool.rollover.years import year_edits
from repotool.writing.edits import apply_edits
from repotool.writing.notebooks import prove

SOLUTION = regex(
    r"^([ \t]*)#{2,3}[ \t]*BEGIN SOLUTION\b[^\n]*\n(?:(?!^[ \t]*#{2,3}[ \t]*BEGIN SOLUTION)[^\n]*\n)*?"
    r"[ \t]*#{2,3}[ \t]*END SOLUTION[^\n]*",
    re.MULTILINE,
)
"""As nbgrader marks it."""
STUB = "{0}# YOUR CODE HERE\n{0}raise NotImplementedError()"


def rolled_notebook(path: str, turn: Turn, schedule: RolledSchedule) -> tuple[bytes, list[Todo]]:
    """The bytes of a notebook of last year for the next, and the questions they leave."""
    source = turn.repo.sources[path]
    notebook = turn.repo.notebooks[path]
    outcomes = [*_cells(notebook, turn, schedule), *_outputs(notebook, turn)]
    edits = merged([outcome for outcome in outcomes if isinstance(outcome, Edit)])
    todos = [outcome for outcome in outcomes if isinstance(outcome, Todo)]
    if not edits:
        return source.raw, todos
    try:
        after = apply_edits(source.text, edits)
        prove(path, source.text, edits, after)
    except (Refused, ValueError):
        told = "this notebook could not be cleaned byte for byte; look through it by hand"
        return source.raw, [Todo("notebook", path, to_say(told))]
    return encode(after), todos


def _cells(notebook: Notebook, turn: Turn, schedule: RolledSchedule) -> Iterator[Edit | Todo]:
    for document in turn.repo.cells.get(notebook.path, ()):
        for outcome in (*year_edits(document, turn.step), *link_edits(document, turn)):
            if isinstance(outcome, Todo):
                yield Todo(outcome.kind, outcome.file, f"cell {document.cell}: {outcome.message}")
            elif (spelled := document.view.spell(outcome.replacement)) is not None:
                yield Edit(notebook.path, document.view.place(outcome.span), spelled)
    by_number = {cell.number: cell for cell in notebook.cells}
    for deadline in turn.repo.deadlines.get(notebook.path, ()):
        yield from _deadline(notebook.path, by_number[deadline.cell], deadline, turn, schedule)
    for cell in notebook.cells:
        if cell.kind == "code":
            for span, new in _code(cell, turn, notebook.path):
                if (spelled := cell.view.spell(new)) is not None:
                    yield Edit(notebook.path, cell.view.place(span), spelled)


def _deadline(path: str, cell: Cell, deadline: Deadline, turn: Turn, schedule: RolledSchedule) -> Iterator[Edit | Todo]:
    """The year of a title, or a day: as far from its lesson as last year, else blank."""
    if deadline.kind == "title":
        years = only_years(deadline.text)
        new = respelled(deadline.text, turn.step.target(years)) if years else None
    else:
        new = rolled_day(deadline.text, turn, schedule)
        if new is None:
            yield Todo("deadline", path, f"cell {cell.number}: the deadline was {deadline.text}")
        else:
            yield Todo("deadline", path, f"cell {cell.number}: the deadline {deadline.text} became {new}; is it right?")
        new = new or ""
    if new is not None and (spelled := cell.view.spell(new)) is not None:
        yield Edit(path, cell.view.place(deadline.span), spelled)


def rolled_day(text: str, turn: Turn, schedule: RolledSchedule) -> str | None:
    """A date as written -> the day as far from its lesson next year, written in kind; None where none is near."""
    course, shift = turn.course, schedule.shift
    if course is None or not isinstance(shift, Shift):
        return None
    for hand in with_year(hands_of(course), course, turn.step.year).values():
        parts = rolled(text, hand, shift)
        if parts is not None:
            return apply_edits(text, [Edit("", span, new) for span, new in parts])
    return None


def _code(cell: Cell, turn: Turn, path: str) -> Iterator[tuple[Span, str]]:
    """What of a code cell is written anew: addresses of files that come along, clones, marked solutions."""
    text = cell.text
    old, new = turn.repo.name, turn.options.name
    if old is not None and new is not None and old.rpartition("/")[2] in text:
        for download in turn.repo.downloads.get(path, ()):
            if download.cell == cell.number and download.resolution.kind in LEADING and download.resolution.path:
                to = turn.new_path(download.resolution.path)
                ref = download.resolution.ref or ""
                fresh = rolled_address(download.target, ref, download.resolution.path, to, turn) if to else None
                if fresh is not None:
                    yield download.span, fresh
        yield from own_in_command(text, old, new, old.rpartition("/")[2], new.rpartition("/")[2])
    if "SOLUTION" in text:
        yield from ((Span(*found.span()), STUB.format(found[1])) for found in SOLUTION.finditer(text))


def _outputs(notebook: Notebook, turn: Turn) -> Iterator[Edit]:
    """All outputs where that is asked for; else those of cells whose solution is taken out."""
    changes = [
        change
        for cell in notebook.cells
        if turn.options.strip_outputs or SOLUTION.search(cell.text)
        for change in without_outputs(cell)
    ]
    yield from notebook.edit(changes) or () if changes else ()
