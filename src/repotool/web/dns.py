"""Names -> IP addresses: asked once a run, at most 64 at a time, each in a thread of its own.

The threads are daemons: a name server that never answers must not keep the process alive.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress

from repotool.web.failures import Failed
from repotool.web.overrides import Endpoint, Override
from repotool.web.vetting import is_ip

THREADS = 64


class Resolver:
    """Finds where a host is. Each name is looked up once; a failure, too, is remembered."""

    def __init__(self, overrides: tuple[Override, ...] = ()) -> None:
        self._overrides: Mapping[tuple[str, int], Endpoint] = {(o.host, o.port): o.endpoint for o in overrides}
        self._lookups: dict[str, asyncio.Task[list[str]]] = {}
        self._threads = asyncio.Semaphore(THREADS)

    async def endpoints(self, host: str, port: int) -> list[Endpoint]:
        """Where to connect to, the best first. Raises Failed("dns")."""
        override = self._overrides.get((host, port)) or self._overrides.get(("*", port))
        if override is not None:
            return [override]
        if is_ip(host):
            return [(host, port)]
        if host not in self._lookups:
            self._lookups[host] = asyncio.get_running_loop().create_task(self._lookup(host))
            self._lookups[host].add_done_callback(lambda task: task.cancelled() or task.exception())
        # One impatient request must not take the answer away from the others.
        found = await asyncio.shield(self._lookups[host])
        return [(address, port) for address in found]

    async def _lookup(self, host: str) -> list[str]:
        async with self._threads:
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[list[str]] = loop.create_future()
            threading.Thread(target=_look_up, args=(host, loop, answer), daemon=True).start()
            return await answer

    def close(self) -> None:
        for lookup in self._lookups.values():
            lookup.cancel()


def _look_up(host: str, loop: asyncio.AbstractEventLoop, answer: asyncio.Future[list[str]]) -> None:
    found: list[str] | Failed
    try:
        infos = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(info[4][0]).partition("%")[0] for info in infos))
    except socket.gaierror as error:
        found = Failed("dns", connecting=True, temporary=error.errno == socket.EAI_AGAIN)
    except (OSError, UnicodeError):
        found = Failed("dns", connecting=True)
    with suppress(RuntimeError):  # the run may be over
        loop.call_soon_threadsafe(_tell, answer, found)


def _tell(answer: asyncio.Future[list[str]], found: list[str] | Failed) -> None:
    if answer.done():
        return
    if isinstance(found, Failed):
        answer.set_exception(found)
    else:
        answer.set_result(found)
