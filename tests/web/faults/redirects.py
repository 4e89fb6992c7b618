"""Servers that send one elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from tests.web.faults.pages import page
from tests.web.faults.wire import Request, Wire

Case = dict[str, Any]


async def _to(request: Request, wire: Wire, location: str, status: int = 302, *headers: str) -> None:
    await wire.reply(request, status, b"", (f"Location: {location}", *headers))


async def to(request: Request, wire: Wire, case: Case) -> None:
    """`status` and `location`, once; what is asked with a query `there…` is a good page."""
    if request.query.startswith("there"):
        await wire.reply(request, 200, page("Пришли"))
    else:
        await _to(request, wire, case["location"], case.get("status", 302), *case.get("headers", ()))


async def chain(request: Request, wire: Wire, case: Case) -> None:
    """The statuses of `hops`, one after the other, then `end` (200 where it is not stated)."""
    at = int(parse_qs(request.query).get("hop", ["0"])[0])
    if at < len(case["hops"]):
        await _to(request, wire, f"{request.path}?hop={at + 1}", case["hops"][at])
    else:
        await wire.reply(request, case.get("end", 200), page("Конец пути"))


async def loop(request: Request, wire: Wire, case: Case) -> None:
    """There, and back again."""
    await _to(request, wire, request.path if request.query else f"{request.path}?back", case.get("status", 302))


async def itself(request: Request, wire: Wire, case: Case) -> None:
    await _to(request, wire, request.path + case.get("tail", ""), case.get("status", 302))


async def endless(request: Request, wire: Wire, case: Case) -> None:
    """Each page leads to the next."""
    at = int(request.query or 0)
    await _to(request, wire, f"{request.path}?{at + 1}")


async def growing(request: Request, wire: Wire, case: Case) -> None:
    """Each page leads to a longer address."""
    await _to(request, wire, f"{request.target}{'&' if request.query else '?'}{'x' * 500}")


async def to_no_query(request: Request, wire: Wire, case: Case) -> None:
    """To `location`; a good page is the address with a query that is there and empty."""
    if request.target.endswith("?"):
        await wire.reply(request, 200, page("Без вопроса"))
    else:
        await _to(request, wire, case["location"])


async def cookie_gate(request: Request, wire: Wire, case: Case) -> None:
    """Sends to itself until its cookie comes back, byte for byte. Of its `attributes` ENDLESS is a very long number."""
    cookie = case.get("cookie", "seen=1")
    if cookie in request.headers.get("cookie", ""):
        await wire.reply(request, 200, page("Вас узнали"))
    else:
        attributes = case.get("attributes", "Path=/").replace("ENDLESS", "9" * 5000)
        await _to(request, wire, request.path, 302, f"Set-Cookie: {cookie}; {attributes}")


async def cookie_counter(request: Request, wire: Wire, case: Case) -> None:
    """Sends to itself with a new cookie each time."""
    count = request.headers.get("cookie", "").rpartition("n=")[2] or "0"
    await _to(request, wire, request.path, 302, f"Set-Cookie: n={int(count) + 1}; Path=/")


async def login_wall(request: Request, wire: Wire, case: Case) -> None:
    """Sends a stranger to `location`, which is a form for a password."""
    await _to(request, wire, case["location"])
