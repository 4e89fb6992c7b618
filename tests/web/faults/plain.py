"""Answers that are well-formed, and answers written out byte for byte in the table."""

from __future__ import annotations

from typing import Any

from tests.web.faults.pages import page
from tests.web.faults.wire import Request, Wire

Case = dict[str, Any]


async def status(request: Request, wire: Wire, case: Case) -> None:
    """`status`, with `headers`, `reason` and `body` where the case states them."""
    body = case["body"].encode() if "body" in case else page(case.get("title", "Лекция"))
    await wire.reply(request, case["status"], body, tuple(case.get("headers", ())), case.get("reason"))


async def heads_fail(request: Request, wire: Wire, case: Case) -> None:
    """HEAD is answered with `head` (a status, "hang" or "cut"), GET with 200."""
    head = case["head"]
    if request.method != "HEAD":
        await wire.reply(request, 200, page("Семинар"))
    elif head == "hang":
        await wire.hang()
    elif head == "cut":
        wire.reset()
    else:
        await wire.reply(request, head)


async def raw(request: Request, wire: Wire, case: Case) -> None:
    """`raw`, as it stands (latin-1), and the connection is closed; a HEAD is answered likewise, or with `head`."""
    if request.method == "HEAD" and "head" in case:
        await wire.reply(request, case["head"])
        return
    await wire.send(case["raw"].encode("latin-1") * case.get("times", 1))
    await wire.send(case.get("then", "").encode("latin-1"))
    wire.leave()


async def kept(request: Request, wire: Wire, case: Case) -> None:
    """`raw`, and the connection is kept as if nothing were wrong."""
    await wire.send(case["raw"].encode("latin-1"))


async def leaves_early(request: Request, wire: Wire, case: Case) -> None:
    """Promises to keep the connection, and closes it."""
    await wire.reply(request, 200, page("Практика"), ("Connection: keep-alive", "Keep-Alive: timeout=60"))
    wire.leave()


async def wants_get(request: Request, wire: Wire, case: Case) -> None:
    """200 to HEAD, `status` to GET."""
    await wire.reply(request, 200 if request.method == "HEAD" else case["status"], page("Задание"))


async def cookies(request: Request, wire: Wire, case: Case) -> None:
    """`count` cookies of a hundred bytes each."""
    flood = tuple(f"Set-Cookie: c{number}={'x' * 80}; Path=/" for number in range(case["count"]))
    await wire.reply(request, 200, page("Куки"), flood)


async def no_traces(request: Request, wire: Wire, case: Case) -> None:
    """200 to a stranger, 418 to whoever brings a cookie, a password or a referrer."""
    traces = {"cookie", "authorization", "referer"} & request.headers.keys()
    await wire.reply(request, 418 if traces else 200, page("Чистый лист"))


async def honest_agent(request: Request, wire: Wire, case: Case) -> None:
    """200 only to who says that it is repotool."""
    agent = request.headers.get("user-agent", "").lower()
    await wire.reply(request, 200 if "repotool" in agent else 404, page("Кто вы?"))


async def path_as_utf8(request: Request, wire: Wire, case: Case) -> None:
    """200 only where the path came percent-encoded, in UTF-8 and once."""
    await wire.reply(request, 200 if request.target == case["target"] else 404, page("Курс"))
