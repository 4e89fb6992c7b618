"""The body of a response, as its head frames it: by length, in chunks, or until the connection ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import httpx

from repotool.model.regex import regex
from repotool.web.failures import RESET, Failed
from repotool.web.heads import Head
from repotool.web.wire import Wire

PIECE = 16 * 1024
MAX_LINE = 4096
"""Bytes of the line before a chunk, and of the trailers behind the last one."""

_SIZE = regex(rb"[0-9A-Fa-f]{1,15}")


class Body(httpx.AsyncByteStream):
    """A body that is read as far as somebody wants it.

    `done` is called once with whether the connection may serve another request: the whole message has been read.
    """

    def __init__(self, wire: Wire, head: Head, done: Callable[[bool], None]) -> None:
        self._wire = wire
        self._head = head
        self._done: Callable[[bool], None] | None = done

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if b"chunked" in self._head.all(b"transfer-encoding"):
            pieces, framed = self._chunks(), True
        else:
            length = _length(self._head)
            framed = length is not None
            pieces = self._counted(length) if length is not None else self._rest()
        async for piece in pieces:
            yield piece
        self._finish(framed and self._head.keeps_alive)

    async def aclose(self) -> None:
        self._finish(False)

    def _finish(self, reusable: bool) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(reusable)

    async def _counted(self, length: int) -> AsyncIterator[bytes]:
        while length:
            piece = await self._piece(length)
            length -= len(piece)
            yield piece

    async def _rest(self) -> AsyncIterator[bytes]:
        while self._wire.buffer or await self._wire.more():
            yield await self._piece(PIECE)

    async def _chunks(self) -> AsyncIterator[bytes]:
        while True:
            size = _SIZE.match(await self._line())
            if size is None:
                raise Failed("protocol")
            length = int(size[0], 16)
            if length == 0:
                break
            async for piece in self._counted(length):
                yield piece
            await self._line()
        while await self._line():
            pass  # trailers

    async def _piece(self, most: int) -> bytes:
        if not self._wire.buffer and not await self._wire.more():
            raise Failed(RESET)
        piece = bytes(self._wire.buffer[: min(most, PIECE)])
        del self._wire.buffer[: len(piece)]
        return piece

    async def _line(self) -> bytes:
        buffer = self._wire.buffer
        while (end := buffer.find(b"\n")) < 0:
            if len(buffer) > MAX_LINE:
                raise Failed("protocol")
            if not await self._wire.more():
                raise Failed(RESET)
        line = bytes(buffer[:end]).strip()
        del buffer[: end + 1]
        return line


def _length(head: Head) -> int | None:
    """The length the head tells; None where it tells none, or several."""
    told = set(head.all(b"content-length"))
    if len(told) != 1:
        return None
    text = told.pop()
    return int(text) if text.isdigit() and len(text) < 16 else None


def has_body(method: str, status: int) -> bool:
    return method != "HEAD" and status >= 200 and status not in (204, 304)
