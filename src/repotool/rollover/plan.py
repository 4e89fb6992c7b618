"""Last year's repository and what is asked for -> the files of the next, the questions left open. Nothing is written.

Pages and notebooks are rolled, all else is copied. The result is read and judged before it exists: what a rule would
report there is asked as a question, and a link that would lead nowhere is emptied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from repotool.config import Config
from repotool.engine.rules import load_rules, select_rules
from repotool.engine.run import judge
from repotool.model import Document, Edit, FileOrigin, Origin, Question, Refused, Repository, Tree, View
from repotool.model.origin import ORIGIN
from repotool.reading.origin import write_origin
from repotool.reading.repository import read_imagined
from repotool.reading.source import Lines, encode, read_source
from repotool.rollover.carrying import candidates, carried_files, folder_names, new_names
from repotool.rollover.links import emptied
from repotool.rollover.merging import merged
from repotool.rollover.model import RolledSchedule, Rollover, Todo
from repotool.rollover.notebooks import rolled_notebook
from repotool.rollover.pages import rolled_page
from repotool.rollover.prior import Prior
from repotool.rollover.questions import numbered, question
from repotool.rollover.schedule.others import with_others
from repotool.rollover.schedule.rolling import roll_schedule
from repotool.rollover.settings import rolled_settings
from repotool.rollover.terms import step_of
from repotool.rollover.turn import Turn, is_dead
from repotool.rollover.years import year_edits
from repotool.writing.edits import apply_edits

Action = Literal["create", "copy", "edit", "skip", "conflict"]
TEX = (".tex", ".sty", ".cls")
OWN_QUESTIONS = "YRS106"
"""The rule that tells the questions themselves."""


class NewFile(Struct, frozen=True):
    """A file of the new repository. `content` None: the bytes of `origin`, last year's file, as they are.

    `action` says what it is to the new repository's folder: edit and skip of what is there already.
    """

    path: str
    action: Action
    origin: str | None = None
    content: bytes | None = None
    sha256: str = ""
    """Of the new file's bytes."""


class Plan(Struct, frozen=True):
    """Next year's repository, as it would be."""

    prior: Prior
    turn: Turn
    files: tuple[NewFile, ...]
    origin: Origin
    schedule: RolledSchedule

    def content(self, file: NewFile) -> bytes:
        return file.content if file.content is not None else self.prior.load(file.origin or file.path)

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.origin.questions


def make_plan(
    prior: Prior, options: Rollover, root: Path, there: Mapping[str, bytes], *, in_place: bool = False
) -> Plan:
    """The plan for a folder `root` that holds the files `there`: those of a fresh clone, which are kept or replaced.

    Raises Refused where neither a first day nor a calendar is known, and for lessons that are not there.
    """
    turn = make_turn(prior, options, there, in_place=in_place)
    schedule = schedule_of(turn)
    asked: list[Question] = []
    contents: dict[str, bytes] = {}
    for old, new in turn.names.items():
        rolled = rolled_file(old, new, prior, turn, schedule)
        if rolled is not None:
            contents[new], own = rolled
            asked += own
    contents, more = _settled(contents, turn, prior.config, root, asked)
    asked += more
    files = tuple(_files(prior, turn, contents, there))
    origins = {
        file.path: FileOrigin(file.origin, hashlib.sha256(prior.load(file.origin)).hexdigest())
        for file in files
        if file.origin is not None
    }
    label = prior.repo.name or prior.root.name
    questions = numbered(asked)
    source = prior.seen_from(root)
    origin = Origin(label, source, prior.repo.name, prior.commit, as_told(options), origins, questions)
    record = write_origin(origin)
    files += (NewFile(ORIGIN, "create", None, record, hashlib.sha256(record).hexdigest()),)
    return Plan(prior, turn, files, origin, schedule)


def make_turn(prior: Prior, options: Rollover, there: Iterable[str], *, in_place: bool = False) -> Turn:
    """What comes along, and from which term to which. A file whose content is not at hand stays behind."""
    repo = prior.repo
    course = next(iter(repo.courses), None)
    days = options.days or ((options.start,) if options.start else ())
    if not days:
        raise Refused("the first day of lessons is not known; tell it with --start 2026-02-09, or --calendar FILE")
    step = step_of(course, options.start or min(days), repo.name)
    carried = candidates(repo) if in_place else carried_files(repo, course, options.carry)
    at_hand = sorted(path for path in carried if prior.has(path))
    names = {path: path for path in at_hand} if in_place else new_names(at_hand, step)
    tree = Tree(dict.fromkeys((*names.values(), *there), True))
    return Turn(repo, course, options, step, names, folder_names(names), tree)


def schedule_of(turn: Turn) -> RolledSchedule:
    """The schedule of next year, where its page comes along, and those of other pages."""
    if turn.course is None or turn.course.document.path not in turn.names:
        return RolledSchedule()
    return with_others(roll_schedule(turn.course, turn.options, turn.leads_on), turn)


def rolled_file(
    old: str, new: str, prior: Prior, turn: Turn, schedule: RolledSchedule
) -> tuple[bytes, list[Question]] | None:
    """The bytes of a page, a notebook or the settings next year, with its questions; None of what is only copied."""
    if old in turn.repo.documents:
        page = rolled_page(turn.repo.documents[old], turn, schedule)
        lines = Lines(page.text)
        asked = [question(todo, new, lines, span.start, span.end) for todo, span in page.asked]
        return encode(page.text), asked
    if old in turn.repo.notebooks:
        raw, todos = rolled_notebook(old, turn, schedule)
        return raw, [Question(0, todo.kind, new, 1, "", todo.message) for todo in todos]
    if old.lower().endswith(TEX):
        text = read_source(old, prior.load(old)).text
        return encode(apply_edits(text, merged(year_edits(Document(old, View(text)), turn.step)))), []
    if prior.config.path is not None and old == prior.config.path.name:
        text = read_source(old, prior.load(old)).text
        return encode(apply_edits(text, merged(rolled_settings(old, text, turn)))), []
    return None


def _settled(
    contents: dict[str, bytes], turn: Turn, config: Config, root: Path, asked: list[Question]
) -> tuple[dict[str, bytes], list[Question]]:
    """Reads what is planned as if it were there: dead links are emptied, what rules report becomes a question."""
    config = _next_config(config, turn)
    repo = _imagined(contents, turn, config, root)
    dead = {document.path: edits for document in repo.documents.values() if (edits := _dead_links(repo, document.path))}
    if dead:
        for path, edits in dead.items():
            contents[path] = encode(apply_edits(repo.sources[path].text, merged(edits)))
        repo = _imagined(contents, turn, config, root)
    told = {(q.file, q.line) for q in asked}
    return contents, list(_findings(repo, config, told))


def _imagined(contents: Mapping[str, bytes], turn: Turn, config: Config, root: Path) -> Repository:
    options = turn.options
    return read_imagined(root, turn.tree, contents, config, options.name, options.branch)


def _dead_links(repo: Repository, path: str) -> list[Edit]:
    document = repo.documents[path]
    found = []
    for link, resolution in repo.resolved(document):
        if is_dead(resolution) and resolution.kind != "empty":
            edit = emptied(document, link)
            if edit is not None:
                found.append(Edit(path, document.view.place(edit.span), edit.replacement))
    return found


def _findings(repo: Repository, config: Config, told: set[tuple[str, int]]) -> Iterator[Question]:
    """What the rules that are on by default would report, where no question stands yet."""
    rules = tuple(rule for rule in select_rules(load_rules(), config) if rule.code != OWN_QUESTIONS)
    lines: dict[str, Lines] = {}
    for finding in judge(repo, rules, config):
        if finding.file not in lines:
            lines[finding.file] = Lines(repo.file_text(finding.file))
        of_file = lines[finding.file]
        if (finding.file, of_file.line(finding.span.start)) not in told:
            todo = Todo(finding.rule.code, finding.file, f"{finding.rule.code}: {finding.message}")
            yield question(todo, finding.file, of_file, finding.span.start, finding.span.end)


def _next_config(config: Config, turn: Turn) -> Config:
    """Last year's settings with next year's names and years."""
    course, step = config.course, turn.step
    if course.year is not None:
        course = replace(course, year=step.year)
    if course.academic_year is not None:
        course = replace(course, academic_year=f"{step.academic}/{step.academic + 1}")
    return replace(config, path=None, name=turn.options.name, branch=turn.options.branch, course=course)


def _files(prior: Prior, turn: Turn, contents: Mapping[str, bytes], there: Mapping[str, bytes]) -> Iterator[NewFile]:
    for old, new in turn.names.items():
        content = contents.get(new)
        raw = content if content is not None else prior.load(old)
        same = content is None or content == prior.load(old)
        action: Action = "copy" if same else "create"
        if new in there and there[new] != raw:
            action = "edit" if new.lower().startswith("readme") else "skip"
        elif new in there:
            action = "skip"
        yield NewFile(new, action, old, None if same else content, hashlib.sha256(raw).hexdigest())


def as_told(options: Rollover) -> dict[str, str | int | bool | list[str]]:
    """The options as `.repotool/origin.toml` keeps them, without those that were not given."""
    told: dict[str, str | int | bool | list[str]] = {}
    if options.start is not None:
        told["start"] = options.start.isoformat()
    if options.days is not None:
        told["days"] = [day.isoformat() for day in options.days]
    for key in ("on_holiday", "topics", "materials", "homework", "links", "siblings", "live_links"):
        told[key.replace("_", "-")] = getattr(options, key)
    for key in ("name", "branch"):
        if getattr(options, key) is not None:
            told[key] = getattr(options, key)
    told["carry"] = list(options.carry)
    told["strip-outputs"] = options.strip_outputs
    return told
