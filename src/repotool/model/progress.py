"""How far long work has come, for whoever watches. Where nobody does, it costs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, Protocol, TypeVar

T = TypeVar("T")
Work = Literal["reading", "judging", "asking"]


class Watcher(Protocol):
    """Wants to know how far work has come."""

    def __call__(self, work: Work, done: int, total: int, detail: str = "") -> None:
        """The kind of work, how many things of it are done, how many there are, and what else there is to say."""


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


def watcher() -> Watcher | None:
    """Who watches, for work that does not come one by one."""
    return _watcher.get()


def watched(things: Sequence[T], work: Work) -> Iterable[T]:
    """The things, one by one; before each, the watcher is told."""
    who = watcher()
    return things if who is None else _told(things, work, who)


def _told(things: Sequence[T], work: Work, who: Watcher) -> Iterator[T]:
    for done, thing in enumerate(things):
        who(work, done, len(things))
        yield thing


@contextmanager
def watching(who: Watcher) -> Iterator[None]:
    """Within it, `who` is told of all work."""
    before = _watcher.set(who)
    try:
        yield
    finally:
        _watcher.reset(before)
