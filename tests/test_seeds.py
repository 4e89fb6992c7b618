"""The main job on the two real course READMEs everything began with. Skipped where they are not at hand."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli import repotool
from tests.conftest import SEEDS, git, needs_git, needs_seeds

pytestmark = needs_seeds

RESTORED = "6e3baaff506e1e5ae5064e884b48e4406714bacbb11cad6f455dbebab6fc7c5a"
NOTEBOOK = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'

Lay = Callable[..., Path]


def seed(start: str) -> bytes:
    return next(SEEDS.glob(f"{start}_*.txt")).read_bytes()


def local_targets(readme: bytes) -> list[str]:
    """What the README's links name in its own repository: found by a regular expression, not by the tool."""
    found = re.findall(r"\]\((?!http)([^)]+)\)", readme.decode())
    return [unquote(target).removeprefix("./") for target in found]


@pytest.fixture
def spring_2025(tmp_path: Path) -> Path:
    """The 2025 course with every file that its links name."""
    (tmp_path / "README.md").write_bytes(seed("000"))
    for target in local_targets(seed("000")):
        path = tmp_path / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(NOTEBOOK if path.suffix == ".ipynb" else b"x")
    return tmp_path


def findings(folder: Path, *words: str) -> list[tuple[str, int]]:
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    return [(f["code"], f["line"]) for f in json.loads(ran.out) if f["severity"] != "info"]


@pytest.mark.parametrize("in_git", [False, pytest.param(True, marks=needs_git)])
def test_2023_is_restored_byte_for_byte_and_taken_back(tmp_path: Path, in_git: bool) -> None:
    readme = tmp_path / "README.md"
    readme.write_bytes(seed("004"))
    if in_git:
        git(tmp_path, "init", "-q")
    repotool("fix", cwd=tmp_path)
    assert hashlib.sha256(readme.read_bytes()).hexdigest() == RESTORED
    assert "Свёрточные".encode()[:2] in readme.read_bytes()
    again = repotool("fix", cwd=tmp_path)
    assert hashlib.sha256(readme.read_bytes()).hexdigest() == RESTORED, again.text
    assert repotool("undo", cwd=tmp_path).code == 0
    assert readme.read_bytes() == seed("004")


def test_2023_is_restored_by_the_filter(tmp_path: Path) -> None:
    ran = repotool("fix", "-", cwd=tmp_path, stdin=seed("004"))
    assert hashlib.sha256(ran.out).hexdigest() == RESTORED


def test_2023_is_one_cause_and_one_finding(tmp_path: Path) -> None:
    clean = seed("004").decode().encode("mac_roman")
    (tmp_path / "README.md").write_bytes(seed("004"))
    for target in local_targets(clean):
        (tmp_path / target).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / target).write_bytes(NOTEBOOK)
    assert [code for code, _ in findings(tmp_path)] == ["ENC101"]


def test_2025_has_these_defects_and_no_other(spring_2025: Path) -> None:
    assert findings(spring_2025) == [
        ("MDS101", 51),
        ("HWK101", 58),
        ("HWK101", 60),
        ("HWK101", 64),
        ("HWK101", 66),
    ]


def test_2025_each_missing_file_is_named_in_its_row(spring_2025: Path) -> None:
    lines = seed("000").decode().splitlines()
    for target in local_targets(seed("000")):
        content = (spring_2025 / target).read_bytes()
        (spring_2025 / target).unlink()
        rows = [n for n, line in enumerate(lines, 1) if target in unquote(line)]
        assert [line for code, line in findings(spring_2025, "--select", "LNK101")] == rows, target
        (spring_2025 / target).write_bytes(content)


def test_2025_a_fix_changes_what_it_names_only(spring_2025: Path) -> None:
    repotool("fix", cwd=spring_2025)
    before, after = seed("000").decode().split("\n"), (spring_2025 / "README.md").read_text().split("\n")
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
    assert changed == [51]
    assert after[50] == before[50].replace("07-cnn.pdf) </li>", "07-cnn.pdf) </li></ul>")


@pytest.mark.parametrize("repaired", [False, True])
def test_2023_as_understood(tmp_path: Path, repaired: bool) -> None:
    raw = seed("004")
    (tmp_path / "README.md").write_bytes(raw.decode().encode("mac_roman") if repaired else raw)
    shown = json.loads(repotool("show", "--output-format", "json", cwd=tmp_path).out)
    lessons = shown["lessons"]
    assert len(lessons) == 15
    assert (shown["season"], shown["year"], shown["academic_year"]) == ("spring", 2023, "2022/2023")
    assert [x["number"] for x in lessons if x["homework"] and x["homework"]["target"]] == ["03", "05", "07", "10"]
    assert [x["date"] for x in lessons if x["holiday"]] == ["2023-05-02", "2023-05-09", "2023-05-23"]
    assert [len(x["materials"]) for x in lessons if x["number"] == "12"] == [2]
    assert [(a["year"]) for series in shown["archives"] for a in series["entries"]] == [
        "2022-2023",
        "2021-2022",
        "2022",
        "2021",
    ]


def test_2025_as_understood(spring_2025: Path) -> None:
    shown = json.loads(repotool("show", "--output-format", "json", cwd=spring_2025).out)
    lessons, homework = shown["lessons"], shown["homework"]
    assert len(lessons) == 26
    assert [x["kind"] for x in lessons].count("lecture") == [x["kind"] for x in lessons].count("seminar") == 13
    assert len(homework) == 7
    assert sum(h["target"] is None for h in homework) == 4
    assert [g["points"] for g in shown["grading"]] == [56, 42, 35]
    assert lessons[0]["date"] == "2025-02-10"
    assert lessons[-1]["date"] == "2025-04-29"
    assert lessons[6]["topics"] == ["Сверточные нейронные сети", "Сверточные архитектуры", "Transfer Learning"]
