"""The fault server: a real server on loopback, each of whose paths is a way in which other servers go wrong.

It answers on one plain port and one port for each way of TLS. Three more ports answer nothing: `refused` is bound and
does not listen, `mute` takes connections and says no word, `canary` counts whoever comes: nobody may.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Self

from tests.web.faults import healing, pages, plain, redirects, stalls
from tests.web.faults.certificates import Certificates
from tests.web.faults.wire import Request, Wire
from tests.web.serving import Serving, hanging_up

Case = dict[str, Any]
Behaviour = Callable[[Request, Wire, Case], Awaitable[None]]


def behaviour(name: str) -> Behaviour:
    """The behaviour that the table calls `name`, whichever module it is in."""
    for module in (plain, pages, stalls, healing, redirects):
        if hasattr(module, name):
            found: Behaviour = getattr(module, name)
            return found
    raise LookupError(f"the table names a behaviour that nobody wrote: {name}")


class FaultServer(Serving):
    """Serves `cases` by their path.

    `ports` are named http, tls, self_signed, untrusted, expired, wrong_host, refused, mute and canary. `requests`
    counts what was asked, by (method, path); `touched` counts connections to the canary.
    """

    def __init__(self, cases: Sequence[Case], certificates: Certificates) -> None:
        super().__init__()
        self.cases = {case["path"]: case for case in cases if "path" in case}
        self.behaviours = {path: behaviour(case["does"]) for path, case in self.cases.items()}
        self.certificates = certificates
        self.ports: dict[str, int] = {}
        self.requests: Counter[tuple[str, str]] = Counter()
        self.touched = 0
        self._refused = socket.socket()

    def __enter__(self) -> Self:
        super().__enter__()
        self._refused.bind(("127.0.0.1", 0))
        self.ports = {
            "http": self.serve(self._answer),
            **{name: self.serve(self._answer, context) for name, context in self.certificates.contexts.items()},
            "mute": self.listen(_say_nothing),
            "canary": self.listen(self._count),
            "refused": self._refused.getsockname()[1],
        }
        return self

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self._refused.close()

    async def _answer(self, request: Request, wire: Wire) -> None:
        self.requests[request.method, request.path] += 1
        if request.path in self.cases:
            await self.behaviours[request.path](request, wire, self.cases[request.path])
        elif request.path == "/":
            await wire.reply(request, 200, pages.page("Главная"))
        else:
            await wire.reply(request, 404, pages.page("Нет такой страницы"))

    async def _count(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.touched += 1
        writer.close()

    def asked(self, path: str) -> int:
        """How many requests came for a path."""
        return sum(count for (_, asked), count in self.requests.items() if asked == path)


async def _say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with hanging_up():
        await Wire(reader, writer).hang()
