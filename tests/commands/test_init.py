"""`repotool init`: a course is set up after a look at it, and nothing that is there is touched."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

README = (
    "# Численные методы, весна 2025\n\n| Дата | Тема | ДЗ | Настроение |\n| --- | --- | --- | --- |\n"
    "| 3 марта | Сплайны | [Первое]() | 🙂 |\n| 10 марта | Невязка | [Второе](hw/hw2.ipynb) | 🙃 |\n"
)


def test_it_says_what_it_understood(write: Write) -> None:
    ran = repotool("init", cwd=write({"README.md": README}))
    assert ran.code == 0
    assert ran.text == (
        "Численные методы, весна 2025 · spring 2025\n"
        "  README.md: 2 rows; «Дата» is date, «Тема» is topic, «ДЗ» is homework\n"
        "  not understood: «Настроение»; say what they are in [course] columns, or leave them\n"
        "created repotool.toml\n"
        "next: `repotool check`\n"
    )


def test_the_settings_hold_and_change_nothing(write: Write) -> None:
    folder = write({"README.md": README})
    before = repotool("check", "--output-format", "json", cwd=folder).out
    repotool("init", cwd=folder)
    settings = tomllib.loads((folder / "repotool.toml").read_text(encoding="utf-8"))
    assert settings.keys() == {"required-version", "course"}
    assert repotool("check", "--output-format", "json", cwd=folder).out == before


def test_an_old_repository_starts_green(write: Write) -> None:
    folder = write({"README.md": README})
    assert repotool("check", cwd=folder).code == 1
    ran = repotool("init", "--baseline", cwd=folder)
    assert "created .repotool/baseline.json" in ran.text
    assert repotool("check", cwd=folder).code == 0
    write({"README.md": README + "\n[Новое]()\n"})
    assert repotool("check", "--output-format", "concise", cwd=folder).text.startswith("README.md:8:1: ")


def test_what_is_there_is_kept(write: Write) -> None:
    mine = {"README.md": README, "repotool.toml": "# моё\n", ".gitlab-ci.yml": "stages: [a]\n"}
    folder = write(dict(mine))
    ran = repotool("init", "--gitlab", "--github", "--baseline", cwd=folder)
    assert "kept repotool.toml, which is there" in ran.text
    assert "kept .gitlab-ci.yml, which is there" in ran.text
    assert "created .github/workflows/repotool.yml" in ran.text
    assert 'write into your settings: baseline = ".repotool/baseline.json"' in ran.text
    assert {name: (folder / name).read_text(encoding="utf-8") for name in mine} == mine


def test_settings_in_pyproject_are_settings(write: Write) -> None:
    folder = write({"README.md": README, "pyproject.toml": "[tool.repotool]\n"})
    assert "kept repotool.toml" in repotool("init", cwd=folder).text
    assert not (folder / "repotool.toml").exists()


def test_undo_takes_it_back(write: Write) -> None:
    folder = write({"README.md": README})
    repotool("init", "--github", "--pre-commit", "--baseline", cwd=folder)
    assert repotool("undo", cwd=folder).code == 0
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["README.md"]


def test_a_dry_run_prints_a_patch(write: Write) -> None:
    folder = write({"README.md": README})
    ran = repotool("init", "--github", "-n", cwd=folder)
    assert "+++ b/.github/workflows/repotool.yml" in ran.text
    assert "Численные методы" in ran.err
    assert sorted(p.name for p in folder.rglob("*")) == ["README.md"]


def test_a_repository_without_a_course_gets_settings_too(write: Write) -> None:
    folder = write({"README.md": "# Заметки\n"})
    ran = repotool("init", cwd=folder)
    assert ran.text.startswith("no schedule was found")
    assert repotool("check", cwd=folder).code == 0


@needs_git
@pytest.mark.parametrize("branch", ["main", "trunk", 'x","y'])
def test_workflows_watch_the_branch_of_the_course(write: Write, branch: str) -> None:
    folder = write({"README.md": README})
    git(folder, "init", "-q", "-b", branch)
    repotool("init", "--github", cwd=folder)
    workflow = (folder / ".github" / "workflows" / "repotool.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(workflow)[True]["push"]["branches"] == [branch]  # YAML reads `on` as true
    assert "@" not in workflow.replace("actions/checkout@", "").replace("actions/setup-python@", "")


def test_a_baseline_that_the_settings_name_must_be_there(write: Write) -> None:
    ran = repotool("check", cwd=write({"README.md": README, "repotool.toml": 'baseline = "known.json"\n'}))
    assert ran.code == 2
    assert "is the baseline of the configuration, and not there; write it with --baseline" in ran.err
