"""The head of a response: status line and headers, read as leniently as browsers do, and never without a bound."""

from __future__ import annotations

from msgspec import Struct

from repotool.model.regex import regex
from repotool.web.failures import RESET, Failed
from repotool.web.wire import Wire

MAX_HEAD = 64 * 1024
"""Bytes of all heads of one response, interim ones (103 Early Hints) included."""
SWITCHING = 101

_END = regex(rb"\r?\n\r?\n")
_STATUS = regex(rb"HTTP/(\d)(?:\.(\d))?[ \t]+(\d{3})(?!\S)")
_NAME = regex(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")


class Head(Struct, frozen=True):
    """A response's status and headers. The reason phrase is dropped: nobody needs it, and it is a stranger's text."""

    status: int
    headers: list[tuple[bytes, bytes]]
    http10: bool

    def get(self, name: bytes) -> bytes | None:
        """The last value of a header; `name` in lower case."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)

    def all(self, name: bytes) -> list[bytes]:
        """The values of a header, split at commas, in lower case."""
        told = b",".join(value for key, value in self.headers if key.lower() == name)
        return [part.strip().lower() for part in told.split(b",") if part.strip()]

    @property
    def keeps_alive(self) -> bool:
        tokens = self.all(b"connection")
        return b"keep-alive" in tokens if self.http10 else b"close" not in tokens


async def read_head(wire: Wire) -> Head:
    """The final head of a response; what follows it stays in the wire's buffer.

    Raises Failed: reset (the connection ended before), protocol (no HTTP), header-too-large.
    """
    budget = MAX_HEAD
    while True:
        block = await _block(wire, budget)
        budget -= len(block)
        head = _parse(block)
        if head.status >= 200 or head.status == SWITCHING:
            return head


async def _block(wire: Wire, most: int) -> bytes:
    seen = 0
    while True:
        buffer = wire.buffer
        while not seen and buffer.startswith(b"\r\n"):
            del buffer[:2]  # an empty line before the status line is to be ignored
            most -= 2
        end = _END.search(buffer, max(0, seen - 3)) if buffer else None
        if (end.end() if end else len(buffer)) > most:
            raise Failed("header-too-large")
        if end is not None:
            block = bytes(buffer[: end.start()])
            del buffer[: end.end()]
            return block
        seen = len(buffer)
        if buffer and not buffer.startswith(b"HTTP/") and not b"HTTP/".startswith(buffer):
            raise Failed("protocol")
        if not await wire.more():
            raise Failed(RESET)


def _parse(block: bytes) -> Head:
    status = _STATUS.match(block)
    if status is None:
        raise Failed("protocol")
    headers: list[tuple[bytes, bytes]] = []
    for line in block.split(b"\n")[1:]:
        line = line.removesuffix(b"\r")
        name, colon, value = line.partition(b":")
        if line[:1] in (b" ", b"\t") and headers:
            key, before = headers[-1]
            headers[-1] = (key, before + b" " + line.strip(b" \t"))
        elif colon and _NAME.fullmatch(name):
            headers.append((name, value.strip(b" \t")))
    return Head(int(status[3]), headers, http10=(int(status[1]), int(status[2] or b"0")) <= (1, 0))
