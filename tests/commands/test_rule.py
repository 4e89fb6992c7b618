"""`repotool rule`, `--help` and `--version`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from repotool import __version__
from repotool.engine.rules import load_rules
from tests.cli import repotool


def test_the_table_lists_every_rule(tmp_path: Path) -> None:
    ran = repotool("rule", cwd=tmp_path)
    assert [line[:6] for line in ran.text.split("\n\n")[0].splitlines()] == list(load_rules())


@pytest.mark.parametrize("word", ["MDS101", "mds101", "unclosed-html-list"])
def test_one_rule_is_explained(tmp_path: Path, word: str) -> None:
    page = repotool("rule", word, cwd=tmp_path).text
    assert page.startswith("MDS101 unclosed-html-list\n")
    for heading in ("Why", "Bad", "Good", "Fix", "To switch it off"):
        assert f"\n{heading}\n" in page


def test_an_unknown_rule_is_refused_with_the_nearest(tmp_path: Path) -> None:
    ran = repotool("rule", "emty-link", cwd=tmp_path)
    assert (ran.code, "did you mean empty-link?" in ran.err) == (2, True)


def test_version(tmp_path: Path) -> None:
    assert repotool("--version", cwd=tmp_path).text == f"repotool {__version__}\n"


def test_help_lists_commands_by_section(tmp_path: Path) -> None:
    told = repotool("--help", cwd=tmp_path).text
    assert re.search(r"Every day:\n  check +Tell what is wrong", told)
