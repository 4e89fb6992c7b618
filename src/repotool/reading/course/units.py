"""Which folders and files of a repository hold one homework or one lesson each, and which homework without a link
they most likely belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from repotool.model import Course, Homework, Lesson, Resolution, Tree, Unit, UnitKind
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary, vocabulary

KINDS: tuple[UnitKind, ...] = ("homework", "lesson")
ENDINGS = ("ipynb", "pdf", "md", "html", "pptx", "ppt", "docx", "qmd", "rmd", "py", "zip")
"""What a schedule links, the likeliest first."""
NUMBER = regex(r"(?<![\d.])\d{1,3}(?!\d)")
REACHING = ("ok", "case", "form", "anchor")
"""Kinds of resolutions whose path is there."""
MOST = 300
"""Homeworks of a course; where there are more, no file is looked for."""
SIMILAR = 85
"""From here on, out of 100, a file is named as the homework is."""


def with_units(course: Course, tree: Tree, reached: Iterable[Resolution]) -> Course:
    """The course with its units; a homework without a link gets the file that matches it and that no link reaches."""
    base = course.document.path.rpartition("/")[0]
    units = tuple(_units(tree, base, vocabulary()))
    linked = {resolution.path for resolution in reached if resolution.kind in REACHING and resolution.path}
    around = linked | {parent for path in linked for parent in _parents(path)}
    free = [unit for unit in units if unit.kind == "homework" and around.isdisjoint((unit.path, *unit.files))]
    if not free or len(free) > MOST or sum(len(lesson.homework) for lesson in course.lessons) > MOST:
        return replace(course, units=units)
    suggested = _suggestions(course, units, free)
    lessons = tuple(_with_suggestions(lesson, suggested) for lesson in course.lessons)
    return replace(course, units=units, lessons=lessons)


def _units(tree: Tree, base: str, words: Vocabulary) -> Iterator[Unit]:
    """ "hw1" and "week05_cnn" are units; of "Tasks", which has no number, the children are."""
    children: dict[str, set[str]] = {}
    for path in [*tree.files, *tree.folders - {""}]:
        children.setdefault(path.rpartition("/")[0], set()).add(path)
    below = _Below(tree, base)
    for path in sorted(children.get(base, ()), key=_natural):
        name = path.rpartition("/")[2]
        kind = kind_of_folder(name, words)
        if kind is None or path not in tree.folders:
            continue
        if NUMBER.search(spaced(name)):
            yield _unit(kind, [path], below)
            continue
        groups: dict[object, list[str]] = {}
        for child in sorted(children.get(path, ()), key=_natural):
            if child in tree.folders or _ending(child) in ENDINGS:
                groups.setdefault(_number(child) or child, []).append(child)
        yield from (_unit(kind, group, below) for group in groups.values())


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def kind_of_folder(name: str, words: Vocabulary) -> UnitKind | None:
    """By the folder's first word: "Homeworks", "hw01", "02_seminars"."""
    text = re.sub(r"^[\W\d]+", "", spaced(name))
    return next((kind for kind in KINDS if words.pattern(f"folders.{kind}").match(text)), None)


def spaced(name: str) -> str:
    return re.sub(r"(?<=[^\W\d_])(?=\d)|[_-]+", " ", name)


class _Below:
    """What lies in the folders that may be units: one or two steps below the course's own."""

    def __init__(self, tree: Tree, base: str) -> None:
        self.tree = tree
        self.files: dict[str, list[str]] = {}
        depth = base.count("/") + 1 if base else 0
        for path in tree.files:
            if path.startswith(f"{base}/" if base else "") and _ending(path) in ENDINGS:
                names = path.split("/")
                for steps in range(depth + 1, min(depth + 3, len(names))):
                    self.files.setdefault("/".join(names[:steps]), []).append(path)


def _unit(kind: UnitKind, paths: list[str], below: _Below) -> Unit:
    files = [path for path in paths if path in below.tree.files]
    for path in paths:
        files += below.files.get(path, [])
    return Unit(kind, paths[0], _number(paths[0]), tuple(sorted(files, key=_likeliest)))


def _likeliest(path: str) -> tuple[int, int, list[object]]:
    ending = _ending(path)
    return path.count("/"), ENDINGS.index(ending) if ending in ENDINGS else len(ENDINGS), _natural(path)


def _ending(path: str) -> str:
    return path.rpartition("/")[2].rpartition(".")[2].lower()


def _number(path: str) -> int | None:
    found = NUMBER.search(spaced(path.rpartition("/")[2]))
    return int(found[0]) if found else None


def _natural(path: str) -> list[object]:
    """Sorts task2 before task10."""
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part.casefold()) for part in re.split(r"(\d+)", path)]


def _suggestions(course: Course, units: tuple[Unit, ...], free: list[Unit]) -> Mapping[Homework, str]:
    """By number, by name, by order, and where one homework and one unit are left; what two would claim, none gets."""
    homework = [work for lesson in course.lessons for work in lesson.homework]
    waiting = [work for work in homework if work.target is None]
    found = {
        work: _by_number(work, free) or _by_name(work, free) or _by_order(work, homework, units, free)
        for work in waiting
    }
    if len(waiting) == len(free) == 1:
        found[waiting[0]] = free[0]
    claims = [unit for unit in found.values() if unit]
    return {work: _named(unit) for work, unit in found.items() if unit and claims.count(unit) == 1}


def _named(unit: Unit) -> str:
    """The one file that is likeliest meant, else the folder."""
    ranks = [_likeliest(path)[:2] for path in unit.files]
    return unit.files[0] if ranks and ranks.count(ranks[0]) == 1 else unit.path


def _by_number(work: Homework, free: list[Unit]) -> Unit | None:
    told = NUMBER.search(work.label)
    return _only(unit for unit in free if told and unit.number == int(told[0]))


def _by_name(work: Homework, free: list[Unit]) -> Unit | None:
    from rapidfuzz import fuzz, utils

    def alike(unit: Unit) -> bool:
        names = (re.sub(r"\.\w+$", "", path.rpartition("/")[2]) for path in (unit.path, *unit.files[:20]))
        label = utils.default_process(work.label)
        return any(fuzz.ratio(label, utils.default_process(spaced(name))) >= SIMILAR for name in names)

    return _only(unit for unit in free if alike(unit))


def _by_order(work: Homework, homework: list[Homework], units: tuple[Unit, ...], free: list[Unit]) -> Unit | None:
    """The third homework is task3 if the first is task1 and the second task2."""
    labels = list(dict.fromkeys(other.label for other in homework))
    shifts = set()
    for other in homework:
        target = (other.target or "").removeprefix("./")
        unit = next((unit for unit in units if unit.kind == "homework" and unit.holds(target)), None)
        if unit is not None and unit.number is not None:
            shifts.add(unit.number - labels.index(other.label))
    if len(shifts) != 1:
        return None
    number = labels.index(work.label) + shifts.pop()
    return _only(unit for unit in free if unit.number == number)


def _only(units: Iterable[Unit]) -> Unit | None:
    found = list(units)
    return found[0] if len(found) == 1 else None


def _with_suggestions(lesson: Lesson, suggested: Mapping[Homework, str]) -> Lesson:
    homework = tuple(replace(work, suggestion=suggested.get(work)) for work in lesson.homework)
    return replace(lesson, homework=homework) if homework != lesson.homework else lesson
