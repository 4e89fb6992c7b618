"""One page of last year -> the same page next year: years, links, lists of earlier years, and its schedule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from repotool.model import Document, Edit, Span, Spans
from repotool.rollover.archives import archive_edits
from repotool.rollover.links import link_edits
from repotool.rollover.merging import Places, merged
from repotool.rollover.model import RolledSchedule, Todo
from repotool.rollover.names import own_in_code
from repotool.rollover.other_dates import dated_tables
from repotool.rollover.questions import sections
from repotool.rollover.turn import Turn
from repotool.rollover.years import archived, dated_prose, year_edits
from repotool.writing.edits import apply_edits


class RolledPage(Struct, frozen=True):
    """A page's text, and the questions it leaves, each with its place in that text."""

    text: str
    asked: tuple[tuple[Todo, Span], ...]


def rolled_page(document: Document, turn: Turn, schedule: RolledSchedule) -> RolledPage:
    """What becomes of a document; the edits of its schedule count before all others."""
    is_main = turn.course is not None and turn.course.document is document
    schedule = schedule if is_main else schedule.others.get(document.path, RolledSchedule())
    own = list(_outcomes(document, turn))
    settled = Spans(edit.span for edit in schedule.edits)
    cells = Spans(schedule.cells)
    edits = merged([*schedule.edits, *(o for o in own if isinstance(o, Edit) and not cells.hold(o.span))])
    todos = [*schedule.todos]
    if is_main or document is turn.about or schedule.edits:
        todos += dated_tables(document, turn, schedule)
    todos += _once(o for o in own if isinstance(o, Todo) and not (o.span and settled.hold(o.span)))
    places = Places(edits)
    text = apply_edits(document.view.text, edits)
    return RolledPage(text, tuple((todo, _place(todo, text, places)) for todo in todos))


def _place(todo: Todo, text: str, places: Places) -> Span:
    """Where a question stands in the new text; one about an address that was put in, at that address."""
    at = text.find(todo.text) if "://" in todo.text else -1
    return Span(at, at + len(todo.text)) if at >= 0 else places.after(todo.span or Span(0, 0))


def _outcomes(document: Document, turn: Turn) -> Iterator[Edit | Todo]:
    """Links first: a label rolls with its link."""
    about = document is turn.about
    course = turn.course if about else None
    earlier = frozenset(archived(course)) if course is not None else frozenset()
    if course is not None:
        yield from archive_edits(document, course.archives, turn)
    yield from link_edits(document, turn, earlier)
    yield from own_in_code(document, turn)
    yield from year_edits(document, turn.step, course)
    if about:
        yield from sections(document, course)
        yield from dated_prose(document, turn.step, course)


def _once(todos: Iterable[Todo]) -> Iterator[Todo]:
    """Of two questions about one place the first."""
    seen: set[Span] = set()
    for todo in todos:
        if todo.span not in seen:
            yield todo
        if todo.span is not None:
            seen.add(todo.span)
