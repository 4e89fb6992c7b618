"""A web that answers everything after a fixed time, quicker than any client asks: the other side of bench_web.py."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from typing import Self

_END = b"\r\n\r\n"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n"
_GET = _HEAD + b"ok"
_ROBOTS = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


class _Visit(asyncio.Protocol):
    """Answers each request `latency` seconds after it has come."""

    def __init__(self, latency: float, count: Synchronized[int]) -> None:
        self._latency = latency
        self._count = count
        self._transport: asyncio.Transport | None = None
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while _END in self._buffer:
            request, _, self._buffer = self._buffer.partition(_END)
            self._answer(request)

    def _answer(self, request: bytes) -> None:
        self._count.value += 1  # each process has a counter of its own
        reply = _HEAD if request.startswith(b"HEAD") else _GET
        reply = _ROBOTS if b"/robots.txt" in request else reply
        asyncio.get_running_loop().call_later(self._latency, self._send, reply)

    def _send(self, reply: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(reply)


async def _serve(hosts: Sequence[str], latency: float, count: Synchronized[int], ports: list[int]) -> None:
    loop = asyncio.get_running_loop()
    for host in hosts:
        server = await loop.create_server(lambda: _Visit(latency, count), host, 0, backlog=1024)
        ports.append(server.sockets[0].getsockname()[1])


def _process(hosts: Sequence[str], latency: float, count: Synchronized[int], told: Connection) -> None:
    loop = asyncio.new_event_loop()
    ports: list[int] = []
    loop.run_until_complete(_serve(hosts, latency, count, ports))
    told.send(ports)
    loop.run_forever()


@dataclass
class Web:
    """`hosts` on loopback, shared out among `processes`; a context manager. `origins` are known inside it."""

    hosts: Sequence[str]
    latency: float
    processes: int = 2

    def __enter__(self) -> Self:
        self.origins: list[str] = []
        self._counts: list[Synchronized[int]] = []
        self._children: list[multiprocessing.Process] = []
        for number in range(self.processes):
            self._start(self.hosts[number :: self.processes])
        return self

    def _start(self, hosts: Sequence[str]) -> None:
        ours, theirs = multiprocessing.Pipe()
        count: Synchronized[int] = multiprocessing.Value("l", 0)
        child = multiprocessing.Process(target=_process, args=(hosts, self.latency, count, theirs), daemon=True)
        child.start()
        self.origins += [f"http://{host}:{port}" for host, port in zip(hosts, ours.recv(), strict=True)]
        self._counts.append(count)
        self._children.append(child)

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.terminate()
            child.join()

    @property
    def requests(self) -> int:
        """How many requests have come so far."""
        return sum(count.value for count in self._counts)
