"""Proxies, as the environment names them: there httpx's own transport goes out, and the proxy finds the hosts."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from urllib.request import getproxies_environment, proxy_bypass

import httpx

from repotool.model import Refused
from repotool.web.failures import Failed
from repotool.web.vetting import Vetting, is_ip

_LOCAL = ("localhost", ".localhost", ".local", ".internal")


def proxies() -> dict[str, str]:
    """By scheme: the proxy that HTTP_PROXY, HTTPS_PROXY and ALL_PROXY name. Raises Refused for what is none."""
    named = {scheme: url.strip() for scheme, url in getproxies_environment().items()}
    chosen = {scheme: scheme if named.get(scheme) else "all" for scheme in ("http", "https")}
    return {scheme: _proxy(name, named[name]) for scheme, name in chosen.items() if named.get(name)}


def _proxy(name: str, told: str) -> str:
    """Its address, as curl takes it: `host:port` is one, too. It may hold a password, and is not told."""
    try:
        url = httpx.URL(told if "://" in told else f"http://{told}")
        usable = url.scheme in ("http", "https") and url.host and (url.port is None or 0 < url.port < 65536)
    except httpx.InvalidURL:
        usable = False
    if not usable:
        raise Refused(f"{name.upper()}_PROXY: is no proxy that can be used; write it as http://host:port")
    return str(url)


class ProxyTransport(httpx.AsyncBaseTransport):
    """Sends what NO_PROXY does not except through a proxy, and the rest, directly.

    A name is found by the proxy, so it cannot be vetted here; addresses and names of this machine are refused as ever.
    """

    def __init__(
        self,
        direct: httpx.AsyncBaseTransport,
        vetting: Vetting,
        tls: Callable[[], ssl.SSLContext],
        named: dict[str, str],
    ) -> None:
        self._direct = direct
        self._vetting = vetting
        self._tls = tls
        self._named = named
        self._made: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """As VettedTransport; raises httpx's errors besides."""
        host, scheme = request.url.host, request.url.scheme
        proxy = self._named.get(scheme)
        opened = is_ip(host) and self._vetting.opens(host)
        if proxy is None or opened or proxy_bypass(host):
            return await self._direct.handle_async_request(request)
        if (is_ip(host) and not self._vetting.allows(host)) or host.endswith(_LOCAL):
            raise Failed("private-address", connecting=True)
        return await self._through(proxy).handle_async_request(_whole(request))

    def _through(self, proxy: str) -> httpx.AsyncHTTPTransport:
        if proxy not in self._made:
            limits = httpx.Limits(max_connections=None, max_keepalive_connections=64)
            self._made[proxy] = httpx.AsyncHTTPTransport(
                verify=self._tls(), proxy=httpx.Proxy(proxy), limits=limits, trust_env=False
            )
        return self._made[proxy]

    async def aclose(self) -> None:
        for transport in self._made.values():
            await transport.aclose()
        await self._direct.aclose()


def _whole(request: httpx.Request) -> httpx.Request:
    """The request with its target as part of the URL: a proxy wants to be told the whole address."""
    url = request.url.copy_with(raw_path=request.extensions["target"])
    return httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
