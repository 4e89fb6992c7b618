"""Servers that fail at first, and those that ask for patience."""

from __future__ import annotations

import time
from collections import Counter
from email.utils import formatdate
from typing import Any

from tests.web.faults.pages import page
from tests.web.faults.wire import Request, Wire

Case = dict[str, Any]

_asked: Counter[tuple[int, str]] = Counter()
"""How often each case was asked, by the case's identity."""
_since: dict[tuple[int, str], float] = {}


async def heals(request: Request, wire: Wire, case: Case) -> None:
    """`fails` times `status` (0: an RST) with `retry_after` (seconds; "date": in two seconds), then 200."""
    key = (id(case), request.path)
    _asked[key] += 1
    if _asked[key] > case["fails"]:
        await wire.reply(request, 200, page("Снова здесь"))
    elif case["status"] == 0:
        wire.reset()
    else:
        await wire.reply(request, case["status"], headers=_patience(case))


def _patience(case: Case) -> tuple[str, ...]:
    after = case.get("retry_after")
    if after is None:
        return ()
    return (f"Retry-After: {formatdate(time.time() + 2, usegmt=True) if after == 'date' else after}",)


async def busy(request: Request, wire: Wire, case: Case) -> None:
    """429 with Retry-After: 0 for `seconds` from the first request on, then 200."""
    since = _since.setdefault((id(case), request.path), time.monotonic())
    if time.monotonic() - since < case["seconds"]:
        await wire.reply(request, 429, headers=("Retry-After: 0",))
    else:
        await wire.reply(request, 200, page("Теперь можно"))


async def answers_the_first(request: Request, wire: Wire, case: Case) -> None:
    """405 to HEAD; 200 to the first request of a connection, `status` to further ones: answers to other questions."""
    if request.method == "HEAD":
        await wire.reply(request, 405)
    elif wire.asked == 1:
        await wire.reply(request, 200, page("Вот она"))
    else:
        await wire.reply(request, case["status"], headers=tuple(case.get("headers", ())))


async def turns_back_once(request: Request, wire: Wire, case: Case) -> None:
    """Sends to itself the first time, without a cookie; then it knows us."""
    key = (id(case), request.path)
    _asked[key] += 1
    if _asked[key] == 1:
        await wire.reply(request, 302, b"", (f"Location: {request.path}",))
    else:
        await wire.reply(request, 200, page("Заходите", "<p id=part>"))


async def stalls_once(request: Request, wire: Wire, case: Case) -> None:
    """Closes the first connection without a word, answers the later ones."""
    key = (id(case), request.path)
    _asked[key] += 1
    if _asked[key] == 1:
        wire.leave()
    else:
        await wire.reply(request, 200, page("Со второго раза"))
