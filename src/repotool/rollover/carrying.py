"""Which files come along into next year's repository, and under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from repotool import data
from repotool.language import to_say
from repotool.model import Course, Document, Lesson, Refused, Repository, Unit
from repotool.model.shown import shown
from repotool.reading.course.schedule import root_readme
from repotool.reading.course.units import ENDINGS
from repotool.reading.gitignore import Gitignore
from repotool.rollover.terms import Step, rolled_name
from repotool.rollover.turn import LEADING, folders_of


@cache
def _patterns(name: str) -> Gitignore:
    table = data.read_toml(data.rules_folder() / "files" / "rollover.toml")
    return Gitignore("\n".join(table[name]))


def candidates(repo: Repository) -> tuple[str, ...]:
    """Last year's files that may come along: those git tracks, without caches, checkpoints and logs."""
    tree = repo.tree
    assert tree is not None
    return tuple(path for path, tracked in tree.files.items() if tracked and not _never(path))


def _never(path: str) -> bool:
    return _patterns("never").ignores(path)


def carried_files(repo: Repository, course: Course | None, carry: Sequence[str]) -> frozenset[str]:
    """The files that come along: the course's pages with their pictures, settings, and the lessons asked for.

    `carry` is "none", "first", "all" or numbers of lessons. Raises Refused for a number that no lesson has.
    """
    possible = candidates(repo)
    if "all" in carry:
        return frozenset(possible)
    wanted = set(_skeleton(repo, course, possible))
    for lesson in _lessons(course, carry):
        wanted |= set(lesson_files(repo, course, lesson))
    return frozenset(path for path in possible if path in wanted)


def _skeleton(repo: Repository, course: Course | None, possible: Iterable[str]) -> Iterator[str]:
    yield from (path for path in possible if _patterns("always").ignores(path))
    readme = root_readme(repo.documents)
    pages = [document for document in (readme, course.document if course else None) if document is not None]
    yield from _pages(repo, course, pages)


def _pages(repo: Repository, course: Course | None, pages: list[Document]) -> Iterator[str]:
    """The pages, and what they lead to outside of the schedule: other pages and pictures, and so on."""
    seen: set[str] = set()
    waiting = [page.path for page in pages]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        yield path
        document = repo.documents.get(path)
        for other in _led_to(repo, course, document) if document is not None else ():
            if other in repo.documents or _patterns("pictures").ignores(other):
                waiting.append(other)


def _led_to(repo: Repository, course: Course | None, document: Document) -> Iterator[str]:
    rows = [lesson.row.span for lesson in course.lessons] if course and course.document is document else []
    for link, resolution in repo.resolved(document):
        if resolution.kind in LEADING and resolution.path and repo.tree and resolution.path in repo.tree.files:
            in_row = any(row.holds(link.span) for row in rows)
            if not in_row and not _is_of_a_unit(course, resolution.path):
                yield resolution.path


def _is_of_a_unit(course: Course | None, path: str) -> bool:
    return course is not None and any(unit.holds(path) for unit in course.units)


def lesson_number(lesson: Lesson) -> int | None:
    """The number of a lesson, however it is written: "03", "Семинар 3"."""
    found = re.search(r"\d+", lesson.number or "")
    return int(found[0]) if found else None


def _lessons(course: Course | None, carry: Sequence[str]) -> Iterator[Lesson]:
    lessons = course.lessons if course else ()
    for word in carry:
        if word == "none":
            continue
        if word == "first":
            first = next((lesson for lesson in lessons if not lesson.holiday), None)
            number = lesson_number(first) if first else None
            yield from (other for other in lessons if other is first or (number and lesson_number(other) == number))
        else:
            yield from lessons_of(lessons, word)


def lessons_of(lessons: Sequence[Lesson], word: str) -> list[Lesson]:
    """The lessons that a user calls by `word`, a number as "3" or "03", or a topic. Raises Refused where there is none.

    Where the schedule numbers no lesson they count from 1; days off do not count.
    """
    taught = [lesson for lesson in lessons if not lesson.holiday]
    numbers = [number for lesson in lessons if (number := lesson_number(lesson)) is not None]
    found = [lesson for lesson in lessons if word.isdecimal() and lesson_number(lesson) == int(word)]
    if word.isdecimal() and int(word) and not numbers:
        found = taught[int(word) - 1 : int(word)]
    topic = " ".join(word.split()).casefold()
    found = found or [lesson for lesson in taught if topic in (text.casefold() for text in lesson.topics)]
    if not found:
        first, last = (min(numbers), max(numbers)) if numbers else (1, len(taught))
        told = to_say(f"the schedule has {first} to {last}") if taught else to_say("the schedule has none")
        raise Refused(f"{shown(word)}: there is no such lesson; {told}; a topic tells one, too")
    return found


def lesson_files(repo: Repository, course: Course | None, lesson: Lesson) -> Iterator[str]:
    """The files of a row: what it links, the folders of these with their data, and what their pages and notebooks show.

    Solutions never come along with a lesson.
    """
    assert course is not None and repo.tree is not None
    linked = [path for path in repo.paths_in(course.document, lesson.row.span) if path]
    for path in linked:
        for file in _whole(repo, course, lesson, path):
            if file not in repo.solutions or file in linked:
                yield file
                yield from _shown(repo, file)


def _whole(repo: Repository, course: Course, lesson: Lesson, path: str) -> Iterator[str]:
    """The file or folder at `path`, and its data: the rest of its unit's folder, or of a folder that is its alone."""
    assert repo.tree is not None
    folders = [path] if path in repo.tree.folders else []
    folders += [folder for unit in course.units if unit.holds(path) and (folder := _own_folder(unit, path))]
    if not folders and "/" in path and _is_alone(repo, course, lesson, path.rpartition("/")[0]):
        folders = [path.rpartition("/")[0]]
    yield path
    for folder in folders:
        yield from (file for file in repo.tree.files if file.startswith(f"{folder}/"))


def _own_folder(unit: Unit, path: str) -> str | None:
    """The folder of a unit that `path` lies in; a unit may be several, such as task1 and task1_5."""
    begin = len(unit.path.rpartition("/")[0]) + 1 if "/" in unit.path else 0
    name, slash, _ = path[begin:].partition("/")
    return path[:begin] + name if slash else None


def _is_alone(repo: Repository, course: Course, lesson: Lesson, folder: str) -> bool:
    """Whether no other row leads into the folder, and it is no folder of many things."""
    others = (
        path
        for other in course.lessons
        if other is not lesson
        for path in repo.paths_in(course.document, other.row.span)
    )
    return not any(path == folder or path.startswith(f"{folder}/") for path in others) and not any(
        unit.path.startswith(f"{folder}/") for unit in course.units
    )


def _shown(repo: Repository, file: str) -> Iterator[str]:
    """The files that a page or notebook leads to, but for other lessons' materials."""
    texts = [repo.documents[file]] if file in repo.documents else list(repo.cells.get(file, ()))
    for document in texts:
        for _, resolution in repo.resolved(document):
            path = resolution.path or ""
            is_file = resolution.kind in LEADING and repo.tree is not None and path in repo.tree.files
            if is_file and path.rpartition(".")[2].lower() not in ENDINGS:
                yield path
    for download in repo.downloads.get(file, ()):
        if download.resolution.path and download.resolution.kind == "ok":
            yield download.resolution.path


def new_names(files: Iterable[str], step: Step) -> dict[str, str]:
    """Next year's path of each file: a folder named by last year's year is named by next year's, in its own shape."""
    names = {path: "/".join([*(_renamed(part, step) for part in path.split("/")[:-1]), path.rpartition("/")[2]])
             for path in files}  # fmt: skip
    return names if len(set(names.values())) == len(names) else {path: path for path in names}


def _renamed(folder: str, step: Step) -> str:
    return rolled_name(folder, step.by) if step.by and step.age_of_name(folder) == 0 else folder


def folder_names(names: Mapping[str, str]) -> dict[str, str]:
    """The folders of files that come along, by last year's path."""
    folders: dict[str, str] = {"": ""}
    for old, new in names.items():
        for before, after in zip(folders_of(old), folders_of(new), strict=True):
            folders.setdefault(before, after)
    return folders
