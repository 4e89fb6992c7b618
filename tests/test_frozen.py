"""Nouns are dataclasses like others; under `python -X dev` they are frozen at run time, and nothing assigns to them."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

from repotool.model import Span, View

SRC = Path(__file__).parents[1] / "src"
COURSE = Path(__file__).parent / "fixtures" / "courses" / "deep-learning-2025"


def test_nouns_compare_hash_sort_and_show_like_dataclasses() -> None:
    assert Span(1, 2) == Span(1, 2) != Span(1, 3)
    assert len({Span(1, 2), Span(1, 2), Span(2, 2)}) == 2
    assert sorted([Span(2, 0), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 0)]
    assert max(Span(1, 2), Span(2, 1)) == Span(2, 1)
    assert Span(1, 2) <= Span(1, 2) and Span(1, 3) >= Span(1, 2) and Span(1, 3) > Span(1, 2)
    assert repr(Span(1, 2)) == "Span(start=1, end=2)"
    assert Span(1, 2) != (1, 2) and View("a") != Span(0, 1)
    assert dataclasses.replace(Span(1, 2), end=5) == Span(1, 5)


def test_nothing_assigns_to_a_noun() -> None:
    env = os.environ | {"PYTHONPATH": str(SRC), "PYTHONWARNINGS": "ignore", "REPOTOOL_DEBUG": "1"}
    command = [sys.executable, "-X", "dev", "-m", "repotool", "check", "--select", "ALL", "--exit-zero", str(COURSE)]
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_in_development_an_assignment_is_refused() -> None:
    code = "from repotool.model import Span\nSpan(1, 2).start = 3"
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SRC)},
    )
    assert "FrozenInstanceError" in done.stderr
