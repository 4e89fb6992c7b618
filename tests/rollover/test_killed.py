"""Killed at any moment, `scaffold` leaves no DEST or a whole one; a fresh clone is given back by `undo`."""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from repotool.model import Refused
from repotool.rollover.destination import Destination, look_at, write_plan
from repotool.rollover.model import Rollover
from repotool.rollover.plan import Plan, make_plan
from repotool.rollover.prior import Prior, open_prior
from repotool.writing.journal import undo
from tests.conftest import git, needs_git
from tests.rollover.samples import contents, lay
from tests.writing.test_crash import killed, pytestmark

__all__ = ["pytestmark"]

POINTS = random.Random(26).sample(range(250), 50)
"""So many calls of the system a run makes at least; each is a moment to be killed at."""


def plan_into(opened: Prior, dest: Path) -> tuple[Plan, Destination]:
    place = look_at(dest, opened.root)
    options = Rollover(start=date(2026, 2, 9), name="our-team/sound_spring_2026", branch="main", carry=("02",))
    return make_plan(opened, options, place.root, place.files), place


@pytest.fixture
def prior(tmp_path: Path) -> Prior:
    return open_prior(str(lay(tmp_path / "old")), "our-team/sound_spring_2025")


@pytest.mark.parametrize("exists", [False, True], ids=["absent", "empty"])
def test_there_is_no_folder_or_a_whole_one(tmp_path: Path, prior: Prior, exists: bool) -> None:
    plan, _ = plan_into(prior, tmp_path / "whole")
    whole = {file.path: plan.content(file) for file in plan.files}
    ended = 0
    for point in POINTS:
        dest = tmp_path / f"dest-{point}" / "new"
        dest.parent.mkdir()
        if exists:
            dest.mkdir()
        plan, place = plan_into(prior, dest)
        ended += not killed(partial(write_plan, plan, place), point)
        found = contents(dest) if dest.exists() else {}
        record = ".repotool/origin.toml"
        assert not found or {**found, record: b""} == {**whole, record: b""}, point
        if not found:
            write_plan(plan, look_at(dest, prior.root))
        assert [path.name for path in dest.parent.iterdir()] == ["new"], "what a killed run left is swept"
        shutil.rmtree(dest.parent)
    assert ended < len(POINTS), "the hooks are not reached"


@needs_git
def test_a_fresh_clone_is_given_back(tmp_path: Path, prior: Prior) -> None:
    stub = {"README.md": b"# sound_spring_2026\n", "LICENSE": b"GPL\n"}
    broken = 0
    for point in POINTS:
        clone = tmp_path / f"clone-{point}"
        clone.mkdir()
        git(clone, "init", "-q", "-b", "main")
        for name, raw in stub.items():
            (clone / name).write_bytes(raw)
        plan, place = plan_into(prior, clone)
        killed(partial(write_plan, plan, place), point)
        if contents(clone) != stub:
            broken += 1
        with suppress(Refused):
            undo(clone)
        assert contents(clone) == stub, point
    assert broken, "some of them were under way"
