"""A chain of redirects, followed by hand: each hop is an address to vet, with headers and cookies of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

from msgspec import Struct

from repotool.web.addresses import Address, Malformed, parse
from repotool.web.asking import Answer, Asker, Budget
from repotool.web.cookies import Cookies
from repotool.web.failures import Failed

MAX_HOPS = 10
REDIRECTS = (301, 302, 303, 307, 308)
PERMANENT = (301, 308)
LOOP = "redirect-loop"
ENDLESS = "too-many-redirects"
MALFORMED = "bad-redirect"


Credentials = Mapping[str, Mapping[str, str]]
"""By exact origin: headers for it alone."""
Booked = Callable[[Address], Awaitable[object]]
"""Waits until an address may be asked."""


class Hop(Struct, frozen=True):
    """An address that answered with a redirect."""

    address: Address
    status: int


class Chain(Struct, frozen=True):
    """From the first address to the last. Either `answer` is what the last one said, or `failure` why it said nothing.

    `last` is the address that was asked last.
    """

    hops: tuple[Hop, ...]
    last: Address
    answer: Answer | None = None
    failure: Failed | None = None

    @property
    def status(self) -> int | None:
        if self.answer is not None:
            return self.answer.status
        return self.hops[-1].status if self.hops and self.failure and self.failure.reason in _OF_REDIRECTS else None

    @property
    def steps(self) -> list[tuple[Hop, Address]]:
        """Each redirect, and where it led."""
        ends = [*(hop.address for hop in self.hops), self.last][1:]
        return list(zip(self.hops, ends, strict=True))


_OF_REDIRECTS = (LOOP, ENDLESS, MALFORMED)


async def follow(
    asker: Asker,
    start: Address,
    method: str,
    budget: Budget,
    headers: Credentials,
    booked: Booked,
    fresh: bool = False,
) -> Chain:
    """The whole chain from `start`, with `fresh` each hop over a connection of its own; it never raises."""
    hops: list[Hop] = []
    seen = Counter({(start.url, ""): 1})
    rounds = 1 if method == "HEAD" else 2  # a GET decides: a server may have let us in by turning us round once
    cookies: Cookies | None = None
    address = start
    while True:
        await booked(address)
        extra = headers.get(address.origin, {})
        try:
            answer = await asker.ask(address, method, budget, extra, cookies, fresh)
        except Failed as failure:
            return Chain(tuple(hops), address, failure=failure)
        if answer.status not in REDIRECTS:
            return Chain(tuple(hops), address, answer)
        hops.append(Hop(address, answer.status))
        cookies = _kept(cookies, answer)
        try:
            address = _next(answer)
        except Malformed:
            return Chain(tuple(hops), answer.address, failure=Failed(MALFORMED))
        state = (address.url, cookies.state if cookies else "")
        seen[state] += 1
        if seen[state] > rounds:
            return Chain(tuple(hops), address, failure=Failed(LOOP))
        if len(hops) > MAX_HOPS:
            return Chain(tuple(hops), address, failure=Failed(ENDLESS))


def _next(answer: Answer) -> Address:
    """Where a redirect leads. Raises Malformed where it tells nothing, two things, or what must not be followed."""
    told = {value.strip() for name, value in answer.headers.raw if name.lower() == b"location"}
    if len(told) != 1:
        raise Malformed
    text = told.pop().decode("utf-8", "surrogateescape")  # no other header has a say in what its bytes mean
    if not text:
        raise Malformed
    return parse(text.partition("#")[0] or answer.address.url, answer.address)


def _kept(cookies: Cookies | None, answer: Answer) -> Cookies | None:
    """The chain's own cookies: made when the first is set, gone with the chain."""
    if cookies is not None or "set-cookie" not in answer.headers:
        return cookies
    jar = Cookies()
    jar.take(answer.headers, answer.address)
    return jar
