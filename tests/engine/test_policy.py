"""With `--base`, a change is judged by the branch it goes into: it cannot silence its own check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]
pytestmark = needs_git


def branch(write: Write, files: dict[str, str | bytes]) -> Path:
    """A repository with `files` on main, and a branch of it checked out."""
    folder = write(files)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "before")
    git(folder, "checkout", "-q", "-b", "change")
    return folder


def found(folder: Path, *words: str) -> list[tuple[str, int]]:
    ran = repotool("check", "--base", "main", "--output-format", "json", *words, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [(finding["code"], finding["line"]) for finding in json.loads(ran.out)]


@pytest.mark.parametrize(
    "silencer",
    [
        {"repotool.toml": "select = []\n"},
        {"repotool.toml": '[ignore]\nLNK102 = "потом"\n'},
        {"repotool.toml": 'exclude = ["*.md"]\n'},
        {"repotool.toml": 'extend = "easy.toml"\n', "easy.toml": "select = []\n"},
        {"pyproject.toml": "[tool.repotool]\nselect = []\n"},
    ],
    ids=["select", "ignore", "exclude", "extend", "pyproject"],
)
def test_a_configuration_that_the_change_brings_does_not_hold(write: Write, silencer: dict[str, str | bytes]) -> None:
    folder = branch(write, {"README.md": "# Курс\n"})
    write({"README.md": "# Курс\n\n[a]()\n", **silencer})
    assert found(folder) == [("LNK102", 3)]


def test_the_configuration_of_the_branch_holds_though_the_change_removes_it(write: Write) -> None:
    folder = branch(write, {"README.md": "# Курс\n", "repotool.toml": '[ignore]\nLNK102 = "бывает"\n'})
    (folder / "repotool.toml").unlink()
    write({"README.md": "# Курс\n\n[a]()\n[b](нет.md)\n"})
    assert found(folder) == [("LNK101", 4)]


def test_a_named_configuration_is_read_in_the_branch_too(write: Write) -> None:
    folder = branch(write, {"README.md": "# Курс\n", "ci/strict.toml": 'select = ["LNK102"]\n'})
    write({"README.md": "# Курс\n\n[a]()\n", "ci/strict.toml": "select = []\n"})
    assert found(folder, "--config", "ci/strict.toml") == [("LNK102", 3)]
    ran = repotool("check", "--base", "main", "--config", "ci/new.toml", cwd=write({"ci/new.toml": "select = []\n"}))
    assert ran.code == 2
    assert "ci/new.toml: is not there in the branch that --base names" in ran.err


def test_a_configuration_from_elsewhere_is_read_as_it_is(
    write: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    policy = tmp_path_factory.mktemp("policy") / "policy.toml"
    policy.write_text('select = ["LNK101"]\n', encoding="utf-8")
    folder = branch(write, {"README.md": "# Курс\n"})
    write({"README.md": "# Курс\n\n[a]()\n"})
    assert found(folder, "--config", str(policy)) == []


def test_ignores_that_the_change_brings_do_not_hold(write: Write) -> None:
    old = "[старое]() <!-- repotool: ignore=LNK102 пусто до марта -->\n"
    folder = branch(write, {"README.md": old})
    write({"README.md": f"<!-- repotool: ignore-file=LNK -->\n\n{old}\n[новое]() <!-- repotool: ignore=LNK102 x -->\n"})
    assert found(folder) == [("LNK102", 5)]


def test_an_ignore_of_the_branch_holds_for_a_changed_line_of_its_file(write: Write) -> None:
    folder = branch(write, {"README.md": "<!-- repotool: ignore-file=LNK102 -->\n\n# Курс\n"})
    write({"README.md": "<!-- repotool: ignore-file=LNK102 -->\n\n# Курс\n\n[a]()\n"})
    assert found(folder) == []


def test_a_baseline_is_read_in_the_branch(write: Write) -> None:
    folder = write({"README.md": "[a]()\n[b](нет.md)\n"})
    assert repotool("check", "--baseline", "known.json", cwd=folder).code == 0
    folder = branch(write, {})
    known = json.loads((folder / "known.json").read_bytes())
    known["findings"].append({"file": "README.md", "code": "LNK102", "text": "[новое]()", "count": 1})
    write({"README.md": "[b](нет.md)\n\n[новое]()\n", "known.json": json.dumps(known)})
    assert found(folder, "--baseline", "known.json") == [("LNK102", 3)]


def test_a_baseline_that_the_change_brings_holds_back_nothing(write: Write) -> None:
    folder = branch(write, {"README.md": "# Курс\n"})
    write({"README.md": "# Курс\n\n[a]()\n"})
    repotool("check", "--baseline", "known.json", cwd=folder)
    ran = repotool("check", "--base", "main", "--baseline", "known.json", "--output-format", "concise", cwd=folder)
    assert ran.code == 1
    assert "known.json is not there in the branch that --base names" in ran.err


def test_nothing_is_mended_with_base(write: Write) -> None:
    folder = branch(write, {"README.md": "# Курс\n"})
    ran = repotool("check", "--base", "main", "--fix", cwd=folder)
    assert ran.code == 2
    assert "leave out --fix" in ran.err
