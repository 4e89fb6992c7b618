"""The open questions of a repository that was made out of last year's: where they stand now, and how one is settled."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Origin, Question, Refused
from repotool.model.origin import ORIGIN
from repotool.model.shown import shown
from repotool.reading.origin import read_origin, write_origin
from repotool.reading.source import Lines, read_source
from repotool.reading.tree import find_root, read_bytes
from repotool.writing.apply import apply
from repotool.writing.edits import Change


class Asked(Struct, frozen=True):
    """A question and the line on which it stands now; None: its text is gone, or it is about a whole file."""

    question: Question
    line: int | None
    is_open: bool


def own_origin(path: Path) -> tuple[Path, Origin]:
    """The root around `path` and what is written down of its origin. Raises Refused where there is nothing."""
    root = find_root(path).resolve()
    for folder in (path.resolve(), root):
        origin = read_origin(folder)
        if origin is not None:
            return folder, origin
    raise Refused(f"{shown(str(path))}: was not made by `repotool scaffold`: there is no {ORIGIN} in it")


def asked(path: Path) -> list[Asked]:
    """All questions of the repository around `path`, in their order."""
    root, origin = own_origin(path)
    texts: dict[str, str | None] = {}
    return [_asked(root, question, texts) for question in origin.questions]


def _asked(root: Path, question: Question, texts: dict[str, str | None]) -> Asked:
    if question.file not in texts:
        try:
            texts[question.file] = read_source(question.file, read_bytes(root, question.file)).text
        except Refused:
            texts[question.file] = None
    text = texts[question.file]
    place = question.place(text) if text is not None else None
    line = Lines(text).line(place.start) if text is not None and place is not None and question.text else None
    return Asked(question, line, place is not None and not question.done)


def settle(path: Path, numbers: Collection[int]) -> None:
    """Writes down that questions are settled. Raises Refused for a number that no question has."""
    root, origin = own_origin(path)
    known = {question.number for question in origin.questions}
    unknown = sorted(set(numbers) - known)
    if unknown:
        raise Refused(f"{unknown[0]}: there is no such question; `repotool todo --all` lists them")
    questions = tuple(replace(q, done=True) if q.number in numbers else q for q in origin.questions)
    save(root, replace(origin, questions=questions), command="todo")


def save(root: Path, origin: Origin, *, command: str) -> None:
    """Writes `.repotool/origin.toml` anew; `undo` takes it back."""
    apply(root, [Change(ORIGIN, read_bytes(root, ORIGIN), write_origin(origin))], command=command)
