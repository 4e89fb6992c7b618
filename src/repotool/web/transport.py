"""An httpx transport of our own: requests go to addresses that were vetted, over connections that are kept.

httpx's pool looks through all connections at every request and lets the system resolve names behind our back. This one
keeps a list for each origin, asks each name once, and connects to the very address it has vetted. Caps: 64 KB of
headers; of a body nothing is read that nobody asks for.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from functools import partial

import httpx

from repotool.web.addresses import Address
from repotool.web.bodies import Body, has_body
from repotool.web.dns import Resolver
from repotool.web.failures import RESET, Failed, failure_of
from repotool.web.heads import SWITCHING, read_head
from repotool.web.overrides import Endpoint
from repotool.web.racing import first_of, in_turn
from repotool.web.vetting import Vetting
from repotool.web.wire import Wire

MAX_IDLE = 256
"""Connections that are kept in the hope of another request."""
IDLE_TOO_LONG = 408
"""Request Timeout: on a connection that was kept it is no answer to what is asked now, but to the silence before."""
CONNECT_SECONDS = 5.0
"""For one address of a host, where there are several."""

Origin = tuple[bytes, bytes, int]
"""Scheme, host and port."""

_NOTHING = httpx.ByteStream(b"")


class VettedTransport(httpx.AsyncBaseTransport):
    """Connects only where `vetting` allows, and speaks HTTP/1.1."""

    def __init__(self, resolver: Resolver, vetting: Vetting, tls: Callable[[], ssl.SSLContext]) -> None:
        self._resolver = resolver
        self._vetting = vetting
        self._tls = tls
        self._idle: dict[Origin, list[Wire]] = {}
        self._idle_count = 0
        self._open: set[Wire] = set()
        self._reached: dict[Origin, Endpoint] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Sends a request without a body. Raises Failed.

        The extension "target" is what it asks for, "fresh" that no other request went over its connection.
        """
        url = request.url
        origin = (url.raw_scheme, url.raw_host, url.port or (443 if url.raw_scheme == b"https" else 80))
        message = _message(request)
        wire = None if request.extensions.get("fresh") else self._take(origin)
        if wire is not None:
            try:
                response = await self._exchange(wire, origin, request.method, message)
                if response.status_code != IDLE_TOO_LONG:
                    return response
                await response.aclose()
            except Failed:
                pass  # the server may have closed it, or sent what nobody asked for: a fresh connection tells
        wire = await self._connect(origin)
        return await self._exchange(wire, origin, request.method, message)

    async def _exchange(self, wire: Wire, origin: Origin, method: str, message: bytes) -> httpx.Response:
        try:
            wire.send(message)
            head = await read_head(wire)
        except BaseException:
            self._drop(wire)
            raise

        def done(reusable: bool) -> None:
            if reusable and wire.is_quiet and head.status != SWITCHING:
                self._keep(wire, origin)
            else:
                self._drop(wire)

        if has_body(method, head.status):
            return httpx.Response(head.status, headers=head.headers, stream=Body(wire, head, done))
        done(head.keeps_alive)
        return httpx.Response(head.status, headers=head.headers, stream=_NOTHING)

    async def _connect(self, origin: Origin) -> Wire:
        scheme, raw_host, port = origin
        host = raw_host.decode("ascii").strip("[]")
        endpoints = [e for e in await self._resolver.endpoints(host, port) if self._vetting.allows(e[0])]
        if not endpoints:
            raise Failed("private-address", connecting=True)
        context = self._tls() if scheme == b"https" else None
        if len(endpoints) == 1:
            return await self._reach(endpoints[0], host, context, None)
        *others, last = in_turn(endpoints, self._reached.get(origin))
        limits = [(endpoint, CONNECT_SECONDS) for endpoint in others] + [(last, None)]
        attempts = [partial(self._reach_one, origin, endpoint, host, context, limit) for endpoint, limit in limits]
        return await first_of(attempts, self._drop)

    async def _reach_one(
        self, origin: Origin, endpoint: Endpoint, host: str, context: ssl.SSLContext | None, limit: float | None
    ) -> Wire:
        wire = await self._reach(endpoint, host, context, limit)
        self._reached[origin] = endpoint
        return wire

    async def _reach(self, endpoint: Endpoint, host: str, context: ssl.SSLContext | None, limit: float | None) -> Wire:
        try:
            return await self._dial(endpoint, host, context, limit)
        except (OSError, Failed, ssl.CertificateError) as error:
            failure = failure_of(error, connecting=True)
        if context is not None and failure.reason == RESET:
            raise Failed("tls", connecting=True)  # TCP was there, and the handshake was cut
        raise failure

    async def _dial(self, endpoint: Endpoint, host: str, context: ssl.SSLContext | None, limit: float | None) -> Wire:
        loop = asyncio.get_running_loop()
        made: list[Wire] = []

        def wire() -> Wire:
            made.append(Wire(loop))
            return made[-1]

        name = host if context is not None else None
        try:
            async with asyncio.timeout(limit):
                await loop.create_connection(wire, *endpoint, ssl=context, server_hostname=name)
        except BaseException:
            for unfinished in made:
                unfinished.close()
            raise
        self._open.add(made[-1])
        return made[-1]

    def _take(self, origin: Origin) -> Wire | None:
        kept = self._idle.get(origin)
        while kept:
            wire = kept.pop()
            self._idle_count -= 1
            if wire.is_quiet:
                wire.resting = False
                return wire
            self._drop(wire)
        return None

    def _keep(self, wire: Wire, origin: Origin) -> None:
        if self._idle_count >= MAX_IDLE:
            self._forget_oldest()
        wire.resting = True
        self._idle.setdefault(origin, []).append(wire)
        self._idle_count += 1

    def release(self, address: Address) -> None:
        """No further link asks the origin of `address`: its connections need not be kept."""
        self._forget((address.scheme.encode(), address.host.encode(), address.port))

    def _forget_oldest(self) -> None:
        for origin in list(self._idle):
            if self._forget(origin):
                return

    def _forget(self, origin: Origin) -> int:
        kept = self._idle.pop(origin, [])
        self._idle_count -= len(kept)
        for wire in kept:
            self._drop(wire)
        return len(kept)

    def _drop(self, wire: Wire) -> None:
        self._open.discard(wire)
        wire.close()

    async def aclose(self) -> None:
        for wire in self._open:
            wire.close()
        self._open.clear()
        self._idle.clear()


def _message(request: httpx.Request) -> bytes:
    target = request.extensions.get("target", request.url.raw_path)
    lines = [b"%b %b HTTP/1.1" % (request.method.encode("ascii"), target)]
    lines += [b"%b: %b" % header for header in request.headers.raw]
    message = b"\r\n".join(lines)
    if message.count(b"\n") != len(lines) - 1 or message.count(b"\r") != len(lines) - 1:
        raise Failed("protocol")  # a line break within one of them would be a header of somebody else's
    return message + b"\r\n\r\n"
