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
