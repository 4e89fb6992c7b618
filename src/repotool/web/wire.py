"""One connection: the bytes that have come and were not read yet, never more than a bounded number of them."""

from __future__ import annotations

import asyncio
from typing import cast

from repotool.web.failures import RESET, Failed, failure_of

HELD = 64 * 1024
"""Bytes that may wait to be read; then the peer is kept waiting."""


class Wire(asyncio.Protocol):
    """The asyncio end of a connection. One reader at a time waits for `more`."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.buffer = bytearray()
        self.used = False
        """An exchange went over it before."""
        self.resting = False
        """Nobody has asked anything: what comes all the same ends it, for nobody would read it."""
        self._loop = loop
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._error: Exception | None = None
        self._ended = False
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self.resting:
            self.close()
            return
        self.buffer += data
        if len(self.buffer) > HELD and not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True
        self._wake()

    def eof_received(self) -> bool:
        self._ended = True
        self._wake()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = self._error or exc
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing has come that nobody asked for, and the peer is still there."""
        return not self._ended and not self.buffer

    def send(self, data: bytes) -> None:
        if self._ended or self._transport is None:
            raise Failed(RESET)
        self.used = True
        self._transport.write(data)

    async def more(self) -> bool:
        """Waits for more bytes in `buffer`; False where the peer has ended. Raises Failed where it was cut."""
        if self._paused and self._transport is not None and len(self.buffer) <= HELD // 2:
            self._transport.resume_reading()
            self._paused = False
        if not self._ended:
            before = len(self.buffer)
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
            if len(self.buffer) > before:
                return True
        if self._error is not None:
            raise failure_of(self._error)
        return False

    def close(self) -> None:
        """At once: what is not read yet is of no interest, and a peer that does not listen must not hold us."""
        self._ended = True
        if self._transport is not None:
            self._transport.abort()
