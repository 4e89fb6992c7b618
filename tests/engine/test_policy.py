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


NOTEBOOK = '{\n "cells": [],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ({"README.md": "[a](b.md#тема)\n", "b.md": "# Тема\n"}, {"b.md": "# Другая\n"}, "LNK105"),
        ({"a/x.md": "# Х\n\n[y](y.txt)\n", "a/y.txt": ""}, {"a/x.md": None, "b/x.md": "# Х\n\n[y](y.txt)\n"}, "LNK101"),
        ({"README.md": "# Курс\n"}, {"README.md": b"# A\n\n[a]()\n" + b"a" * (64 * 1024 * 1024)}, "MDS100"),
        ({"a.ipynb": NOTEBOOK}, {"a.ipynb": NOTEBOOK.removesuffix("}\n")}, "NBK101"),
        (
            {"repotool.toml": 'exclude = ["drafts/"]\n', "drafts/a.md": "# А\n\n[a]()\n"},
            {"drafts/a.md": None, "a.md": "# А\n\n[a]()\n"},
            "LNK102",
        ),
    ],
    ids=["anchor", "moved", "too large", "cut off", "no longer excluded"],
)
def test_what_a_change_breaks_elsewhere_is_told(
    write: Write, before: dict[str, str | bytes], after: dict[str, str | bytes | None], code: str
) -> None:
    folder = branch(write, before)
    for path in (path for path, content in after.items() if content is None):
        (folder / path).unlink()
    write({path: content for path, content in after.items() if content is not None})
    assert [told for told, _ in found(folder)] == [code]


def test_each_old_finding_excuses_one(write: Write) -> None:
    text = "# А\n\n[a]()\n"
    folder = branch(write, {"a.md": text, "README.md": "[старое]()\n\nслово\n"})
    (folder / "a.md").unlink()
    write({"b.md": text, "c.md": text, "README.md": "вставка\n\n[старое]()\n\nслово\n"})
    assert found(folder) == [("LNK102", 3)]


def test_a_comment_of_the_branch_silences_what_it_was_written_about(write: Write) -> None:
    comment = "<!-- repotool: ignore=LNK102 в марте -->"
    folder = branch(write, {"README.md": f"# Курс\n\n{comment}\n[старое]()\n"})
    write({"README.md": f"# Курс, весна\n\n{comment}\n[старое]()\n"})
    assert found(folder) == []
    write({"README.md": f"# Курс\n\n{comment}\n[новое]()\n\n[старое](README.md)\n"})
    assert found(folder) == [("LNK102", 4)]


def test_a_form_feed_ends_no_line(write: Write) -> None:
    silent = "<!-- repotool: ignore=LNK102 в марте -->"
    folder = branch(write, {"README.md": "# Курс" + "\f" * 9 + "\n\nслово\n\nслово\n"})
    write({"README.md": "# Курс" + "\f" * 9 + f"\n\nслово\n\n[а]() {silent}\n"})
    assert found(folder) == [("LNK102", 5)]


class TestFolders:
    """A course in a folder of a repository: what lies above it is of the branch, too."""

    def test_a_nearer_configuration_takes_nothing_out_of_the_one_above(self, write: Write) -> None:
        folder = branch(write, {"repotool.toml": 'select = ["LNK102"]\n', "2026/README.md": "# Курс\n"})
        write({"2026/README.md": "# Курс\n\n[a]()\n", "2026/repotool.toml": 'select = ["ENC"]\n'})
        assert found(folder / "2026") == [("LNK102", 3)]
        assert found(folder, "2026") == [("LNK102", 3)]

    def test_a_removed_configuration_holds(self, write: Write) -> None:
        files = {"repotool.toml": "select = []\n", "2026/README.md": "# Курс\n", "2026/repotool.toml": ""}
        folder = branch(write, dict(files))
        (folder / "2026/repotool.toml").unlink()
        write({"2026/README.md": "# Курс\n\n[a]()\n"})
        assert found(folder / "2026") == [("LNK102", 3)]

    def test_what_a_configuration_extends_above_it(self, write: Write) -> None:
        extending = {"2026/repotool.toml": 'extend = "../policy.toml"\n', "policy.toml": ""}
        folder = branch(write, {"2026/README.md": "# Курс\n", **extending})
        write({"2026/README.md": "# Курс\n\n[a]()\n", "policy.toml": "select = []\n"})
        assert found(folder / "2026") == [("LNK102", 3)]

    def test_a_new_folder_is_new(self, write: Write) -> None:
        folder = branch(write, {"README.md": "# Курсы\n"})
        write({"2026/README.md": "# Курс\n\n[a]()\n"})
        assert found(folder / "2026", "--root", ".") == [("LNK102", 3)]

    def test_a_fleet_file(self, write: Write) -> None:
        member = '[[member]]\npath = "."\nfolder = "{}"\n'
        files = {"2025/README.md": "# Курс\n", "2026/README.md": "# Курс\n"}
        folder = branch(write, {**files, "fleet.toml": member.format("2025") + member.format("2026")})
        easy = 'extend = "easy.toml"\n' + member.format("2025")
        write({"2026/README.md": "# Курс\n\n[a]()\n", "fleet.toml": easy, "easy.toml": "select = []\n"})
        assert found(folder, "fleet.toml") == [("LNK102", 3)]


def test_a_configuration_behind_a_symlink_is_read_in_the_branch(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "ci/strict.toml": 'select = ["LNK102"]\n'})
    (folder / "repotool.toml").symlink_to("ci/strict.toml")
    branch(write, {})
    write({"README.md": "# Курс\n\n[a]()\n", "ci/strict.toml": "select = []\n"})
    assert found(folder) == [("LNK102", 3)]
