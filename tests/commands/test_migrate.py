"""`repotool migrate`: each kind of step, whole repositories or none, branches, patches, and what is refused."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import Ran, repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

README = """# Практикум, весна 2023

[К сдаче](#формат-сдачи), [занятия](README.md#занятия), [сайт](https://old.example.org/team/a?x=1#y)

## Занятия

| Дата | Номер | Тема | Материалы | ДЗ |
| :---: | --- | --- | --- | --- |
| 14 февраля  | 01  | Введение в сети | [1](Seminars/Seminar%2001/Мой%20ход.ipynb) | [Первая](Tasks/Task%2001/task.md) |
| 21 февраля | 02 | <ul><li>Свёртки</li><li>Пулинг</li></ul> | [Папка](./Seminars/Seminar%2002/) | |
| 28 февраля | 03 | Рекуррентные сети |  | [Полуторная](Tasks/Task%2001.5/task.md)

## Формат сдачи

В срок.
"""

NOTEBOOK: dict[str, object] = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["[Назад](../../README.md#формат-сдачи)\n", "конспект"]},
        {
            "cell_type": "code",
            "execution_count": 3,
            "metadata": {},
            "outputs": [{"name": "stdout", "output_type": "stream", "text": ["42\n"]}],
            "source": ["print(42)"],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 2,
}


def notebook() -> str:
    return json.dumps(NOTEBOOK, ensure_ascii=False, indent=1) + "\n"


@pytest.fixture
def course(write: Write) -> Path:
    root = write(
        {
            "course/repotool.toml": 'name = "team/course-2023"\nbranch = "main"\n',
            "course/README.md": README,
            "course/Seminars/Seminar 01/Мой ход.ipynb": notebook(),
            "course/Seminars/Seminar 01/images/a.png": b"\x89PNG\0\1",
            "course/Seminars/Seminar 02/notes.md": "[Первое](../Seminar%2001/Мой%20ход.ipynb)\n",
            "course/Tasks/Task 01/task.md": "Условие\n",
            "course/Tasks/Task 01.5/task.md": "[Первое](../Task%2001/task.md)\n",
        }
    )
    return root / "course"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, but what git keeps for itself."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".git" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def migrate(folder: Path, recipe: str, *words: str) -> Ran:
    """Runs a recipe, given as the text of its steps, in `folder`."""
    path = folder.parent / "recipe.toml"
    path.write_text(recipe, encoding="utf-8")
    return repotool("migrate", str(path), *words, cwd=folder)


def settled(folder: Path, recipe: str) -> dict[str, bytes]:
    """What a recipe makes of a folder. A second run has nothing to do, and `undo` gives back what there was."""
    before = contents(folder)
    assert migrate(folder, recipe).code == 0
    after = contents(folder)
    assert ": nothing to do\n" in migrate(folder, recipe).text
    assert contents(folder) == after
    if after != before:
        assert repotool("undo", cwd=folder).code == 0
        assert contents(folder) == before
        assert migrate(folder, recipe).code == 0
    return after


def text(files: dict[str, bytes], path: str = "README.md") -> str:
    return files[path].decode()


def test_rename_by_pattern_with_every_link(course: Path) -> None:
    files = settled(
        course,
        """
[[step]]
do = "rename"
from = "Seminar {n}/"
to = ["{n:02}-{topic}"]

[[step]]
do = "rename"
from = "Tasks/Task {n}.{m}/"
to = ["Tasks/Task-{n:02}-{m}"]

[[step]]
do = "rename"
from = "Tasks/Task {n}/"
to = ["Tasks/Task-{n:02}"]
""",
    )
    assert set(files) == {
        "repotool.toml",
        "README.md",
        "Seminars/01-vvedenie-v-seti/Мой ход.ipynb",
        "Seminars/01-vvedenie-v-seti/images/a.png",
        "Seminars/02-svertki/notes.md",
        "Tasks/Task-01/task.md",
        "Tasks/Task-01-5/task.md",
    }
    wanted = README
    for old, new in {
        "Seminars/Seminar%2001/": "Seminars/01-vvedenie-v-seti/",
        "./Seminars/Seminar%2002/": "./Seminars/02-svertki/",
        "Tasks/Task%2001.5/": "Tasks/Task-01-5/",
        "Tasks/Task%2001/": "Tasks/Task-01/",
    }.items():
        wanted = wanted.replace(old, new)
    assert text(files) == wanted, "nothing but the targets has changed"
    assert text(files, "Tasks/Task-01-5/task.md") == "[Первое](../Task-01/task.md)\n"
    assert not (course / "Seminars/Seminar 01").exists()


def test_rename_takes_the_first_name_whose_words_are_known(course: Path) -> None:
    files = settled(
        course,
        '[[step]]\ndo = "rename"\nfrom = "Tasks/{name} {n}/"\nto = ["{topic}/{file}-{n}", "Tasks/{n:03}"]\n'.replace(
            "{topic}/{file}", "Tasks/{topic}"
        ),
    )
    assert "Tasks/pervaia-1/task.md" in files and "Tasks/Task 01.5/task.md" in files


def test_two_folders_never_become_one(course: Path) -> None:
    before = contents(course)
    ran = migrate(course, '[[step]]\ndo = "rename"\nfrom = "Seminars/Seminar {n}/"\nto = "Seminars/all"\n')
    assert ran.code == 1 and contents(course) == before
    assert "step 1 (rename): Seminars/Seminar 01 and Seminars/Seminar 02 would both become Seminars/all" in ran.err


def test_rewrite_maps_addresses(course: Path) -> None:
    files = settled(
        course,
        '[[step]]\ndo = "rewrite"\n[step.links]\n'
        '"https://OLD.example.org/*/a" = "https://new.example.org/b/*"\n"Task%2001" = "nowhere"\n',
    )
    assert "[сайт](https://new.example.org/b/team?x=1#y)" in text(files)
    assert text(files, "Tasks/Task 01.5/task.md") == "[Первое](../Task%2001/task.md)\n", "a beginning is meant"


def test_a_rewrite_that_kills_a_link_is_refused(course: Path) -> None:
    before = contents(course)
    recipe = '[[step]]\ndo = "rewrite"\n[step.links]\n"../Task%2001" = "../Task%2009"\n'
    ran = migrate(course, recipe)
    assert (ran.code, contents(course)) == (1, before)
    assert "LNK101" in ran.text and "1 new finding; nothing was written" in ran.err
    assert migrate(course, recipe, "--allow-new-findings").code == 0
    assert contents(course) != before


def test_headings_with_their_anchors(course: Path) -> None:
    files = settled(course, '[[step]]\ndo = "headings"\n[step.rename]\n"Формат сдачи" = "Как сдавать задания"\n')
    wanted = README.replace("## Формат сдачи", "## Как сдавать задания").replace(
        "#формат-сдачи", "#как-сдавать-задания"
    )
    assert text(files) == wanted
    cell = notebook().replace("#формат-сдачи", "#как-сдавать-задания")
    assert text(files, "Seminars/Seminar 01/Мой ход.ipynb") == cell


def test_columns_are_added_renamed_and_ordered(course: Path) -> None:
    files = settled(
        course,
        """
[[step]]
do = "columns"
order = ["number", "date", "topic", "recording", "materials"]
[step.add.recording]
header = "Видеозапись"
default = "скоро"
[step.rename]
homework = "Задание"
""",
    )
    lines = text(files).splitlines()
    assert lines[6:8] == [
        "| Номер | Дата | Тема | Видеозапись | Материалы | Задание |",
        "| --- | :---: | --- | --- | --- | --- |",
    ]
    assert lines[8].startswith("| 01  | 14 февраля  | Введение в сети | скоро | [1](Seminars/")
    assert lines[9].endswith("| скоро | [Папка](./Seminars/Seminar%2002/) | |")
    assert lines[10] == "| 03 | 28 февраля | Рекуррентные сети | скоро |  | [Полуторная](Tasks/Task%2001.5/task.md)|"
    assert lines[:6] + lines[11:] == README.splitlines()[:6] + README.splitlines()[11:]


def test_empty_columns_are_dropped(course: Path) -> None:
    wide = README.replace("| ДЗ |", "| Видео | ДЗ |").replace("| --- |\n", "| --- | --- |\n")
    for cell in ("ipynb) |", "2002/) |", "сети |  |"):
        wide = wide.replace(cell, f"{cell} |")
    (course / "README.md").write_text(wide, encoding="utf-8")
    files = settled(course, '[[step]]\ndo = "columns"\ndrop-empty = ["recording"]\n')
    assert "Видео" not in text(files) and text(files).splitlines()[8] == README.splitlines()[8]


def test_a_row_with_too_many_cells_is_named(course: Path) -> None:
    (course / "README.md").write_text(README.replace("| Введение", "| а | б | Введение"), encoding="utf-8")
    ran = migrate(course, '[[step]]\ndo = "columns"\norder = ["number", "date"]\n')
    assert ran.code == 1 and "README.md:9: the row has 7 cells, the header has 5; mend it first" in ran.err


def test_clean_strips_homework_or_named_notebooks(course: Path) -> None:
    files = settled(course, '[[step]]\ndo = "clean"\nfiles = "Seminars/**"\n')
    cells = json.loads(text(files, "Seminars/Seminar 01/Мой ход.ipynb"))["cells"]
    assert (cells[1]["outputs"], cells[1]["execution_count"]) == ([], None)


def test_fix_mends_with_the_rules_of_the_step(course: Path) -> None:
    (course / "README.md").write_bytes(b"\xef\xbb\xbf" + README.replace("%2002/", "%2002\\\\").encode())
    files = settled(course, '[[step]]\ndo = "fix"\nselect = ["ENC103"]\n')
    assert text(files) == README.replace("%2002/", "%2002\\\\")


TEXT = '[[step]]\ndo = "text"\nfind = "В срок."\nreplace = "Вовремя."\ncount = {count}\n'


def test_text_is_replaced_as_often_as_expected(course: Path) -> None:
    files = settled(course, TEXT.replace("{count}", "1"))
    assert text(files) == README.replace("В срок.", "Вовремя.")
    ran = migrate(course, '[[step]]\ndo = "text"\nfind = "Тема"\nreplace = "О чём"\ncount = 2\n')
    assert ran.code == 1 and "step 1 (text): «Тема» is found once, and 2 is expected" in ran.err


def test_text_by_regex_in_files_that_are_named(course: Path) -> None:
    recipe = r"""
[[step]]
do = "text"
regex = '(\d\d) февраля'
replace = '\1.02'
count = "2-5"
done = ".02"
files = ["README.md"]
"""
    assert "| 14.02  |" in text(settled(course, recipe))


@pytest.mark.parametrize(
    ("regex", "replace", "why"),
    [
        (r"(\w+)", r"\1\1", "matches what it is replaced with"),
        (r"Тема", r"\7", "cannot be replaced: invalid group reference"),
    ],
)
def test_a_regex_that_is_no_good_leaves_all_as_it_is(course: Path, regex: str, replace: str, why: str) -> None:
    before = contents(course)
    ran = migrate(course, f"[[step]]\ndo = 'text'\nregex = '{regex}'\nreplace = '{replace}'\ncount = 'any'\n")
    assert (ran.code, contents(course)) == (1, before)
    assert why in ran.err


def test_a_regex_that_never_ends_is_ended(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from repotool.engine.opening import Options, open_projects
    from repotool.model import Refused
    from repotool.years.migration import migrate as run
    from repotool.years.recipe import Recipe, TextStep

    (course / "README.md").write_text("а" * 5000 + "!", encoding="utf-8")
    monkeypatch.setattr("repotool.years.steps.text.PATIENCE_S", 1)
    step = TextStep(count=(0, None), replace="", regex="(а+)+$")
    (project,) = open_projects((str(course),), Options())
    with pytest.raises(Refused, match="takes longer than 1 seconds"):
        run(project, Recipe("r", "", (step,)))


def test_one_failing_repository_leaves_the_others_alone(course: Path) -> None:
    other = Path(shutil.copytree(course, course.parent / "other"))
    (other / "README.md").write_text(README.replace("В срок.", "..."), encoding="utf-8")
    bad = Path(shutil.copytree(course, course.parent / "bad"))
    (bad / "repotool.toml").write_text("nonsense = 1\n")
    before = contents(other), contents(bad)
    ran = migrate(course, TEXT.replace("{count}", "1"), "../other", "../bad", "../course")
    assert ran.code == 1
    assert (contents(other), contents(bad)) == before
    assert "Вовремя." in (course / "README.md").read_text(encoding="utf-8")
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == ["../other", "../bad"]
    assert ran.text.endswith("1 of 3 repositories are as the recipe wants them\n")


def test_steps_are_whole_or_not_at_all(course: Path) -> None:
    before = contents(course)
    second = '[[step]]\ndo = "text"\nfind = "нет такого"\nreplace = "x"\ncount = 1\n'
    ran = migrate(course, TEXT.replace("{count}", "1") + second)
    assert (ran.code, contents(course)) == (1, before)
    assert "step 2 (text)" in ran.err


RENAMES = '[[step]]\ndo = "rename"\nfrom = "Seminars/Seminar {n}/"\nto = "Seminars/{n:02}-{topic}"\n'


@needs_git
def test_a_dry_run_prints_a_patch_that_git_applies(course: Path) -> None:
    init(course)
    before = contents(course)
    ran = migrate(course, RENAMES, "--dry-run")
    assert (ran.code, contents(course)) == (1, before)
    (course.parent / "patch").write_bytes(ran.out)
    git(course, "apply", "../patch")
    patched = contents(course)
    git(course, "checkout", "-q", ".")
    git(course, "clean", "-qfd")
    assert migrate(course, RENAMES).code == 0
    assert patched == contents(course)


def init(course: Path) -> None:
    git(course, "init", "-q", "-b", "main")
    git(course, "config", "user.name", "Преподаватель")
    git(course, "config", "user.email", "teacher@example.org")
    git(course, "add", "-A")
    git(course, "commit", "-qm", "first")


@needs_git
def test_a_branch_gets_a_commit_and_nothing_else_is_touched(course: Path) -> None:
    init(course)
    ran_hook = course.parent / "hooked"
    if os.name != "nt":
        for name in ("pre-commit", "post-commit", "reference-transaction", "post-index-change", "commit-msg"):
            hook = course / ".git/hooks" / name
            hook.write_text(f"#!/bin/sh\ntouch '{ran_hook}'\n")
            hook.chmod(0o755)
    (course / "README.md").write_text("не готово\n", encoding="utf-8")
    before = contents(course)
    ran = migrate(course, RENAMES, "--branch", "layout")
    assert ran.code == 0, ran.err
    assert contents(course) == before and not ran_hook.exists()
    assert git(course, "status", "--short") == " M README.md\n"
    assert git(course, "log", "-1", "--format=%an %s", "layout").startswith("Преподаватель repotool migrate recipe")
    names = git(course, "-c", "core.quotepath=off", "show", "--name-status", "-M", "--format=", "layout").splitlines()
    assert "R100\tSeminars/Seminar 01/images/a.png\tSeminars/01-vvedenie-v-seti/images/a.png" in names
    assert repotool("check", ".@layout", cwd=course).code == 0
    again = migrate(course, RENAMES, "--branch", "layout")
    assert again.code == 1 and "is there already; delete it, or choose another name" in again.err


@needs_git
def test_a_bare_repository_gets_a_branch(course: Path) -> None:
    init(course)
    git(course, "clone", "-q", "--bare", ".", "../course.git")
    recipe = course.parent / "recipe.toml"
    recipe.write_text(RENAMES, encoding="utf-8")
    who = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@b.c",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@b.c",
    }
    ran = repotool("migrate", "recipe.toml", "course.git", "--branch", "layout", cwd=course.parent, **who)
    assert ran.code == 0, ran.err
    assert repotool("check", "course.git@layout", cwd=course.parent).code == 0
    refused = repotool("migrate", "recipe.toml", "course.git", cwd=course.parent)
    assert refused.code == 1 and "is read from git" in refused.err


def test_a_part_of_a_repository_is_refused(course: Path) -> None:
    ran = migrate(course, RENAMES, "Seminars")
    assert ran.code == 1 and "Name the whole repository" in ran.err


@pytest.mark.parametrize(
    ("recipe", "why"),
    [
        ("", "has no steps; write [[step]]"),
        ("[[steps]]\n", "steps is not a key of a recipe: did you mean step?"),
        ("[[step]]\ndo = 'renam'\n", "step 1: do must be one of fix, rename, rewrite, columns, headings, clean, text"),
        (
            "[[step]]\ndo = 'fix'\n[[step]]\ndo = 'fix'\nselec = ['ENC']\n",
            "step 2 (fix): selec is not a key of this step",
        ),
        ("[[step]]\ndo = 'fix'\nselect = ['ENC999']\n", "ENC999 is not a rule"),
        ("[[step]]\ndo = 'fix'\nunsafe = 1\n", "unsafe must be true or false"),
        ("[[step]]\ndo = 'rename'\nfrom = 'a {n}'\n", "step 1 (rename): to is missing"),
        ("[[step]]\ndo = 'rename'\nfrom = 'a {n}'\nto = 'b {k}'\n", "to has {k}, which from does not find"),
        ("[[step]]\ndo = 'rename'\nfrom = 'a {n'\nto = 'b'\n", "from is no pattern"),
        ("[[step]]\ndo = 'rename'\nfrom = 'a{n}'\nto = 'a{n:02}'\n", "a second run would rename it again"),
        ("[[step]]\ndo = 'rename'\nfrom = 'a{n}'\nto = 'x/b{n}'\n", "whole paths"),
        ("[[step]]\ndo = 'rename'\nfrom = 'x/a{n}'\nto = '../b{n}'\n", "no path inside of the repository"),
        ("[[step]]\ndo = 'rewrite'\nlinks = {'a/*' = 'a/b/*'}\n", "is found by «a/*» again"),
        ("[[step]]\ndo = 'rewrite'\nlinks = ['a']\n", "links must be a table of texts"),
        ("[[step]]\ndo = 'headings'\nrename = {a = 'b', b = 'c'}\n", "which it renames again"),
        ("[[step]]\ndo = 'columns'\n", "does nothing: say order, rename, add or drop-empty"),
        ("[[step]]\ndo = 'columns'\nadd = {x = 'y'}\n", "add.x needs its header"),
        ("[[step]]\ndo = 'text'\nfind = 'a'\nreplace = 'b'\n", "count is missing"),
        ("[[step]]\ndo = 'text'\nfind = 'a'\nreplace = 'ab'\ncount = 1\n", "a second run would do it again"),
        ("[[step]]\ndo = 'text'\nregex = '('\nreplace = 'b'\ncount = 1\n", "regex is not valid"),
        ("[[step]]\ndo = 'text'\nfind = 'a'\nreplace = 'b'\ncount = 'viele'\n", "count must say how often"),
        ("[[step]\n", "is not valid TOML"),
    ],
)
def test_a_bad_recipe_is_one_clear_line(course: Path, recipe: str, why: str) -> None:
    before = contents(course)
    ran = migrate(course, recipe)
    assert (ran.code, ran.err.count("\n"), contents(course)) == (2, 1, before)
    assert "recipe.toml: " in ran.err and why in ran.err


def test_an_unknown_recipe_is_told_with_those_that_come_along(course: Path) -> None:
    ran = repotool("migrate", "layout", cwd=course)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert "layout: is no recipe; did you mean layout-2026?" in ran.err


@pytest.mark.parametrize("recipe", ["encoding-first", "layout-2026", "strip-homework-outputs"])
def test_recipes_that_come_along_are_stable_and_can_be_taken_back(course: Path, recipe: str) -> None:
    before = contents(course)
    ran = repotool("migrate", recipe, cwd=course)
    assert ran.code == 0, ran.err
    after = contents(course)
    assert "nothing to do" in repotool("migrate", recipe, cwd=course).text
    if recipe == "layout-2026":
        assert "Tasks/task1_5/task.md" in after
        assert "| Дата | Номер | Тема | Материалы | Видеозапись | ДЗ |" in text(after)
    if after != before:
        assert repotool("undo", cwd=course).code == 0
    assert contents(course) == before


def test_every_recipe_that_comes_along_is_documented() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "recipes.md").read_text(encoding="utf-8")
    for path in (root / "rules" / "recipes").glob("*.toml"):
        assert f"`{path.stem}`" in page


@needs_git
def test_an_identity_that_is_missing_is_told(course: Path) -> None:
    init(course)
    git(course, "config", "user.useConfigOnly", "true")
    git(course, "config", "--unset", "user.email")
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "EMAIL": ""}
    recipe = course.parent / "recipe.toml"
    recipe.write_text(RENAMES, encoding="utf-8")
    ran = repotool("migrate", str(recipe), "--branch", "x", cwd=course, **nobody)
    assert ran.code == 1 and "set user.name and user.email" in ran.err
    assert subprocess.run(["git", "rev-parse", "-q", "--verify", "x"], cwd=course, capture_output=True).returncode


@needs_git
def test_a_symlink_is_not_moved_in_a_commit(course: Path) -> None:
    (course / "Seminars/Seminar 02/again.md").symlink_to("notes.md")
    init(course)
    ran = migrate(course, RENAMES, "--branch", "x")
    assert ran.code == 1 and "is a symbolic link and is not moved" in ran.err
    assert "x" not in git(course, "branch", "--list")


def test_a_repository_that_is_named_twice_is_migrated_once(course: Path) -> None:
    ran = migrate(course, RENAMES, ".", "../course")
    assert ran.code == 0 and ran.text.count("findings") <= 1 and "repositories" not in ran.text


def test_links_between_years_follow_what_is_moved_when_both_are_migrated(course: Path) -> None:
    nested = "https://github.com/team/course-2023/blob/main/Seminars/Seminar%2001/"
    colab = "https://colab.research.google.com/github/Team/Course-2023/blob/main/Seminars/Seminar%2001/"
    before = f"# 2024\n\n[Было]({nested}Мой%20ход.ipynb#x), [открыть]({colab}Мой%20ход.ipynb), [папка]({nested})\n"
    later = course.parent / "later"
    later.mkdir()
    (later / "README.md").write_text(before, encoding="utf-8")
    (later / "repotool.toml").write_text('name = "team/course-2024"\nbranch = "main"\n')
    ran = migrate(course, RENAMES, ".", "../later")
    assert ran.code == 0, ran.err
    assert "3 links to team/course-2023 rewritten" in ran.text
    after = (later / "README.md").read_text(encoding="utf-8")
    assert after == before.replace("Seminar%2001", "01-vvedenie-v-seti")
    assert repotool("check", "course", "later", cwd=course.parent).code == 0
    assert "nothing to do" in migrate(course, RENAMES, "../later", ".").text


def test_links_to_a_year_that_is_left_as_it_is_stay(course: Path) -> None:
    link = "[Было](https://github.com/team/course-2023/blob/main/Seminars/Seminar%2001/images/a.png)\n"
    later = course.parent / "later"
    later.mkdir()
    (later / "README.md").write_text(link, encoding="utf-8")
    bad = (
        RENAMES + '[[step]]\ndo = "text"\nfind = "нет такого"\nreplace = "ничего"\ncount = "1-2"\nfiles = "README.md"\n'
    )
    (later / "README.md").write_text(link + "нет такого\n", encoding="utf-8")
    ran = migrate(course, bad, ".", "../later")
    assert ran.code == 1
    assert (later / "README.md").read_text(encoding="utf-8") == link + "ничего\n"
