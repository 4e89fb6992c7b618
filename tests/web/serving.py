"""Servers on loopback, in a thread of their own."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Self

from tests.web.faults.wire import LIMIT, Request, Wire, read_request

Answer = Callable[[Request, Wire], Awaitable[None]]
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Serving:
    """A context manager; `listen` and `serve` open ports while it runs."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        # Who hangs up in the middle is what these servers are for.
        self._loop.set_exception_handler(lambda *_: None)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    def listen(self, talk: Talk, context: ssl.SSLContext | None = None) -> int:
        """Opens a port on 127.0.0.1 and answers its number."""
        opening = asyncio.start_server(talk, "127.0.0.1", 0, ssl=context, limit=LIMIT, backlog=512)
        server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        port: int = server.sockets[0].getsockname()[1]
        return port

    def serve(self, answer: Answer, context: ssl.SSLContext | None = None) -> int:
        """A port that speaks HTTP/1.1: each request is handed to `answer`."""

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            wire = Wire(reader, writer)
            with hanging_up():
                while wire.open and (request := await read_request(reader)):
                    wire.asked += 1
                    await answer(request, wire)
            writer.close()

        return self.listen(talk, context)


@contextlib.contextmanager
def hanging_up() -> Iterator[None]:
    """Whoever leaves in the middle is no error of the server."""
    with contextlib.suppress(OSError, asyncio.CancelledError, ssl.SSLError):
        yield
