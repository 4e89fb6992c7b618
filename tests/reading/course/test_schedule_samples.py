"""The sample courses are what the tests and the demonstration take them for."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

COURSES = Path(__file__).parents[2] / "fixtures" / "courses"
CLEAN = COURSES / "practicum-2023.clean.md"
READMES = {"practicum-2023": CLEAN, "deep-learning-2025": COURSES / "deep-learning-2025" / "README.md"}
FILES = [path for path in COURSES.rglob("*") if path.is_file()]
SAMPLES = ("practicum-2023", "deep-learning-2025")
NOTEBOOKS = sorted(path for name in SAMPLES for path in (COURSES / name).rglob("*.ipynb"))


def targets(name: str) -> list[str]:
    return re.findall(r"\]\(([^)]*)\)", READMES[name].read_text(encoding="utf-8"))


def test_the_readme_of_2023_is_utf_8_read_as_mac_roman() -> None:
    damaged = (COURSES / "practicum-2023" / "README.md").read_bytes()
    assert damaged.decode().encode("mac_roman") == CLEAN.read_bytes()


@pytest.mark.parametrize("name", READMES)
def test_every_link_into_the_course_leads_to_a_file_under_its_very_name(name: str) -> None:
    local = [unquote(target) for target in targets(name) if target and "://" not in target]
    there = {path.relative_to(COURSES / name).as_posix() for path in FILES if COURSES / name in path.parents}
    assert local
    assert {target.removeprefix("./") for target in local} == there - {"README.md"}


def test_a_file_of_2023_has_a_decomposed_name_and_others_have_spaces() -> None:
    names = [path.name for path in FILES if COURSES / "practicum-2023" in path.parents]
    assert [name for name in names if not unicodedata.is_normalized("NFC", name)] == [
        unicodedata.normalize("NFD", "Быстрый спектр.ipynb")
    ]
    assert any(" " in name for name in names)


def test_the_defects_of_2025_are_counted() -> None:
    text = READMES["deep-learning-2025"].read_text(encoding="utf-8")
    assert targets("deep-learning-2025").count("") == 4
    assert (text.count("<ul>"), text.count("</ul>")) == (4, 3)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks_are_valid(path: Path) -> None:
    notebook = json.loads(path.read_bytes())
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_lines_end_as_on_unix(path: Path) -> None:
    content = path.read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
