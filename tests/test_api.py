"""The public functions of `import repotool`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import repotool
from repotool.model import Refused

Course = Callable[[str], Path]


def test_check_tells_what_is_wrong(course: Course) -> None:
    (result,) = repotool.check(course("deep-learning-2025"))
    assert [finding.rule.code for finding in result.findings] == ["MDS101"] + ["HWK101"] * 4


def test_fix_writes_unless_told_not_to(course: Course) -> None:
    readme = course("practicum-2023") / "README.md"
    before = readme.read_bytes()
    (dry,) = repotool.fix(readme.parent, write=False)
    assert readme.read_bytes() == before
    repotool.fix(readme.parent)
    assert readme.read_bytes() == dry.after["README.md"] != before


def test_repair_repairs_a_text() -> None:
    damaged = "Свёртки и пулинг, часть вторая".encode().decode("mac_roman")
    repaired = repotool.repair(damaged)
    assert repaired.text == "Свёртки и пулинг, часть вторая"


def test_read_repository_reads_the_course(course: Course) -> None:
    repo = repotool.read_repository(course("deep-learning-2025"))
    assert [c.year for c in repo.courses] == [2025]


def test_what_is_wrong_is_refused() -> None:
    with pytest.raises(Refused, match="there is no such file"):
        repotool.check("nowhere-at-all")


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError):
        repotool.nothing  # noqa: B018
