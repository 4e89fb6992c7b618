"""`repotool mv`: links follow, each in its own style; what would break a link is refused; undo takes all of it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

CONFIG = 'name = "owner/course"\nbranch = "main"\n'


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def moved(root: Path, old: str, new: str) -> dict[str, str]:
    """The texts after a move that succeeds, proven to leave no dead link and to be taken back by `undo`."""
    before = contents(root)
    dry = repotool("mv", "-n", old, new, cwd=root)
    assert (dry.code, contents(root)) == (0, before), dry.err
    done = repotool("mv", old, new, cwd=root)
    assert done.code == 0, done.err
    assert repotool("check", "--select", "LNK", "--isolated", cwd=root).code == 0
    after = {name: raw.decode(errors="surrogateescape") for name, raw in contents(root).items()}
    assert repotool("undo", cwd=root).code == 0
    assert contents(root) == before
    return after


def notebook(*cells: str, indent: int = 1) -> str:
    """A notebook of Markdown cells, as Jupyter writes it."""
    made = [
        {"cell_type": "markdown", "id": f"c{n}", "metadata": {}, "source": text.splitlines(keepends=True)}
        for n, text in enumerate(cells)
    ]
    whole = {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=indent) + "\n"


def test_links_in_notebooks(write: Write) -> None:
    cells = ('![схема](../images/a%20b.png)\n\n"[план](../план.md#цели)"', "<img src='../images/a b.png'>\n[здесь](#x)")
    root = write(
        {
            "images/a b.png": "",
            "план.md": "[к занятию](week1/занятие.ipynb)\n\n# Цели\n",
            "week1/занятие.ipynb": notebook(*cells, "# x", indent=2),
        }
    )
    after = moved(root, "images", "рисунки и схемы")
    assert after["week1/занятие.ipynb"] == notebook(
        '![схема](../рисунки%20и%20схемы/a%20b.png)\n\n"[план](../план.md#цели)"',
        "<img src='../рисунки и схемы/a b.png'>\n[здесь](#x)",
        "# x",
        indent=2,
    )
    after = moved(root, "week1/занятие.ipynb", "занятие.ipynb")
    assert after["план.md"] == "[к занятию](занятие.ipynb)\n\n# Цели\n"
    assert after["занятие.ipynb"] == notebook(*(cell.replace("../", "") for cell in cells), "# x", indent=2)


def test_every_style_of_link_is_kept(write: Write) -> None:
    root = write(
        {
            "repotool.toml": CONFIG,
            "tasks/Задача 1.ipynb": "{}",
            "README.md": "[a](tasks/Задача%201.ipynb) [b](./tasks/Задача%201.ipynb?raw=true#L2) "
            "[c](<tasks/Задача 1.ipynb>) [d](/tasks/%D0%97%D0%B0%D0%B4%D0%B0%D1%87%D0%B0%201.ipynb 'подпись')\r\n"
            '<a href="tasks/Задача 1.ipynb">e</a> ![f](tasks/Задача%201.ipynb) [g][г] [h](tasks) '
            "`tasks/Задача 1.ipynb`\r\n\r\n[г]: tasks/Задача%201.ipynb\r\n",
            "docs/plan.md": "[a](../tasks/Задача%201.ipynb) [b](https://example.org/tasks/1.ipynb)",
            "tasks/other.md": "[a](Задача%201.ipynb)",
        }
    )
    after = moved(root, "tasks/Задача 1.ipynb", "homework/Задача (1).ipynb")
    assert after["README.md"] == (
        "[a](homework/Задача%20(1).ipynb) [b](./homework/Задача%20(1).ipynb?raw=true#L2) "
        "[c](<homework/Задача (1).ipynb>) [d](/homework/%D0%97%D0%B0%D0%B4%D0%B0%D1%87%D0%B0%20(1).ipynb 'подпись')\r\n"
        '<a href="homework/Задача (1).ipynb">e</a> ![f](homework/Задача%20(1).ipynb) [g][г] [h](tasks) '
        "`tasks/Задача 1.ipynb`\r\n"
        "\r\n[г]: homework/Задача%20(1).ipynb\r\n"
    )
    assert after["docs/plan.md"] == "[a](../homework/Задача%20(1).ipynb) [b](https://example.org/tasks/1.ipynb)"
    assert after["tasks/other.md"] == "[a](../homework/Задача%20(1).ipynb)"


def test_addresses_of_this_repository_follow(write: Write) -> None:
    url = "https://github.com/Owner/course/blob/main/tasks/1.ipynb"
    root = write(
        {
            "repotool.toml": CONFIG,
            "tasks/1.ipynb": "{}",
            "README.md": f"[a]({url}#L3) <{url}> {url}, ![b](https://raw.githubusercontent.com/owner/course/"
            "refs/heads/main/tasks/1.ipynb) "
            "[c](https://colab.research.google.com/github/owner/course/blob/main/tasks/1.ipynb) "
            "[d](https://mybinder.org/v2/gh/owner/course/main?filepath=tasks%2F1.ipynb) "
            "[e](https://github.com/owner/course/tree/main/tasks/) "
            "[f](https://github.com/owner/course-2024/blob/main/tasks/1.ipynb)",
        }
    )
    new = "https://github.com/Owner/course/blob/main/home%20work/1.ipynb"
    assert moved(root, "tasks", "home work")["README.md"] == (
        f"[a]({new}#L3) <{new}> {new}, ![b](https://raw.githubusercontent.com/owner/course/"
        "refs/heads/main/home%20work/1.ipynb) "
        "[c](https://colab.research.google.com/github/owner/course/blob/main/home%20work/1.ipynb) "
        "[d](https://mybinder.org/v2/gh/owner/course/main?filepath=home%20work%2F1.ipynb) "
        "[e](https://github.com/owner/course/tree/main/home%20work/) "
        "[f](https://github.com/owner/course-2024/blob/main/tasks/1.ipynb)"
    )


def test_links_within_what_is_moved(write: Write) -> None:
    root = write(
        {
            "week1/README.md": "[a](notes.md) [b](../images/x.png) [c](../week2/README.md) [d](#part) "
            "[e](./notes.md#n)\n[f](../../../issues) [g](/week1/notes.md) [h](mailto:a@example.org) "
            "[i]({{ x }}/../y)\n\n# Part\n",
            "week1/notes.md": "[up](README.md)\n\n# N\n",
            "week2/README.md": "[back](../week1/) [file](../week1/README.md#part)",
            "images/x.png": "",
        }
    )
    after = moved(root, "week1", "archive/2024/week 1")
    assert after["archive/2024/week 1/README.md"] == (
        "[a](notes.md) [b](../../../images/x.png) [c](../../../week2/README.md) [d](#part) [e](./notes.md#n)\n"
        "[f](../../../../../issues) [g](/archive/2024/week%201/notes.md) [h](mailto:a@example.org) [i]({{ x }}/../y)\n"
        "\n# Part\n"
    )
    assert after["archive/2024/week 1/notes.md"] == "[up](README.md)\n\n# N\n"
    assert (
        after["week2/README.md"] == "[back](../archive/2024/week%201/) [file](../archive/2024/week%201/README.md#part)"
    )


def test_a_document_that_links_to_itself_and_to_its_folder(write: Write) -> None:
    root = write({"docs/a.md": "[me](a.md#x) [here](.) [other](b.md)\n\n# X\n", "docs/b.md": "[a](a.md)"})
    assert moved(root, "docs/a.md", "docs/c.md") == {
        "docs/c.md": "[me](c.md#x) [here](.) [other](b.md)\n\n# X\n",
        "docs/b.md": "[a](c.md)",
    }


def test_into_a_folder_that_exists(write: Write) -> None:
    root = write({"a.md": "[b](b.md)", "b.md": "", "docs/c.md": "[a](../a.md)"})
    assert moved(root, "a.md", "docs") == {"docs/a.md": "[b](../b.md)", "b.md": "", "docs/c.md": "[a](a.md)"}


@pytest.mark.parametrize("new", ["readme.md", "Readme.md"])
def test_a_name_that_differs_in_case_only(new: str, write: Write) -> None:
    root = write({"README.md": "[me](README.md)", "b.md": "[a](README.md)"})
    assert moved(root, "README.md", new) == {new: f"[me]({new})", "b.md": f"[a]({new})"}


def test_files_that_git_ignores_come_along_and_the_old_folder_goes(write: Write) -> None:
    root = write({".gitignore": "*.tmp\n", "old/deep/a.md": "", "old/b.tmp": "x", "README.md": "[a](old/deep/a.md)"})
    assert repotool("mv", "old", "new", cwd=root).code == 0
    assert set(contents(root)) == {".gitignore", "new/deep/a.md", "new/b.tmp", "README.md"}
    assert not (root / "old").exists()
    assert repotool("undo", cwd=root).code == 0
    assert set(contents(root)) == {".gitignore", "old/deep/a.md", "old/b.tmp", "README.md"}


def test_a_link_to_a_folder_that_would_be_empty_is_refused(write: Write) -> None:
    root = write({"tasks/1.ipynb": "{}", "README.md": "\n[tasks](tasks)"})
    before = contents(root)
    for words in (("mv", "-n"), ("mv",)):
        refused = repotool(*words, "tasks/1.ipynb", "1.ipynb", cwd=root)
        assert refused.code == 2
        assert "README.md:2" in refused.err
        assert contents(root) == before


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("nowhere.md", "b.md", "no such file"),
        ("a.md", "c.md", "exists already"),
        ("a.md", "a.md", "already"),
        ("docs", "docs/deep/docs", "into itself"),
        ("a.md", "c.md/a.md", "is a file"),
        ("a.md", "../outside.md", "does not lie in"),
        ("a.md", ".git/a.md", "git's own folder"),
        ("a.md", "docs/", "exists already"),
    ],
)
def test_what_is_refused(old: str, new: str, reason: str, write: Write) -> None:
    root = write({"repotool.toml": "", "a.md": "", "c.md": "", "docs/a.md": ""})
    before = contents(root)
    refused = repotool("mv", old, new, cwd=root)
    assert (refused.code, contents(root)) == (2, before)
    assert reason in refused.err
    assert "Traceback" not in refused.err


def test_excluded_documents_have_links_too(write: Write) -> None:
    root = write({"repotool.toml": 'exclude = ["archive/"]\n', "a.md": "", "archive/x.md": "[a](../a.md)"})
    assert repotool("mv", "a.md", "b.md", cwd=root).code == 0
    assert (root / "archive" / "x.md").read_text() == "[a](../b.md)"


def test_dead_links_do_not_stand_in_the_way_and_planned_ones_follow(write: Write) -> None:
    root = write({"README.md": "[x](nowhere.md) [a](week1/soon.md)", "week1/a.md": "[s](soon.md) [t](../nowhere.md)"})
    assert repotool("mv", "week1", "weeks/1", cwd=root).code == 0
    assert (root / "README.md").read_text() == "[x](nowhere.md) [a](weeks/1/soon.md)"
    assert (root / "weeks/1/a.md").read_text() == "[s](soon.md) [t](../../nowhere.md)"


def test_pages_of_a_site(write: Write) -> None:
    root = write(
        {"_config.yml": "", "index.md": "[a](about) [b](about.html#x) [c](about.md)", "about.md": "[i](index)"}
    )
    after = moved(root, "about.md", "info/us.md")
    assert after["index.md"] == "[a](info/us) [b](info/us.html#x) [c](info/us.md)"
    assert after["info/us.md"] == "[i](../index)"


def test_a_damaged_document_is_rewritten_in_its_damage(write: Write) -> None:
    text = (
        "# Курс по обучению машин\n\n[Первая лекция о линейных моделях](лекция.md) и её конспект на четырёх страницах\n"
    )
    root = write({"README.md": text.encode().decode("mac_roman"), "лекция.md": ""})
    assert repotool("mv", "лекция.md", "занятие.md", cwd=root).code == 0
    repaired = (root / "README.md").read_text().encode("mac_roman").decode()
    assert repaired == text.replace("лекция.md", "занятие.md")


@needs_git
def test_from_a_folder_below_the_root(write: Write) -> None:
    root = write({"docs/a.md": "", "README.md": "[a](docs/a.md)"})
    git(root, "init", "-q")
    git(root, "add", "-A")
    assert repotool("mv", "a.md", "../b.md", cwd=root / "docs").code == 0
    assert (root / "README.md").read_text() == "[a](b.md)"
    assert (root / "b.md").exists()


def test_what_is_told(write: Write) -> None:
    root = write({"a.md": "", "README.md": "[a](a.md) [b](a.md)"})
    dry = repotool("mv", "-n", "a.md", "b.md", cwd=root)
    assert "rename a.md => b.md" in dry.text
    assert "-[a](a.md) [b](a.md)" in dry.text
    assert "2 links in 1 file" in dry.err
    assert repotool("mv", "a.md", "b.md", cwd=root).text == "moved a.md to b.md; 2 links in 1 file rewritten\n"
