"""`--history`: former versions in git tell what a damaged file was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli import repotool
from tests.conftest import git, needs_git

CLEAN = "# Курс\n\nЗанятия идут по вторникам, семинары по четвергам.\n\nИтоги подводим в июне.\n"


@needs_git
def test_what_was_lost_is_found_in_a_former_version(write: Callable[[dict[str, str | bytes]], Path]) -> None:
    folder = write({"README.md": CLEAN})
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "clean")
    lossy = CLEAN.encode().decode("cp1252", "replace")
    write({"README.md": lossy})
    repotool("fix", "--unsafe-fixes", cwd=folder)
    assert (folder / "README.md").read_text() != CLEAN, "without its history the file cannot be restored"
    write({"README.md": lossy})
    repotool("fix", "--history", "--unsafe-fixes", cwd=folder)
    assert (folder / "README.md").read_text() == CLEAN
