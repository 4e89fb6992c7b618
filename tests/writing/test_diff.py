"""Diffs that a person can read, that a terminal survives, and that git applies."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repotool.writing.edits import unified_diff
from tests.conftest import git, needs_git

needs_patch = pytest.mark.skipif(shutil.which("patch") is None, reason="patch is not installed")

LONG = "".join(f"строка {n}\n" for n in range(40))

PAIRS = [
    (b"one\ntwo\nthree\n", b"one\nTWO\nthree\n"),
    (b"one\r\ntwo\r\n", b"one\r\nTWO\r\n"),
    (b"one\r\ntwo", b"one\r\ntwo\r\n"),
    (b"one\ntwo", b"one\nTWO"),
    (b"one\ntwo\n", b"one\ntwo"),
    (b"", b"one\n"),
    (b"one", b""),
    (b"a\rb\n", b"a\rB\n"),
    (LONG.encode(), LONG.replace("строка 3\n", "").replace("строка 30\n", "30\n31\n").encode()),
    (LONG.encode(), LONG.replace("строка 3\n", "3\n").replace("строка 9\n", "9\n").encode()),
    (LONG.encode(), LONG.replace("строка", "row").encode()),
    ("\ufeff# Курс\n".encode(), "# Курс\n".encode()),
    (b"\xcb\xe5\xea\n", "Лек\n".encode()),
]
NAMES = ["a.md", "Лекция 1/план.md", "a b/c.md", 'quo"te.md', "tab\tname.md"]


def applied_by_git(folder: Path, name: str, before: bytes | None, after: bytes | None) -> bytes | None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if before is not None:
        file.write_bytes(before)
    diff = unified_diff(name, before, after, exact=True)
    patch = folder / "the.patch"
    patch.write_bytes(diff.encode("utf-8", "surrogateescape"))
    git(folder, "init", "-q")
    git(folder, "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", patch.name)
    return file.read_bytes() if file.exists() else None


@needs_git
@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_git_applies_it(tmp_path: Path, before: bytes, after: bytes) -> None:
    assert applied_by_git(tmp_path, "README.md", before, after) == after


@needs_git
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("before", "after"), [(b"a\n", b"b\n"), (None, b"new"), (None, b""), (b"gone\n", None)])
def test_git_applies_it_whatever_the_name(tmp_path: Path, name: str, before: bytes | None, after: bytes | None) -> None:
    assert applied_by_git(tmp_path, name, before, after) == after


LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n", b"d\n"]), max_size=25).map(b"".join)


@needs_patch
@settings(max_examples=40, deadline=None)
@given(before=LINES, after=LINES)
def test_patch_applies_it(tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes) -> None:
    folder = tmp_path_factory.mktemp("patch")
    (folder / "a.md").write_bytes(before)
    diff = unified_diff("a.md", before, after, exact=True).encode()
    subprocess.run(["patch", "--binary", "--posix", "-s", "-p1"], cwd=folder, input=diff, check=True)
    assert (folder / "a.md").read_bytes() == after


def test_what_a_reader_sees() -> None:
    before = "# Курс\n\n| 7 | [ДЗ]() |\n\nконец".encode()
    assert unified_diff("README.md", before, before.replace(b"[", b"**[")) == (
        "--- a/README.md\n"
        "+++ b/README.md\n"
        "@@ -1,5 +1,5 @@\n"
        " # Курс\n"
        " \n"
        "-| 7 | [ДЗ]() |\n"
        "+| 7 | **[ДЗ]() |\n"
        " \n"
        " конец\n"
        "\\ No newline at end of file\n"
    )


def test_nothing_changed_is_no_diff() -> None:
    assert unified_diff("a.md", b"a", b"a") == ""


def test_far_changes_are_hunks_of_their_own() -> None:
    diff = unified_diff("a.md", *PAIRS[8])
    assert [line for line in diff.splitlines() if line.startswith("@@")] == ["@@ -1,7 +1,6 @@", "@@ -28,7 +27,8 @@"]


def test_a_terminal_gets_nothing_it_would_obey() -> None:
    before = "\x1b[2J\x9b31m\u202e\u2066x\u200by\rz\x00".replace("\x00", "").encode() + b"\xff\n"
    diff = unified_diff("a\x1b]0;x\x07\u202e\udcff.md", before, b"clean\r\n")
    assert r"\x1b[2J\u009b31m\u202e\u2066x\u200by\rz\xff" in diff
    assert r'"a/a\033]0;x\007\342\200\256\377.md"' in diff
    assert all(character.isprintable() or character in "\r\n" for character in diff)
    assert diff.count("\r") == 1


def test_a_lone_carriage_return_cannot_overwrite_a_line() -> None:
    diff = unified_diff("a.md", b"evil\rgood\r\n", b"evil\r\rgood")
    assert "\r" not in diff.replace("\r\n", "\n")


def test_binary_content_is_not_printed() -> None:
    assert unified_diff("a.png", b"\x89PNG\0", b"\0") == "Binary files a/a.png and b/a.png differ\n"


def test_a_hostile_file_is_compared_in_bounded_steps() -> None:
    before = b"".join(b"%d\n" % (n % 700) for n in range(60_000))
    after = b"x\n" + b"".join(b"%d\n" % (n * 7 % 700) for n in range(60_001))
    assert unified_diff("a.md", before, after).startswith("--- a/a.md\n")


def test_a_new_binary_file_is_told_by_its_size() -> None:
    diff = unified_diff("images/a.png", None, b"\x89PNG\0" * 1000)
    assert diff.endswith("new file mode 100644\nBinary files /dev/null and b/images/a.png differ (5,000 bytes)\n")


def test_a_terminal_is_spared_base64(tmp_path: Path) -> None:
    image = "data:image/png;base64," + "iVBORw0KGgo" * 2_000
    diff = unified_diff("a.ipynb", f'"![a]({image})"\n'.encode(), b'"![a](images/a.png)"\n')
    assert "…(22,000 characters)…" in diff and len(diff) < 400
    assert image in unified_diff("a.ipynb", image.encode(), b"", exact=True)
