"""A host at several addresses: where one is slow the next is tried beside it, and the first that answers is taken.

As RFC 8305 has it («happy eyeballs»): the two families take turns, so that a network where one of them leads nowhere
costs a fraction of a second and not the whole link.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from itertools import chain, zip_longest
from typing import TypeVar

from repotool.web.failures import TIMEOUT, Failed, failure_of
from repotool.web.overrides import Endpoint

T = TypeVar("T")
AHEAD = 0.3
"""Seconds that one address has before the next one is tried, too."""
MOST = 8
"""Addresses of one host that are tried."""


def in_turn(endpoints: Sequence[Endpoint], first: Endpoint | None) -> list[Endpoint]:
    """The endpoints to try, `first` before all others, then the families by turns."""
    wide = [e for e in endpoints if ":" in e[0]]
    narrow = [e for e in endpoints if ":" not in e[0]]
    families = (wide, narrow) if endpoints[0] in wide else (narrow, wide)
    mixed = [e for e in chain.from_iterable(zip_longest(*families)) if e is not None]
    return sorted(mixed, key=lambda e: e != first)[:MOST]


async def first_of(attempts: Sequence[Callable[[], Awaitable[T]]], leave: Callable[[T], None]) -> T:
    """What the first attempt brings that succeeds; the others are given up, and what they still bring is `leave`d.

    Raises Failed where none succeeds.
    """
    running: set[asyncio.Task[T]] = set()
    failures: list[Failed] = []
    waiting = list(reversed(attempts))
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(waiting.pop()()))
            done, running = await asyncio.wait(
                running, timeout=AHEAD if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            brought = [task.result() for task in done if _succeeded(task, failures)]
            for late in brought[1:]:
                leave(late)
            if brought:
                return brought[0]
    finally:
        for task in running:
            task.cancel()
            task.add_done_callback(partial(_given_up, leave))
    raise min(failures, key=_vague)


def _given_up(leave: Callable[[T], None], task: asyncio.Task[T]) -> None:
    if not task.cancelled() and task.exception() is None:
        leave(task.result())


def _succeeded(task: asyncio.Task[T], failures: list[Failed]) -> bool:
    error = task.exception()
    if error is None:
        return True
    if not isinstance(error, OSError | Failed | ssl.CertificateError):
        raise error
    failures.append(failure_of(error, connecting=True))
    return False


def _vague(failure: Failed) -> int:
    """Of several failures that of a host which may yet live is told; that a network leads nowhere says the least."""
    return {TIMEOUT: 0, "unreachable": 2}.get(failure.reason, 1)
