"""What a course repository is set up with: settings, hooks, workflows; `rules/starters/` filled in for this course."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from repotool.data import read_toml, rules_folder
from repotool.model import Course, Repository
from repotool.version import __version__

Service = Literal["github", "gitlab", "pre-commit"]
CONFIG = "repotool.toml"
BASELINE = ".repotool/baseline.json"
FILES: dict[Service, dict[str, str]] = {
    "github": {
        ".github/workflows/repotool.yml": "github/repotool.yml",
        ".github/workflows/new-semester.yml": "github/new-semester.yml",
        ".github/workflows/publish-lesson.yml": "github/publish-lesson.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab/gitlab-ci.yml"},
    "pre-commit": {".pre-commit-config.yaml": "pre-commit-config.yaml"},
}
"""The files of each service: where they go, and the starter they are made from."""


class Starter(Struct, frozen=True):
    """A file to create: its path in the repository, its bytes."""

    path: str
    content: bytes


def starters(repo: Repository, services: Iterable[Service], *, baseline: bool) -> list[Starter]:
    """The settings, and the files of the services."""
    made = [Starter(CONFIG, _settings(repo, baseline=baseline))]
    for service in services:
        made += [Starter(path, _made(name, repo, **_words(name, repo))) for path, name in FILES[service].items()]
    return made


def _words(name: str, repo: Repository) -> dict[str, str]:
    """What a form says, in the language of the course: its readers write that."""
    words = read_toml(rules_folder() / "starters" / "github" / "words.toml")
    told: dict[str, dict[str, str]] = words.get(Path(name).stem, {})
    return told.get(_language(repo), {})


def _language(repo: Repository) -> str:
    """The language most letters of the documents are of."""
    letters = [char for document in repo.documents.values() for char in document.view.text if char.isalpha()]
    return "ru" if 2 * sum("а" <= char.lower() <= "я" for char in letters) > len(letters) else "en"


def _settings(repo: Repository, *, baseline: bool) -> bytes:
    known = f"baseline = {json.dumps(BASELINE)}    # the findings of today are held back; the file only shrinks"
    return _made(
        CONFIG,
        repo,
        BASELINE=known if baseline else f"# baseline = {json.dumps(BASELINE)}",
        COURSE="\n".join(_course_lines(repo.courses)),
    )


def _course_lines(courses: Sequence[Course]) -> list[str]:
    """What was understood, as comments: it need not be said, and shows what to write where it is wrong."""
    course = next(iter(courses), None)
    if course is None:
        return ["# year = 2026", '# season = "spring"', '# columns = { "When" = "date", "About" = "topic" }']
    facts = {"title": course.title, "year": course.year, "season": course.season, "academic-year": course.academic_year}
    lines = [f"# {key} = {_toml(value)}" for key, value in facts.items() if value is not None]
    odd = ", ".join(f'{_toml(header)} = "…"' for header in unknown_columns(course))
    return [*lines, f"# columns = {{ {odd} }}" if odd else '# country = "RU"    # its public holidays']


def unknown_columns(course: Course) -> list[str]:
    """The headers of the schedule that no vocabulary knows, each once."""
    return list(dict.fromkeys(c.header for c in course.columns if c.name is None and c.header.strip()))


def _toml(value: str | int) -> str:
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)


def _made(name: str, repo: Repository, **values: str) -> bytes:
    text = (rules_folder() / "starters" / name).read_text(encoding="utf-8")
    for key, value in {"VERSION": __version__, "BRANCH": json.dumps(repo.branch or "main")[1:-1], **values}.items():
        text = text.replace(f"@{key}@", value)
    return text.encode("utf-8", "backslashreplace")


def is_there(root: Path, path: str) -> bool:
    """Whether something stands where a starter would go; a link that leads nowhere counts."""
    return (root / path).exists() or (root / path).is_symlink()
