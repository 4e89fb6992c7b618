"""The configuration: what it sets, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.config import load_config
from tests.cli import repotool

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('selct = ["LNK"]', "selct is not a setting: did you mean select?"),
        ('select = ["LNK1O1"]', "select: LNK1O1 is not a rule: did you mean LNK101?"),
        ("select = 3", 'select must be a list of texts, such as ["LNK101"]'),
        ('[ignore]\nLNK999 = "x"', "[ignore]: LNK999 is not a rule"),
        ('[ignore]\nLNK101 = ""', "ignore.LNK101 must be a text"),
        ('[severity]\nLNK101 = "fatal"', "severity.LNK101 must be one of error, warning, info"),
        ("[course]\nyaer = 2025", "course.yaer is not a setting: did you mean year?"),
        ('[course]\nyear = "2025"', "course.year must be a year, such as 2026"),
        ('[course]\nacademic-year = "qq"', 'course.academic-year must be two years in a row, such as "2024/2025"'),
        ('[course]\nacademic-year = "2024/2026"', "course.academic-year must be two years in a row"),
        ('[course]\nacademic-year = "2024"', "course.academic-year must be two years in a row"),
        ('[course]\nacademic-year = "25/24"', "course.academic-year must be two years in a row"),
        ("[course]\nacademic-year = 2024", "course.academic-year must be a text"),
        ('name = "course"', 'name must be the owner and the repository, such as "owner/course-2026"'),
        ('required-version = ">=99"', "asks for repotool >=99"),
        ("select = [", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(write: Write, toml: str, told: str) -> None:
    ran = repotool("check", cwd=write({"README.md": "# Курс\n", "repotool.toml": toml}))
    assert ran.code == 2
    assert told in ran.err
    assert "repotool.toml" in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("written", ["2024/2025", "2024-2025", "2024–2025", "2024/25", "24/25", "24-25", " 24/25 "])
def test_an_academic_year_may_be_written_in_these_forms(tmp_path: Path, written: str) -> None:
    path = tmp_path / "repotool.toml"
    path.write_text(f'[course]\nacademic-year = "{written}"\n', encoding="utf-8")
    assert load_config(path).course.academic_year == "2024/2025"


def test_isolated_reads_none(write: Write) -> None:
    assert repotool("check", "--isolated", cwd=write({"repotool.toml": "no = 1"})).code == 0


def test_pyproject_may_hold_it(write: Write) -> None:
    folder = write({"README.md": "[a]()\n", "pyproject.toml": '[tool.repotool.severity]\nLNK102 = "info"\n'})
    assert repotool("check", cwd=folder).code == 0
    assert repotool("check", "--fail-on", "info", cwd=folder).code == 1


def test_another_file_may_be_named(write: Write) -> None:
    folder = write({"README.md": "[a]()\n", "policy/strict.toml": 'select = ["ENC"]\n'})
    assert repotool("check", "--config", "policy/strict.toml", cwd=folder).code == 0


def test_the_root_is_the_nearest_configuration(write: Write) -> None:
    folder = write({"a/repotool.toml": "", "a/docs/x.md": "[вверх](../b.md)\n", "a/b.md": "да\n"})
    assert repotool("check", cwd=folder / "a" / "docs").code == 0


@pytest.mark.parametrize(
    "toml", ["x = " + "9" * 5000, ".".join(["a"] * 60_000) + " = 1", "x = " + "[" * 5000, "#" * 600_000]
)
def test_a_hostile_configuration_is_refused_at_once(write: Write, toml: str) -> None:
    ran = repotool("check", cwd=write({"README.md": "# Курс\n", "repotool.toml": toml}))
    assert ran.code == 2
    assert "defect of repotool" not in ran.err


def test_another_tools_broken_pyproject_is_not_our_business(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "pyproject.toml": "[project]\nx = " + "9" * 5000 + " # repotool\n"})
    assert repotool("check", cwd=folder).code == 0


def test_a_configuration_that_links_out_of_the_repository_is_none(tmp_path: Path) -> None:
    (tmp_path / "outside.toml").write_text("no = 1\n")
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "repotool.toml").symlink_to(tmp_path / "outside.toml")
    assert repotool("check", cwd=folder).code == 0


def test_an_empty_selection_selects_nothing(write: Write) -> None:
    assert repotool("check", cwd=write({"README.md": "[a]()\n", "repotool.toml": "select = []\n"})).code == 0


class TestExtend:
    def test_a_policy_is_shared(self, write: Write) -> None:
        folder = write(
            {
                "README.md": "[a]()\n[b](нет.md)\n[c](TODO)\n",
                "policy/all.toml": '[ignore]\nLNK102 = "бывает"\n',
                "repotool.toml": 'extend = "policy/all.toml"\n[ignore]\nLNK111 = "позже"\n',
            }
        )
        ran = repotool("check", "--output-format", "concise", cwd=folder)
        assert [line.split(": ")[1][:12] for line in ran.text.splitlines()[:-1]] == ["error LNK101"]

    def test_what_is_said_anew_counts(self, write: Write) -> None:
        folder = write(
            {
                "README.md": "[a]()\n[b](нет.md)\n",
                "policy.toml": 'select = ["LNK102"]\n[severity]\nLNK101 = "info"\n',
                "repotool.toml": 'extend = "policy.toml"\nselect = ["LNK101"]\n',
            }
        )
        ran = repotool("check", "--output-format", "concise", cwd=folder)
        assert ran.text.startswith("README.md:2:5: info LNK101")
        assert ran.code == 0

    def test_what_is_idle_in_a_policy_is_not_told(self, write: Write) -> None:
        policy = '[ignore]\nLNK103 = "бывает"\n'
        folder = write({"README.md": "# К\n", "policy.toml": policy, "repotool.toml": 'extend = "policy.toml"\n'})
        assert repotool("check", "--fail-on", "info", cwd=folder).code == 0

    def test_a_circle_and_a_missing_policy_are_refused(self, write: Write) -> None:
        folder = write({"README.md": "# К\n", "repotool.toml": 'extend = "repotool.toml"\n'})
        ran = repotool("check", cwd=folder)
        assert (ran.code, "is it a circle?" in ran.err) == (2, True)
        ran = repotool("check", cwd=write({"repotool.toml": 'extend = "no.toml"\n'}))
        assert ran.code == 2
        assert "repotool.toml: extend: " in ran.err
        assert "no.toml: is not a file" in ran.err
