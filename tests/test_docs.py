"""The documentation: every command it shows is run, and prints what the page says; the site can be built."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git
from tools.docs_examples import COURSES, Stage, course_of, examples

HOME = Path(__file__).parents[1]
DOCS = HOME / "docs"
TUTORIALS = [p for p in sorted(DOCS.rglob("*.md")) if course_of(p.read_text(encoding="utf-8"))]
OTHERS = [p for p in [HOME / "README.md", *sorted(DOCS.rglob("*.md"))] if p not in TUTORIALS]
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
pytestmark = [needs_git, needs_bash]


@pytest.mark.parametrize("path", TUTORIALS, ids=lambda p: p.stem)
def test_a_tutorial_prints_what_it_says(path: Path, tmp_path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    stage = Stage(tmp_path, course_of(page) or "")
    for example in examples(page):
        if example.is_run:
            code, printed = stage.run(example.command)
            assert code in (0, 1), f"{example.command}\n{printed}"
            assert example.fits(printed), f"{example.command}\n{printed}"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the README and the pages of reference name: courses of several years, and a fleet."""
    folder = tmp_path_factory.mktemp("years")
    for name in ("deep-learning-2025", "practicum-2023"):
        shutil.copytree(COURSES / name, folder / name)
    for name in (
        "course",
        "course-2024",
        "course-2025",
        "course_2025",
        "my-course",
        "old-course/2022",
        "old-course/2023",
    ):
        shutil.copytree(COURSES / "deep-learning-2025", folder / name)
    shutil.copytree(COURSES / "practicum-2023", folder / "here")
    (folder / "here" / "notes.txt").write_text("заметки\n", encoding="utf-8")
    (folder / "shared.toml").touch()
    (folder / "fleet.toml").write_text(_fleet(), encoding="utf-8")
    for name in ("course", "course-2024", "course-2025", "my-course", "here"):
        git(folder / name, "init", "-q", "-b", "main")
        git(folder / name, "add", "-A")
        git(folder / name, "commit", "-q", "-m", "before")
        for tag in ("v2023", "v2024"):
            git(folder / name, "tag", tag)
        git(folder / name, "update-ref", "refs/remotes/origin/main", "HEAD")
    git(folder, "clone", "-q", "--bare", "course", "course.git")
    made = repotool("scaffold", "course_2025", "new", "--start", "2026-02-09", cwd=folder)
    assert made.code == 0, made.err
    return folder


def _fleet() -> str:
    """The fleet file that the README shows."""
    readme = (HOME / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^```toml\n# fleet\.toml\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


REFERENCE = [
    (path.name, example.command)
    for path in OTHERS
    for example in examples(path.read_text(encoding="utf-8"))
    if example.is_run and not example.command.startswith("cd ")
]
ONE = "check|fix|undo|show|repair|links|lsp|init|todo|carry|publish"
ABOUT_ONE = re.compile(rf"repotool ({ONE})\b(?! [\w'*-]*(course|fleet|deep|practicum))")


@pytest.mark.parametrize(("page", "command"), REFERENCE, ids=lambda value: value)
def test_every_other_command_is_understood(page: str, command: str, years: Path, tmp_path: Path) -> None:
    """Each in a copy of that folder, those that speak of one course within it."""
    folder = tmp_path / "years"
    shutil.copytree(years, folder, symlinks=True)
    stage = Stage(tmp_path, "practicum-2023")
    stage.cwd = folder / "here" if ABOUT_ONE.match(command) else folder
    if command.startswith(("repotool todo", "repotool carry", "repotool publish")):
        stage.cwd = folder / "new"
        for name in re.findall(r"\S+\.ipynb", command):  # what is published is there
            (stage.cwd / name).parent.mkdir(parents=True)
            (stage.cwd / name).write_bytes(NOTEBOOK)
    if command == "repotool undo":
        stage.run("repotool fix")
    code, printed = stage.run(command)
    assert code in (0, 1, 3), printed
    assert "Traceback" not in printed


def test_the_site_can_be_built(tmp_path: Path) -> None:
    pytest.importorskip("material", reason="mkdocs-material is not installed: `make docs` installs it")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rules = {p.stem.split("_")[0].upper() for p in (HOME / "rules").glob("*.toml")}
    assert all((tmp_path / "site" / "rules" / code / "index.html").is_file() for code in rules)
