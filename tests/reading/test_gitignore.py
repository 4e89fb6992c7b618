"""Patterns of .gitignore as git reads them; git itself is asked where it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from repotool.reading.gitignore import Gitignore
from tests.conftest import git, needs_git

PATHS = [
    "notes.md",
    "Лекция 1.pdf",
    "data/raw/table.csv",
    "data/table.csv",
    "build/out.log",
    "src/build/keep.txt",
    "src/a/b/c/deep.txt",
    "#odd",
    "!bang",
    "a b ",
    "a1.txt",
    "ab.txt",
    "a-.txt",
    "a].txt",
    "é.txt",
    "star*.txt",
    ".venv/lib/x.py",
]
FILES = [
    "*.log",
    "build/",
    "/build",
    "build/*\n!build/out.log",
    "data/**",
    "data/**/table.csv",
    "**/table.csv",
    "src/**/deep.txt",
    "src/*/deep.txt",
    "**/b/**",
    "**",
    "*\n!*/\n!*.md",
    "\\#odd\n\\!bang",
    "#odd\n!bang",
    "a b\\ ",
    "a b ",
    "a[0-9].txt",
    "a[!0-9].txt",
    "a[^b].txt",
    "a[]-].txt",
    "a[[:alpha:]].txt",
    "a[[:nonsense:]].txt",
    "[",
    "ends\\",
    "?.txt",
    "??.txt",
    "star\\*.txt",
    "[z-a]",
    "*.txt\r\n!ab.txt\r",
    "\ufeffnotes.md",
    "Лекция*",
    "/data/raw/",
    "raw",
    "/",
    "",
    ".venv",
]


@needs_git
@pytest.mark.parametrize("patterns", FILES)
def test_git_agrees(patterns: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    for path in PATHS:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (tmp_path / ".gitignore").write_bytes(patterns.encode())
    listed = git(tmp_path, "-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard")
    assert {path for path in PATHS if not Gitignore(patterns).ignores(path)} == set(listed.split("\0")) - {
        "",
        ".gitignore",
    }


@pytest.mark.parametrize(
    ("patterns", "path", "expected"),
    [
        ("*.log", "a/b.log", True),
        ("*.log", "a/b.md", None),
        ("*.log\n!b.log", "a/b.log", False),
        ("/a.md", "a.md", True),
        ("/a.md", "x/a.md", None),
        ("x/a.md", "y/x/a.md", None),
    ],
)
def test_a_verdict(patterns: str, path: str, expected: bool | None) -> None:
    assert Gitignore(patterns).verdict(path, folder=False) is expected


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 300 + "b", "a" * 250 + "c"),
        ("**/*a/" * 100 + "b", "ba/" * 1000 + "c"),
        ("/**" * 300 + "/b", "a/" * 1500 + "c"),
        ("?*" * 400 + "x", "y" * 250),
    ],
)
def test_a_hostile_pattern_takes_no_time(pattern: str, path: str) -> None:
    assert Gitignore(pattern).verdict(path, folder=False) is None
