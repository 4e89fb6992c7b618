"""One request, and its answer or the reason why there is none, within a time that nothing can stretch."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping

import httpx
from msgspec import Struct

from repotool.version import __version__
from repotool.web.addresses import Address
from repotool.web.cookies import Cookies
from repotool.web.failures import TIMEOUT, Failed, failure_of
from repotool.web.pages import Page, read_page
from repotool.web.settings import Settings

USER_AGENT = f"repotool/{__version__} (looks whether the links of a course still work)"
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "text/html, */*;q=0.8", "Accept-Encoding": "gzip, deflate"}
_NO_BODY = httpx.ByteStream(b"")
"""Handed over ready-made: else httpx looks, for each request anew, which headers a body would need."""

# What httpx's own transports raise, and what it means; the first that fits.
_OF_HTTPX: tuple[tuple[type[Exception], str, bool], ...] = (
    (httpx.ConnectTimeout, TIMEOUT, True),
    (httpx.TimeoutException, TIMEOUT, False),
    (httpx.ProxyError, "proxy", True),
    (httpx.ConnectError, "proxy", True),
    (httpx.NetworkError, "reset", False),
    (httpx.RemoteProtocolError, "reset", False),
)


class Answer(Struct, frozen=True):
    """What a server said to one request. `page` is there only where it was asked for and the status is 2xx."""

    address: Address
    status: int
    headers: httpx.Headers
    page: Page | None = None


class Budget:
    """The time that is `left` for one link, and the `patience` that one GET of it may take."""

    def __init__(self, seconds: float, patience: float) -> None:
        self.left = seconds
        self.patience = patience

    def spend(self, seconds: float) -> None:
        self.left = max(0.0, self.left - seconds)


class Asker:
    """Sends single requests; follows nothing, repeats nothing."""

    def __init__(self, transport: httpx.AsyncBaseTransport, settings: Settings) -> None:
        self._transport = transport
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._origins: dict[str, httpx.URL] = {}

    async def ask(
        self,
        address: Address,
        method: str,
        budget: Budget,
        extra: Mapping[str, str],
        cookies: Cookies | None,
        fresh: bool = False,
    ) -> Answer:
        """One request, with `fresh` over a connection of its own. Raises Failed; its time is taken from `budget`."""
        began = self._loop.time()
        allowed = self._settings.head_timeout if method == "HEAD" else budget.patience
        try:
            async with asyncio.timeout(min(allowed, budget.left)):
                return await self._ask(self._request(address, method, extra, cookies, fresh), address, cookies)
        except TimeoutError:
            raise Failed(TIMEOUT) from None
        finally:
            budget.spend(self._loop.time() - began)

    def _request(
        self, address: Address, method: str, extra: Mapping[str, str], cookies: Cookies | None, fresh: bool
    ) -> httpx.Request:
        """The headers are made anew for each hop: what one server is told is not for the next one.

        httpx parses the URL of each origin once; path and query, whose spelling is ours, go the way that it provides
        for them, which is three times as quick.
        """
        if address.origin not in self._origins:
            self._origins[address.origin] = httpx.URL(address.origin)
        headers = {"Host": address.netloc, **_HEADERS, **extra}
        told = {"target": address.target.encode("ascii"), "fresh": fresh}
        request = httpx.Request(
            method, self._origins[address.origin], headers=headers, stream=_NO_BODY, extensions=told
        )
        if cookies is not None and "cookie" not in request.headers:
            cookies.add_to(request, address)
        return request

    async def _ask(self, request: httpx.Request, address: Address, cookies: Cookies | None) -> Answer:
        try:
            response = await self._transport.handle_async_request(request)
        except httpx.HTTPError as error:
            raise _failed(error) from None
        except (OSError, UnicodeError) as error:
            raise failure_of(error) from None
        if cookies is not None and "set-cookie" in response.headers:
            cookies.take(response.headers, address)
        page = None
        if request.method == "GET" and 200 <= response.status_code < 300:
            page = await read_page(response, self._settings.body_timeout)
        else:
            await response.aclose()
        return Answer(address, response.status_code, response.headers, page)


def _failed(error: httpx.HTTPError) -> Failed:
    """What httpx says went wrong; of TLS it is the error behind that tells."""
    behind: BaseException | None = error
    while behind is not None:
        if isinstance(behind, ssl.SSLError):
            return failure_of(behind)
        behind = behind.__cause__ or behind.__context__
    for kind, reason, connecting in _OF_HTTPX:
        if isinstance(error, kind):
            return Failed(reason, connecting=connecting)
    return Failed("protocol")
