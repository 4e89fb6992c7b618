"""What a behaviour is handed: the request that came, and the connection to answer (or ill-treat) it on."""

from __future__ import annotations

import asyncio
import socket
import struct
from dataclasses import dataclass, field
from http import HTTPStatus

LIMIT = 64 * 1024
CHUNK = 64 * 1024


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    """By lower-case name; of two with one name the last."""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection; None at its end, or where it is no request."""
    try:
        first_byte = await reader.readexactly(1)
        if not first_byte.isalpha():
            return None  # a TLS greeting, say
        head = first_byte + await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3:
        return None
    pairs = (line.partition(":") for line in lines if line)
    return Request(words[0], words[1], {name.strip().lower(): value.strip() for name, _, value in pairs})


@dataclass
class Wire:
    """One connection. After `leave()`, `reset()` or `hang()` no further request is read from it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    open: bool = field(default=True)
    asked: int = 0
    """Requests that came over it."""

    async def send(self, raw: bytes) -> None:
        self.writer.write(raw)
        await self.writer.drain()

    async def reply(
        self,
        request: Request,
        status: int = 200,
        body: bytes = b"",
        headers: tuple[str, ...] = (),
        reason: str | None = None,
    ) -> None:
        """A well-formed reply, which a connection survives."""
        length = [] if status in (204, 304) else [f"Content-Length: {len(body)}"]
        head = "\r\n".join([f"HTTP/1.1 {status} {phrase(status, reason)}", *headers, *length, "", ""])
        await self.send(head.encode("latin-1") + (b"" if request.method == "HEAD" else body))

    async def flood(self, chunk: bytes, count: int) -> None:
        """`chunk` again and again, until the other side has had enough."""
        for _ in range(count):
            await self.send(chunk)
        self.leave()

    async def drip(self, raw: bytes, pause: float) -> None:
        """Each byte on its own, `pause` seconds apart, until the other side leaves."""
        for at in range(len(raw)):
            if await self.gone(pause):
                break
            await self.send(raw[at : at + 1])
        self.leave()

    async def gone(self, seconds: float) -> bool:
        """Waits, and tells whether the other side has left meanwhile."""
        try:
            return not await asyncio.wait_for(self.reader.read(1), seconds)
        except TimeoutError:
            return False

    async def hang(self) -> None:
        """Says nothing for as long as anybody listens."""
        while not await self.gone(60):
            pass
        self.leave()

    def leave(self) -> None:
        """Closes after what was sent."""
        self.open = False

    def reset(self) -> None:
        """Cuts the connection with an RST, whatever was sent."""
        sock: socket.socket = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.open = False


def phrase(status: int, reason: str | None = None) -> str:
    if reason is not None:
        return reason
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Unheard Of"
