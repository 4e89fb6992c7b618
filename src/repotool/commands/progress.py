"""How a run over the network goes: a bar on a terminal, nothing in a pipe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from repotool.commands.telling import shows_progress
from repotool.model import KINDS, Checked

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

REFRESH_EVERY = 8
"""Verdicts between two counts of the hosts that wait."""


class Progress:
    """Listens to a run. `each` is called with every verdict as it comes."""

    def __init__(self, *, quiet: bool, each: Callable[[Checked], None] | None = None) -> None:
        self._shown = shows_progress(quiet=quiet)
        self._each = each
        self._counts: Counter[str] = Counter()
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begun(self, asked: int) -> None:
        if not self._shown or not asked:
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"))
        self._bar = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("asking", total=asked, told="")
        self._bar.start()

    def judged(self, checked: Checked, hosts_waiting: Callable[[], int]) -> None:
        if self._each is not None:
            self._each(checked)
        if self._bar is None or self._task is None:
            return
        self._counts[checked.verdict.kind] += 1
        total = self._counts.total()
        self._bar.advance(self._task)
        if total % REFRESH_EVERY == 0:
            speed = self._bar.tasks[0].speed or 0.0
            counts = " ".join(f"{self._counts[kind]} {kind}" for kind in KINDS if self._counts[kind])
            self._bar.update(self._task, told=f"{speed:.0f}/s · {hosts_waiting()} hosts waiting · {counts}")
