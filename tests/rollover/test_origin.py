"""`.repotool/origin.toml`, as somebody else may have left it."""

from __future__ import annotations

from pathlib import Path

import pytest

from repotool.model import Question, Span
from tests.cli import repotool

COURSE = """# Оптика 2025

| № | Дата | Тема |
|---|---|---|
| 1 | 03.02.2025 | Свет |
| 2 | 10.02.2025 | Тень |
"""
QUESTION = '[[question]]\nnumber = {}\nkind = "date"\nfile = "{}"\nline = 1\ntext = "{}"\nmessage = "?"\n'


@pytest.mark.parametrize(
    "origin",
    [
        "source = 5",
        "name = 7",
        "commit = [1]",
        QUESTION.format("inf", "README.md", "x"),
        QUESTION.format("1", "../../secret.md", "x"),
        QUESTION.format("1", "/secret.md", "x"),
        QUESTION.format("1", "a\\u0000b", "x"),
        '[files]\n"../x.md" = { from = "x.md", sha256 = "0" }',
    ],
)
def test_what_repotool_did_not_write_is_refused(tmp_path: Path, origin: str) -> None:
    (tmp_path / ".repotool").mkdir()
    (tmp_path / ".repotool/origin.toml").write_text(f'prior = "p"\n{origin}\n', encoding="utf-8")
    ran = repotool("todo", cwd=tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "is not what repotool wrote there" in ran.err


@pytest.mark.parametrize("option", ['topics = ["x"]', 'materials = "burn"', "branch = 5", 'start = "9999-12-31"'])
def test_options_that_nobody_could_have_given_are_refused(tmp_path: Path, option: str) -> None:
    for name in ("old", "new/.repotool"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("old", "new"):
        (tmp_path / name / "README.md").write_text(COURSE, encoding="utf-8")
    (tmp_path / "new/.repotool/origin.toml").write_text(
        f'prior = "old"\nsource = "../old"\n[options]\n{option}\n', encoding="utf-8"
    )
    ran = repotool("carry", "1", cwd=tmp_path / "new")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "a defect of repotool" not in ran.err


def test_a_day_that_no_course_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/README.md").write_text(COURSE, encoding="utf-8")
    ran = repotool("scaffold", "old", "new", "--start", "9999-12-31", cwd=tmp_path)
    assert ran.code == 2
    assert "no course begins then" in ran.err


@pytest.mark.parametrize(
    ("line", "place"), [(1, Span(0, 2)), (2, Span(6, 8)), (3, Span(6, 8)), (4, Span(10, 12)), (99, Span(10, 12))]
)
def test_of_equal_places_the_nearest_is_meant(line: int, place: Span) -> None:
    text = "аб аб\nаб\n\nаб"
    assert Question(1, "date", "README.md", line, "аб", "?").place(text) == place
