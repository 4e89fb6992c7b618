"""Lessons come over from last year when their week comes: their files, cleaned, and the links of their rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from repotool.config import Config, find_config, load_config
from repotool.model import (
    Course,
    Document,
    Edit,
    FileOrigin,
    InCell,
    Lesson,
    Link,
    Origin,
    Question,
    Refused,
    Repository,
    Span,
    Tree,
)
from repotool.model.origin import ORIGIN
from repotool.model.shown import shown
from repotool.reading.links.targets import written
from repotool.reading.origin import write_origin
from repotool.reading.repository import read_repository
from repotool.reading.source import encode
from repotool.reading.tree import read_bytes
from repotool.rollover.asking import own_origin
from repotool.rollover.carrying import candidates, folder_names, lesson_files, lesson_number, lessons_of, new_names
from repotool.rollover.links import rolled_address
from repotool.rollover.merging import merged
from repotool.rollover.model import Rollover
from repotool.rollover.options import CHOICES
from repotool.rollover.plan import rolled_file
from repotool.rollover.prior import Prior, open_prior
from repotool.rollover.schedule.cells import Cells
from repotool.rollover.schedule.rolling import roll_schedule
from repotool.rollover.terms import step_of
from repotool.rollover.turn import LEADING, Turn
from repotool.writing.apply import apply
from repotool.writing.edits import Change, apply_edits

KEPT = ("name", "branch", "strip-outputs", *CHOICES)
"""The options that hold for lessons that come over later, too."""
FILLED = ("materials", "homework")
"""The columns of a row that lead to what is brought over."""


class Brought(Struct, frozen=True):
    """What a carry does: files that are new, files that are there already and stay, links that are filled in."""

    root: Path
    changes: tuple[Change, ...]
    new: tuple[str, ...]
    kept: tuple[str, ...]
    links: int
    questions: int


def plan_carry(path: Path, lessons: Sequence[str], source: str | None = None) -> Brought:
    """What it takes to bring `lessons`, by number, into the repository around `path`.

    Raises Refused where it was not made by `scaffold`, last year's repository is not at hand, or a lesson is not there.
    """
    root, origin = own_origin(path)
    prior = _prior(root, origin, source)
    repo = _repository(root)
    course, here = next(iter(prior.repo.courses), None), next(iter(repo.courses), None)
    if course is None:
        raise Refused(f"{shown(origin.prior)}: has no schedule, so that no lesson can be told there")
    rows = [row for word in lessons for row in lessons_of(course.lessons, word)]
    turn = _turn(prior, course, repo, origin, rows)
    contents, asked, kept = _files(prior, turn, repo, origin)
    edits = list(_links(course, here, rows, turn, repo)) if here is not None else []
    changes = [Change(new, None, content) for new, content in contents.items()]
    changes += _page(repo, here, edits)
    changes.append(_record(root, origin, prior, turn, contents, asked))
    return Brought(root, tuple(changes), tuple(contents), tuple(kept), len(edits), len(asked))


def carry(brought: Brought) -> None:
    """Writes it, all or nothing; `undo` takes it back."""
    apply(brought.root, brought.changes, command="carry")


def _prior(root: Path, origin: Origin, source: str | None) -> Prior:
    named = source or (str(root / origin.source) if origin.source else None)
    if named is None:
        raise Refused(f"{ORIGIN}: does not tell where last year's repository lies; name it with --prior")
    try:
        return open_prior(named, origin.name)
    except Refused as refusal:
        raise Refused(f"{refusal}; name last year's repository with --prior") from None


def _repository(root: Path) -> Repository:
    config: Config = load_config(find_config(root))
    return read_repository(root, replace(config, exclude=()))


def _turn(prior: Prior, course: Course, repo: Repository, origin: Origin, rows: Sequence[Lesson]) -> Turn:
    """The rollover as it was, with the files of these lessons coming along, and those that are here."""
    told = options_of(origin.options)
    options = replace(told, name=repo.name or told.name, branch=repo.branch or told.branch, prior_name=prior.repo.name)
    first = options.start or min(options.days or (), default=date.today())
    step = step_of(course, first, prior.repo.name)
    wanted = {file for row in rows for file in lesson_files(prior.repo, course, row)} & set(candidates(prior.repo))
    wanted = {path for path in wanted if prior.has(path)}
    names = {told.path: new for new, told in origin.files.items()} | new_names(sorted(wanted), step)
    assert repo.tree is not None
    tree = repo.tree.with_files(names.values())
    names = {old: new for old, new in names.items() if new in tree}
    return Turn(prior.repo, course, options, step, names, folder_names(names), Tree(tree.files))


def options_of(told: Mapping[str, Any]) -> Rollover:
    """The options that `.repotool/origin.toml` keeps; what is not told has its default."""
    known = {key.replace("-", "_"): value for key, value in told.items() if key in KEPT}
    days = told.get("days")
    try:
        _check(told)
        return Rollover(
            start=date.fromisoformat(told["start"]) if "start" in told else None,
            days=tuple(map(date.fromisoformat, days)) if days else None,
            **known,
        )
    except (TypeError, ValueError):
        raise Refused(f"{ORIGIN}: its options are not what repotool wrote there; restore it from git") from None


def _check(told: Mapping[str, Any]) -> None:
    """Raises ValueError where an option has a value that the command line would not take."""
    words = all(told[name] in CHOICES[name] for name in CHOICES if name in told)
    texts = all(isinstance(told[name], str) for name in ("name", "branch") if name in told)
    if not words or not texts or not isinstance(told.get("strip-outputs", False), bool):
        raise ValueError("not what an option takes")


def _files(
    prior: Prior, turn: Turn, repo: Repository, origin: Origin
) -> tuple[dict[str, bytes], list[Question], list[str]]:
    """The bytes of the files that are new here, their questions, and the files that are here already."""
    assert repo.tree is not None and turn.course is not None
    schedule = roll_schedule(turn.course, turn.options, turn.leads_on)
    contents: dict[str, bytes] = {}
    asked: list[Question] = []
    kept = []
    for old, new in turn.names.items():
        if new in origin.files:
            continue
        if new in repo.tree.files:
            kept.append(new)
            continue
        rolled = rolled_file(old, new, prior, turn, schedule)
        contents[new] = rolled[0] if rolled is not None else prior.load(old)
        asked += rolled[1] if rolled is not None else []
    return contents, asked, kept


def _links(course: Course, here: Course, rows: Iterable[Lesson], turn: Turn, repo: Repository) -> Iterator[Edit]:
    """The links of this year's rows that are empty, or not there, and that last year's rows have."""
    taken: set[Span] = set()
    for row in rows:
        mine = _same(course, here, row)
        if mine is not None:
            for name in FILLED:
                for edit in _filled(name, row, mine, here, turn, repo):
                    if edit.span not in taken:
                        taken.add(edit.span)
                        yield edit


def _same(course: Course, here: Course, row: Lesson) -> Lesson | None:
    """This year's row of a lesson: of those of its number the one at the same place among them.

    A lesson without a number is known by its topics, or else by its place among those without a number.
    """
    number = lesson_number(row)
    old = [lesson for lesson in course.lessons if lesson_number(lesson) == number and not lesson.holiday]
    new = [lesson for lesson in here.lessons if lesson_number(lesson) == number and not lesson.holiday]
    same = [lesson for lesson in new if number is None and row.topics and lesson.topics == row.topics]
    if len(same) == 1:
        return same[0]
    at = next(index for index, lesson in enumerate(old) if lesson is row)
    return new[at] if len(old) == len(new) else None


def _filled(name: str, row: Lesson, mine: Lesson, here: Course, turn: Turn, repo: Repository) -> Iterator[Edit]:
    """The edits of one cell: targets for its empty links, or the whole of last year's cell where it says nothing."""
    assert turn.course is not None
    document, cell, old = here.document, mine.cells.get(name), row.cells.get(name)
    if cell is None or old is None:
        return
    theirs = [link for link in _links_in(turn.course.document, old.span) if _target(turn, link) is not None]
    links = _links_in(document, cell.span)
    if not theirs:
        return
    if not links:
        if _says_nothing(here, cell.span) or not cell.text.strip():
            yield from _whole(old.span, theirs, mine, here, name, turn)
        return
    for link in links:
        same = next((other for other in theirs if other.text.strip() == link.text.strip()), None)
        if same is not None and not link.target:
            theirs.remove(same)
            yield Edit(document.path, link.target_span, _target(turn, same) or "")


def _links_in(document: Document, span: Span) -> list[Link]:
    return [link for link in document.links if span.holds(link.span) and link.kind in ("link", "html")]


def _target(turn: Turn, link: Link) -> str | None:
    """What a link of last year's schedule is to say here; None where its file does not come along."""
    assert turn.course is not None
    document = turn.course.document
    resolution = turn.repo.resolution(document, link)
    if resolution.kind not in LEADING or resolution.path is None:
        return None
    new = turn.new_path(resolution.path)
    if new is None:
        return None
    if resolution.ref is not None:
        address = link.target_span.cut(document.view.text)
        return rolled_address(address, resolution.ref, resolution.path, new, turn)
    raw = written(document.view.text, link.target_span.start, link.target_span.end, link.kind)
    return link.target_span.cut(document.view.text) if new == resolution.path else raw.anew(new, "")


def _says_nothing(here: Course, span: Span) -> bool:
    """Whether a cell holds the placeholder of its schedule."""
    return here.placeholder is not None and span.cut(here.document.view.text).strip() == here.placeholder.strip()


def _whole(old: Span, theirs: Sequence[Link], mine: Lesson, here: Course, name: str, turn: Turn) -> Iterator[Edit]:
    """Last year's cell in place of one that says nothing; its other links would lead nowhere, so they must all come."""
    assert turn.course is not None
    document = turn.course.document
    every = _links_in(document, old)
    if len(every) != len(theirs):
        every = [link for link in every if turn.leads_on(document, link)]
        if len(every) != len(_links_in(document, old)):
            return
    edits = [Edit("", link.target_span.shift(-old.start), _target(turn, link) or link.target) for link in theirs]
    content = apply_edits(old.cut(document.view.text), merged(edits))
    place = _place(here, mine, name)
    if place is not None:
        for span, new in Cells(here.document, place.table).fill(mine.cells[name], content):
            yield Edit(here.document.path, span, new)


def _place(here: Course, mine: Lesson, name: str) -> InCell | None:
    for index, table in enumerate(here.document.tables):
        for number, row in enumerate(table.rows):
            if row.span == mine.row.span and mine.cells[name] in row.cells:
                return InCell(index, number, row.cells.index(mine.cells[name]))
    return None


def _page(repo: Repository, here: Course | None, edits: Sequence[Edit]) -> Iterator[Change]:
    if here is not None and edits:
        source = repo.sources[here.document.path]
        placed = [
            Edit(e.file, here.document.view.place(e.span), here.document.view.spell(e.replacement) or "") for e in edits
        ]
        yield Change(source.path, source.raw, encode(apply_edits(source.text, merged(placed))))


def _record(
    root: Path, origin: Origin, prior: Prior, turn: Turn, contents: Mapping[str, bytes], asked: Sequence[Question]
) -> Change:
    back = {new: old for old, new in turn.names.items()}
    files = dict(origin.files)
    for new in contents:
        files[new] = FileOrigin(back[new], hashlib.sha256(prior.load(back[new])).hexdigest())
    number = max((question.number for question in origin.questions), default=0)
    questions = [replace(question, number=number + at) for at, question in enumerate(asked, start=1)]
    fresh = replace(origin, files=files, questions=(*origin.questions, *questions))
    return Change(ORIGIN, read_bytes(root, ORIGIN), write_origin(fresh))
