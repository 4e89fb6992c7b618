"""Shells complete commands, options, rules and paths."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli import repotool


def completed(words: str, cwd: Path) -> list[str]:
    """What bash would offer for the last word."""
    at = str(len(words.split(" ")) - 1)
    env = {"_REPOTOOL_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": at}
    return [line.partition(",")[2] for line in repotool(cwd=cwd, **env).text.splitlines()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script(shell: str, tmp_path: Path) -> None:
    script = repotool("completion", shell, cwd=tmp_path).text
    assert "_REPOTOOL_COMPLETE" in script
    program = shutil.which(shell)
    if program is not None:  # it is a script that the shell can read
        assert subprocess.run([program, "-n"], input=script, text=True).returncode == 0


def test_commands_and_options(tmp_path: Path) -> None:
    assert completed("repotool che", tmp_path) == ["check"]
    assert "--output-format" in completed("repotool check --out", tmp_path)
    assert completed("repotool check --output-format sa", tmp_path) == ["sarif"]


def test_rules_by_code_name_and_family(tmp_path: Path) -> None:
    assert completed("repotool check --select hwk101", tmp_path) == ["HWK101"]
    assert completed("repotool check --ignore ENC101,missing-t", tmp_path) == ["ENC101,missing-target"]
    assert "LNK" in completed("repotool rule lnk", tmp_path)
