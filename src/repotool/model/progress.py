"""How far long work has come, for whoever watches. Where nobody does, it costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Watcher = Callable[[str, int, int], None]
"""Gets the kind of work, how many things of it are done, and how many there are."""

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def watched(things: Sequence[T], work: str) -> Iterable[T]:
    """The things, one by one; before each, the watcher is told."""
    watcher = _watcher.get()
    return things if watcher is None else _told(things, work, watcher)


def _told(things: Sequence[T], work: str, watcher: Watcher) -> Iterator[T]:
    for done, thing in enumerate(things):
        watcher(work, done, len(things))
        yield thing


@contextmanager
def watching(watcher: Watcher) -> Iterator[None]:
    """Within it, `watcher` is told of all work."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)
