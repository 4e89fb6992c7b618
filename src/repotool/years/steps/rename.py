"""The step `rename`: what a pattern names gets another name, and every link to it is rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from repotool.language import counted, to_say
from repotool.model import Course, Edit, Move, Refused, Repository
from repotool.model.shown import shown
from repotool.reading.links.generators import settings_of
from repotool.writing.moves import plan_moves
from repotool.years.patterns import compiled, filled, slug
from repotool.years.recipe import RenameStep
from repotool.years.work import Work

MOST_ROUNDS = 8
"""Folders in folders that one pattern finds: so deep."""
READ = (".ipynb", ".md", ".markdown", ".pdf")
"""What a folder may be named after, the likeliest first."""


def run(step: RenameStep, work: Work) -> list[str]:
    """Renames what is found, the innermost first; what lies in it may be found again under its new path."""
    told: list[str] = []
    for _ in range(MOST_ROUNDS):
        moves = _moves(step, work.repo)
        if not moves:
            return told
        links = rename(moves, work)
        told += [to_say(f"{shown(old)} renamed to {shown(new)}") for old, new in moves.items()]
        told += [to_say(f"{counted(links, 'link')} rewritten")] if links else []
    raise Refused(f"«{step.pattern}» finds folders in folders in folders: name a whole path, with a slash")


def rename(moves: Mapping[str, str], work: Work) -> int:
    """Renames files and folders, none of which lies in another, at once; tells how many links were rewritten."""
    files = {old: work.staged.files_below(old) for old in moves}
    ops = plan_moves(work.repo, moves, files, settings_of(work.staged.read))
    work.do([op for op in ops if isinstance(op, Edit)])
    work.do([op for op in ops if isinstance(op, Move)])
    return sum(isinstance(op, Edit) for op in ops)


def _moves(step: RenameStep, repo: Repository) -> dict[str, str]:
    """Old paths and new ones, of those that nothing else is found in."""
    found = {path: words for path in _paths(step, repo) if (words := _words(step.pattern, path)) is not None}
    inner = {path for path in found if not any(other.startswith(f"{path}/") for other in found)}
    after = _Names(repo)
    moves: dict[str, str] = {}
    for path in sorted(inner):
        new = _new_path(step, path, {**found[path], **after.words(path, step)})
        if new == path:
            continue
        taken = next((old for old, other in moves.items() if other == new), None)
        if taken is not None:
            raise Refused(f"{shown(taken)} and {shown(path)} would both become {shown(new)}; nothing was written")
        moves[path] = new
    return moves


def _paths(step: RenameStep, repo: Repository) -> Iterator[str]:
    assert repo.tree is not None
    yield from sorted(repo.tree.folders - {""} - repo.tree.sealed)
    if not step.pattern.endswith("/"):
        yield from repo.tree.files


def _words(pattern: str, path: str) -> dict[str, str] | None:
    whole = "/" in pattern.strip("/")
    match = compiled(pattern).fullmatch(path if whole else path.rpartition("/")[2])
    return match.groupdict() if match else None


def _new_path(step: RenameStep, path: str, words: Mapping[str, str]) -> str:
    made = next((name for template in step.to if (name := filled(template, words)) is not None), None)
    if made is None:
        unknown = " or ".join(f"«{template}»" for template in step.to)
        raise Refused(f"{shown(path)}: not all words of {unknown} are known; add another name to the list of `to`")
    folder = "" if "/" in step.pattern.strip("/") else path.rpartition("/")[0]
    return f"{folder}/{made}".lstrip("/")


class _Names:
    """What folders may be named after: the lesson or homework that links them, their only file."""

    def __init__(self, repo: Repository) -> None:
        self.repo = repo
        self._topics: list[tuple[str, str]] | None = None

    def words(self, path: str, step: RenameStep) -> dict[str, str]:
        if not any("{topic" in template or "{file" in template for template in step.to):
            return {}
        return {"topic": self._topic(path), "file": self._file(path)}

    def _topic(self, path: str) -> str:
        if self._topics is None:
            self._topics = [pair for course in self.repo.courses for pair in _linked(course, self.repo)]
        named = (slug(text) for linked, text in self._topics if linked == path or linked.startswith(f"{path}/"))
        return next((name for name in named if name), "")

    def _file(self, path: str) -> str:
        """Of the files that students read, the one that is alone of its kind."""
        assert self.repo.tree is not None
        inside = [file for file in self.repo.tree.files if file.startswith(f"{path}/")]
        for ending in READ:
            names = [file for file in inside if file.lower().endswith(ending)]
            if len(names) == 1:
                return slug(names[0].rpartition("/")[2][: -len(ending)])
        return ""


def _linked(course: Course, repo: Repository) -> Iterator[tuple[str, str]]:
    """Each path that the schedule links, with what a reader takes it for: the lesson's topics, the homework's label."""
    for lesson in course.lessons:
        for name, cell in lesson.cells.items():
            paths = list(repo.paths_in(course.document, cell.span))
            texts = [homework.label for homework in lesson.homework] if name == "homework" else lesson.topics
            yield from ((path, text) for path in paths for text in texts)
