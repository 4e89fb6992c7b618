"""Requests to silence a finding: where they hold, and what becomes of those that silence nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool

Write = Callable[[dict[str, str | bytes]], Path]


def codes(folder: Path, *words: str) -> list[tuple[str, int]]:
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [(finding["code"], finding["line"]) for finding in json.loads(ran.out)]


@pytest.mark.parametrize("word", ["LNK102", "lnk102", "empty-link", "LNK"])
def test_a_comment_holds_for_its_line(write: Write, word: str) -> None:
    folder = write({"README.md": f"[a]() <!-- repotool: ignore={word} скоро -->\n[b]()\n"})
    assert codes(folder) == [("LNK102", 2)]


def test_a_comment_alone_holds_for_the_next_line(write: Write) -> None:
    folder = write({"README.md": "<!-- repotool: ignore=LNK102 скоро -->\n[a]()\n[b]()\n"})
    assert codes(folder) == [("LNK102", 3)]


def test_a_comment_in_a_table_holds_for_its_row(write: Write) -> None:
    table = "| a | b |\n| --- | --- |\n| [x]() | <!-- repotool: ignore=LNK102 скоро --> |\n| [y]() | |\n"
    assert codes(write({"README.md": table})) == [("LNK102", 4)]


def test_a_comment_holds_for_the_file(write: Write) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "[a]()\n\n<!-- repotool: ignore-file=LNK102 черновик -->\n",
        "b.md": "[a]()\n",
    }
    assert codes(write(files)) == [("LNK102", 1)]


def test_a_comment_in_code_is_no_request(write: Write) -> None:
    folder = write({"README.md": "[a]() `<!-- repotool: ignore=LNK102 x -->`\n"})
    assert codes(folder) == [("LNK102", 1)]


def test_several_rules_in_one_comment(write: Write) -> None:
    folder = write({"README.md": "[a]() [b](no.md) <!-- repotool: ignore=LNK101,LNK102 скоро -->\n"})
    assert codes(folder) == []


def test_configuration_silences_the_repository(write: Write) -> None:
    folder = write({"README.md": "[a]()\n", "repotool.toml": '[ignore]\nLNK102 = "скоро"\n'})
    assert codes(folder) == []


def test_configuration_silences_files(write: Write) -> None:
    folder = write(
        {"a.md": "[a]()\n", "old/b.md": "[a]()\n", "repotool.toml": '[per-file-ignores]\n"old/**" = ["LNK"]\n'}
    )
    assert codes(folder) == [("LNK102", 1)]


def test_an_idle_setting_is_told_in_its_place(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "repotool.toml": '# наши правила\n[ignore]\nLNK102 = "скоро"\n'})
    ran = repotool("check", cwd=folder)
    assert ran.text.startswith("repotool.toml\n  3:1  CFG101  the ignore of LNK102 silences nothing: remove it\n")


def test_an_idle_setting_is_not_told_of_one_file_alone(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "a.md": "[a]()\n", "repotool.toml": '[ignore]\nLNK102 = "скоро"\n'})
    assert codes(folder, "README.md") == []


def test_a_configuration_from_elsewhere_silences_too(write: Write) -> None:
    folder = write({"a/README.md": "[a]()\n", "a/repotool.toml": "", "policy.toml": '[ignore]\nLNK102 = "скоро"\n'})
    assert codes(folder, "a", "--config", "policy.toml") == []


def test_configuration_silences_stdin(write: Write) -> None:
    folder = write({"repotool.toml": '[ignore]\nLNK102 = "скоро"\n'})
    assert repotool("check", "-", cwd=folder, stdin=b"[a]()\n").code == 0


def test_a_comment_in_an_html_row_holds_for_the_row(write: Write) -> None:
    row = '<tr>\n<td>x <!-- repotool: ignore=LNK102 скоро --></td>\n<td><a href="">y</a></td>\n</tr>\n'
    assert codes(write({"README.md": f"<table>\n<tr><th>a</th><th>b</th></tr>\n{row}</table>\n"})) == []


def test_codes_may_stand_apart(write: Write) -> None:
    folder = write({"README.md": "[a]() [b](no.md) <!-- repotool: ignore=LNK101, LNK102 скоро -->\n"})
    assert codes(folder) == []


def test_idle_ignores_may_be_ignored(write: Write) -> None:
    idle = "слово <!-- repotool: ignore=LNK101 будет -->\n"
    assert codes(write({"README.md": idle})) == [("CFG101", 1)]
    folder = write({"README.md": idle, "repotool.toml": '[ignore]\nCFG101 = "приберём позже"\n'})
    assert codes(folder) == []


def test_an_idle_ignore_of_idle_ignores_is_idle(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "repotool.toml": '[ignore]\nCFG101 = "приберём позже"\n'})
    assert codes(folder) == [("CFG101", 2)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("слово\n<!-- repotool: ignore=LNK101 x -->\nслово\n", "слово\n\nслово\n"),
        ("Заголовок\n<!-- repotool: ignore=LNK101 x -->\n---\n", "Заголовок\n\n---\n"),
        ("слово\n\n<!-- repotool: ignore=LNK101 x -->\nслово\n", "слово\n\nслово\n"),
        ("\ufeff<!-- repotool: ignore=LNK101 x -->\n# Курс\n", "\ufeff# Курс\n"),
    ],
)
def test_taking_an_idle_comment_back_changes_no_page(write: Write, before: str, after: str) -> None:
    folder = write({"README.md": before})
    repotool("fix", "--select", "CFG101,LNK101", cwd=folder)
    assert (folder / "README.md").read_text(encoding="utf-8") == after


def test_an_endless_comment_is_read_in_no_time(write: Write) -> None:
    folder = write({"README.md": "<!-- repotool: ignore=LNK101 " + " " * 100_000 + "x"})
    assert codes(folder) == [("CFG101", 1)]
