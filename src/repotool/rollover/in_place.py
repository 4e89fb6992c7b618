"""One and the same repository, rolled over on a new branch: nothing is left out, only rewritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from repotool.model import Refused
from repotool.model.shown import shown
from repotool.reading import git
from repotool.reading.commits import Commit
from repotool.reading.tree import is_root, read_bytes
from repotool.rollover.model import Rollover
from repotool.rollover.plan import Plan, make_plan
from repotool.rollover.prior import open_prior
from repotool.writing.apply import apply
from repotool.writing.edits import Change

Collect = Callable[[Mapping[str, Any], str | None, str | None, str | None, str | None, Path], Rollover]


def roll_in_place(prior: str, told: Mapping[str, Any], collect: Collect, *, dry_run: bool) -> tuple[Plan, str]:
    """Rolls the repository at `prior` over; answers the plan and the new branch's name.

    Raises Refused where it is no git repository of its own, or the branch cannot be made; then nothing is written.
    """
    opened = open_prior(prior, told.get("prior-name"))
    if isinstance(opened.place, Commit) or not is_root(opened.root):
        raise Refused(f"{shown(prior)}: --in-place takes the root of a git repository as it is checked out")
    own = opened.repo.name
    asked = {key: value for key, value in told.items() if key != "branch"}
    options = replace(collect(asked, own, opened.repo.branch, own, None, opened.root), carry=("all",))
    plan = make_plan(opened, options, opened.root, {}, in_place=True)
    branch = told.get("branch") or f"{plan.turn.step.season or 'term'}-{plan.turn.step.year}"
    if not dry_run:
        reason = git.start_branch(opened.root, branch)
        if reason is not None:
            raise Refused(f"{shown(prior)}: {reason}; nothing was written")
        try:
            apply(opened.root, _changes(plan), command="scaffold")
        except Refused as refusal:
            raise Refused(f"{refusal}; the new branch {shown(branch)} is empty, go back with `git switch -`") from None
    return plan, branch


def _changes(plan: Plan) -> list[Change]:
    changes = []
    for file in plan.files:
        if file.content is not None:
            before = read_bytes(plan.prior.root, file.path) if file.origin is not None else None
            changes.append(Change(file.path, before, file.content))
    return changes
