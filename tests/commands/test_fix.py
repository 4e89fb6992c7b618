"""`repotool fix` and `undo`: only what is named changes, and everything can be taken back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import FIXTURES, git, needs_git

Course = Callable[[str], Path]
Write = Callable[[dict[str, str | bytes]], Path]

UNCLOSED = "| Тема |\n| --- |\n| <ul><li>GAN</li> |\n"
CLOSED = "| Тема |\n| --- |\n| <ul><li>GAN</li></ul> |\n"
CLEAN_2023 = (FIXTURES / "courses" / "practicum-2023.clean.md").read_bytes()


def test_the_damaged_sample_is_restored_and_stays(course: Course) -> None:
    folder = course("practicum-2023")
    ran = repotool("fix", cwd=folder)
    assert (ran.code, (folder / "README.md").read_bytes()) == (0, CLEAN_2023)
    assert "mended  ENC101" in ran.text
    again = repotool("fix", cwd=folder)
    assert (again.code, (folder / "README.md").read_bytes()) == (0, CLEAN_2023)
    assert "mended" not in again.text


def test_undo_takes_it_back(course: Course) -> None:
    folder = course("practicum-2023")
    damaged = (folder / "README.md").read_bytes()
    repotool("fix", cwd=folder)
    ran = repotool("undo", cwd=folder)
    assert (ran.code, ran.text) == (0, "restored README.md\n")
    assert (folder / "README.md").read_bytes() == damaged


def test_undo_refuses_to_lose_what_was_written_since(write: Write) -> None:
    folder = write({"README.md": UNCLOSED})
    repotool("fix", cwd=folder)
    (folder / "README.md").write_text("new words\n")
    ran = repotool("undo", cwd=folder)
    assert ran.code == 2
    assert "README.md" in ran.err
    assert (folder / "README.md").read_text() == "new words\n"


def test_undo_without_anything_to_take_back(tmp_path: Path) -> None:
    ran = repotool("undo", cwd=tmp_path)
    assert "Traceback" not in ran.err
    assert ran.code == 2


def test_diff_shows_and_writes_nothing(write: Write) -> None:
    folder = write({"README.md": UNCLOSED})
    ran = repotool("fix", "--diff", cwd=folder)
    assert ran.code == 1
    assert "-| <ul><li>GAN</li> |\n+| <ul><li>GAN</li></ul> |\n" in ran.text
    assert (folder / "README.md").read_text() == UNCLOSED


@needs_git
def test_the_diff_is_one_that_git_applies(write: Write) -> None:
    folder = write({"README.md": UNCLOSED.replace("\n", "\r\n")})
    git(folder, "init", "-q")
    diff = repotool("fix", "--diff", cwd=folder).out
    subprocess.run(["git", "apply", "-"], cwd=folder, input=diff, check=True)
    assert (folder / "README.md").read_bytes() == CLOSED.replace("\n", "\r\n").encode()


def test_a_clean_file_is_not_even_touched(write: Write) -> None:
    folder = write({"README.md": "# Курс\r\n\r\nбез последнего перевода строки"})
    before = (folder / "README.md").stat().st_mtime_ns
    assert repotool("fix", cwd=folder).code == 0
    assert (folder / "README.md").stat().st_mtime_ns == before


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_line_endings_and_the_last_byte_stay(write: Write, newline: str, end: str) -> None:
    text, fixed = (t.rstrip("\n").replace("\n", newline) + end for t in (UNCLOSED, CLOSED))
    folder = write({"README.md": text.encode()})
    repotool("fix", cwd=folder)
    assert (folder / "README.md").read_bytes() == fixed.encode()


def test_a_damaged_file_is_repaired_first_and_mended_then(write: Write) -> None:
    damaged = UNCLOSED.replace("GAN", "Свёрточные сети").encode().decode("mac_roman")
    folder = write({"README.md": damaged})
    ran = repotool("fix", cwd=folder)
    assert (folder / "README.md").read_text() == CLOSED.replace("GAN", "Свёрточные сети")
    assert ran.text.index("ENC101") < ran.text.index("MDS101")


def test_fix_as_a_filter(tmp_path: Path) -> None:
    ran = repotool("fix", "-", cwd=tmp_path, stdin=UNCLOSED.encode())
    assert (ran.code, ran.out) == (0, CLOSED.encode())


def test_the_filter_passes_on_what_it_cannot_mend(tmp_path: Path) -> None:
    ran = repotool("fix", "-", cwd=tmp_path, stdin=b"\xff\xfe broken\r\n")
    assert ran.out == b"\xff\xfe broken\r\n"
    assert ran.code == 1
    assert "ENC102" in ran.err


def test_check_with_fix_is_fix(write: Write) -> None:
    folder = write({"README.md": UNCLOSED})
    assert repotool("check", "--fix", cwd=folder).code == 0
    assert (folder / "README.md").read_text() == CLOSED


def test_json_tells_what_is_left(write: Write) -> None:
    folder = write({"README.md": UNCLOSED + "\n[Запись]()\n"})
    ran = repotool("fix", "--output-format", "json", cwd=folder)
    assert [finding["code"] for finding in json.loads(ran.out)] == ["LNK102"]


def test_permissions_stay(write: Write) -> None:
    folder = write({"README.md": UNCLOSED})
    (folder / "README.md").chmod(0o640)
    repotool("fix", cwd=folder)
    assert (folder / "README.md").stat().st_mode & 0o777 == 0o640


def test_a_link_out_of_the_repository_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(UNCLOSED)
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "README.md").symlink_to(outside)
    repotool("fix", cwd=folder)
    assert outside.read_text() == UNCLOSED


def test_a_diff_of_nothing_says_so(write: Write) -> None:
    ran = repotool("fix", "--diff", cwd=write({"README.md": "[a]()\n"}))
    assert (ran.code, ran.out) == (0, b"")
    assert ran.err == "Nothing to mend for certain; 1 problem is left: `repotool check` lists them.\n"


def test_a_diff_may_go_into_a_file(write: Write) -> None:
    folder = write({"README.md": UNCLOSED})
    ran = repotool("fix", "--diff", "-o", "out.patch", cwd=folder)
    assert ran.out == b""
    assert "+| <ul><li>GAN</li></ul> |" in (folder / "out.patch").read_text()


def test_a_diff_has_one_format(write: Write) -> None:
    ran = repotool("fix", "--diff", "--output-format", "json", cwd=write({"README.md": UNCLOSED}))
    assert (ran.code, "prints a patch" in ran.err) == (2, True)


def test_a_document_under_two_names_is_mended_once(write: Write) -> None:
    folder = write({"docs/index.md": UNCLOSED})
    (folder / "README.md").symlink_to("docs/index.md")
    assert repotool("fix", cwd=folder).code == 0
    assert (folder / "docs" / "index.md").read_text() == CLOSED
    assert (folder / "README.md").is_symlink()


def test_one_root_within_another_is_refused(write: Write) -> None:
    folder = write({"a/repotool.toml": "", "a/b/repotool.toml": "", "a/b/README.md": UNCLOSED})
    ran = repotool("fix", "a", "a/b", cwd=folder)
    assert (ran.code, "lies in a" in ran.err) == (2, True)
    assert (folder / "a/b/README.md").read_text() == UNCLOSED
