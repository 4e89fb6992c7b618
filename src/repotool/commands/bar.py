"""A bar on the terminal while long work goes on; it is gone before the report comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from repotool.commands.telling import shows_progress
from repotool.language import said
from repotool.model.progress import Work, watching

if TYPE_CHECKING:
    from rich.progress import Progress

PATIENCE_S = 1.0
"""Before it, nobody asks how far it is; what a bar needs is not even imported."""
MANY = 500
"""Of so many files it is plain from the beginning that it takes long."""
EVERY_S = 0.1


@contextmanager
def progress(*, quiet: bool) -> Iterator[None]:
    """Shows how far the work within has come: on a terminal only, and not where quiet was asked for."""
    if not shows_progress(quiet=quiet):
        yield
        return
    bar = _Bar()
    try:
        with watching(bar):
            yield
    finally:
        bar.close()


class _Bar:
    """One line on stderr, made when it is first worth it."""

    def __init__(self) -> None:
        self.begun = self.since = self.drawn = monotonic()
        self.work = ""
        self.shown: Progress | None = None

    def __call__(self, work: Work, done: int, total: int, detail: str = "") -> None:
        now = monotonic()
        if work != self.work:
            self.since = now
        if self.shown is None:
            self.work = work
            if now - self.begun < PATIENCE_S and total < MANY:
                return
            self.shown = _made(self.begun)
        elif work == self.work and now - self.drawn < EVERY_S:
            return
        self.work, self.drawn = work, now
        told = " · ".join(part for part in (self.rate(done, now), detail) if part)
        self.shown.update(self.shown.task_ids[0], description=said(work), completed=done, total=total, told=told)
        self.shown.refresh()

    def rate(self, done: int, now: float) -> str:
        """How many a second, since this kind of work began."""
        return said(f"{done / (now - self.since):.0f}/s") if done and now > self.since else ""

    def close(self) -> None:
        """Takes the line away, whatever has happened."""
        if self.shown is not None:
            self.shown.stop()


def _made(begun: float) -> Progress:
    """No thread draws it: it moves when the work does. Colours are left out where NO_COLOR is set (rich looks)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[told]}"))
    bar = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task("", total=None, told="")
    bar.tasks[0].start_time = begun
    bar.start()
    return bar
