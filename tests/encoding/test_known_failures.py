"""What is known not to be repaired, as data: whoever repairs one moves it to the tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from repotool.encoding import repair_text
from repotool.encoding.plans import chain

CASES = json.loads(Path(__file__).with_name("known_failures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
@pytest.mark.xfail(strict=True, reason="known failure")
def test_known_failure(case: dict[str, Any]) -> None:
    damaged = chain((written, read) for written, read in case["damage"]).damage(case["clean"])
    assert damaged is not None and damaged != case["clean"]
    assert repair_text(damaged) == case["clean"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_known_failure_does_no_harm(case: dict[str, Any]) -> None:
    damaged = chain((written, read) for written, read in case["damage"]).damage(case["clean"])
    assert damaged is not None
    assert repair_text(damaged) in (damaged, case["clean"])
