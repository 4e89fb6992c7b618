"""A course with a defect of every kind: all are found, and nothing that is right is taken for one."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from repotool.engine.opening import Options, open_projects
from repotool.engine.rules import load_rules
from repotool.model import Result
from repotool.reports.records import locate
from tests.conftest import FIXTURES, git, needs_git

COURSE = FIXTURES / "courses" / "seeded"
SEEDED = tomllib.loads(COURSE.with_suffix(".toml").read_text(encoding="utf-8"))
FAMILIES = ("LNK", "MDS", "HWK", "SCH", "YRS", "ENC")
OF_WHOLE_FILES = ("ENC101", "ENC102", "ENC103", "ENC104", "ENC108", "MDS100")
"""Damage that would hide all other defects of its file; it has courses of its own."""
OF_SEVERAL = ("LNK117",)
"""Defects between repositories that are judged together; this course is alone."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    root = Path(shutil.copytree(COURSE, tmp_path_factory.mktemp("seeded") / "course"))
    for name in SEEDED["files"]:
        (root / name).write_text("да\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "--all")
    git(root, "rm", "-q", "--cached", *SEEDED["untracked"])
    git(root, "commit", "-q", "-m", "The course")
    (project,) = open_projects((str(root),), Options(root=root, select=FAMILIES, today=SEEDED["today"]))
    result = project.check()
    records = locate([Result("", result.repository, result.findings)])
    return [f"{record.finding.file}:{record.line} {record.finding.rule.code}" for record in records]


@needs_git
def test_every_defect_is_found_and_nothing_else(found: list[str]) -> None:
    wanted, got = Counter(SEEDED["defects"]), Counter(found)
    assert (wanted - got, got - wanted) == (Counter(), Counter()), "missed, and found falsely"


@needs_git
def test_no_trap_is_taken_for_a_defect(found: list[str]) -> None:
    places = {place.rpartition(" ")[0] for place in found}
    assert not places & set(SEEDED["traps"])


def test_the_course_has_a_defect_of_every_kind_and_many_traps() -> None:
    assert len(SEEDED["defects"]) >= 60
    assert len(SEEDED["traps"]) >= 50
    kinds = {defect.rpartition(" ")[2] for defect in SEEDED["defects"]}
    rules = {code for code, rule in load_rules().items() if rule.family in FAMILIES} - {*OF_WHOLE_FILES, *OF_SEVERAL}
    assert kinds == rules
