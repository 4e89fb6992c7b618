"""When «cannot be reached» becomes «is gone»: after several runs over several days; and when it is our own network."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from repotool.web.cache import Remembered
from repotool.web.settings import DAY

RUNS = 3
DAYS = 7
SLACK = 3600.0
"""Seconds that the clocks of two runs may differ."""
COUNTED = frozenset({"dns", "refused", "tls-expired", "server-error"})
"""What a host that has died looks like. A 403 or 429 comes from one that lives."""


def counted(row: Remembered, before: Remembered | None) -> Remembered:
    """The row with its runs of failure counted on from what was remembered; broken when they are enough."""
    if row.verdict != "unsure" or row.reason not in COUNTED:
        return row
    since = row.checked_at
    runs = 1
    if before is None or row.checked_at < before.checked_at - SLACK:
        before = None  # a clock that was set back: of the days between, nobody knows how many there were
    if before is not None and before.failing_runs and before.failing_since is not None:
        since, runs = min(before.failing_since, since), before.failing_runs + 1
    gone = runs >= RUNS and row.checked_at - since >= DAYS * DAY
    return replace(row, failing_since=since, failing_runs=runs, verdict="broken" if gone else "unsure")


def kept(row: Remembered, before: Remembered | None) -> Remembered:
    """An unsure answer that tells nothing of the host's life leaves the count as it was."""
    if row.verdict == "unsure" and row.reason == "timeout" and before is not None:
        return replace(row, failing_since=before.failing_since, failing_runs=before.failing_runs)
    return row


def is_offline(reached: Mapping[str, bool], temporary: Collection[str]) -> bool:
    """Whether it is our own network that fails: most hosts were not even found.

    `reached` tells of each host whether it was; `temporary` names those whose failure says that it will pass. One or
    two names that do not exist say nothing of the network.
    """
    failing = [host for host, there in reached.items() if not there]
    if len(failing) * 2 <= len(reached):
        return False
    return len(failing) >= 3 or all(host in temporary for host in failing)
