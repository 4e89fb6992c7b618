"""Servers that are slow, silent, or hang up."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.web.faults.pages import page
from tests.web.faults.wire import CHUNK, Request, Wire

Case = dict[str, Any]


async def hang(request: Request, wire: Wire, case: Case) -> None:
    await wire.hang()


async def slow(request: Request, wire: Wire, case: Case) -> None:
    """A good answer after `seconds`."""
    await asyncio.sleep(case["seconds"])
    await wire.reply(request, 200, page("Медленно"))


async def drip_headers(request: Request, wire: Wire, case: Case) -> None:
    """A header of which a byte comes every half second, and that never ends."""
    await wire.drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 10_000, 0.5)


async def drip_lines(request: Request, wire: Wire, case: Case) -> None:
    """A whole header line every half second, for ever."""
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        if await wire.gone(0.5):
            break
        await wire.send(b"X-Line-%d: more\r\n" % number)
    wire.leave()


async def drip_hints(request: Request, wire: Wire, case: Case) -> None:
    """103 Early Hints every half second, and never an answer."""
    for _ in range(1000):
        if await wire.gone(0.5):
            break
        await wire.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n")
    wire.leave()


async def storm(request: Request, wire: Wire, case: Case) -> None:
    """Interim answers as quickly as they are taken."""
    await wire.flood(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 10_000)


async def header_flood(request: Request, wire: Wire, case: Case) -> None:
    """A header line without end."""
    await wire.send(b"HTTP/1.1 200 OK\r\nX-Big: ")
    await wire.flood(b"x" * CHUNK, 1 << 14)


async def header_lines(request: Request, wire: Wire, case: Case) -> None:
    """Headers without end."""
    await wire.send(b"HTTP/1.1 200 OK\r\n")
    await wire.flood(b"X-Many: x\r\n" * 1000, 100_000)


async def status_flood(request: Request, wire: Wire, case: Case) -> None:
    """A reason phrase without end."""
    await wire.send(b"HTTP/1.1 200 ")
    await wire.flood(b"O" * CHUNK, 1 << 14)


async def reset(request: Request, wire: Wire, case: Case) -> None:
    wire.reset()


async def reset_in_headers(request: Request, wire: Wire, case: Case) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    wire.reset()


async def close_in_headers(request: Request, wire: Wire, case: Case) -> None:
    await wire.send(b"HTTP/1.1 200 OK\r\nContent-Ty")
    wire.leave()


async def empty(request: Request, wire: Wire, case: Case) -> None:
    """Closes without a word."""
    wire.leave()


async def after_ok_hang(request: Request, wire: Wire, case: Case) -> None:
    """A redirect, quickly, to a page that hangs; the query tells which is asked."""
    if request.query == "there":
        await wire.hang()
    else:
        await wire.reply(request, 302, headers=(f"Location: {request.path}?there",))
