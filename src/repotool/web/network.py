"""All jobs of a run, asked over the network within its limits."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress

import httpx

from repotool.model import Refused
from repotool.web.asked import Job, Link, Outcome
from repotool.web.asking import Asker
from repotool.web.dns import Resolver
from repotool.web.proxies import ProxyTransport, proxies
from repotool.web.settings import Settings
from repotool.web.sites import pace_of
from repotool.web.tls import tls_context
from repotool.web.transport import VettedTransport
from repotool.web.turns import Delayed, Pace, Turn, Turns
from repotool.web.verdicts import Judged
from repotool.web.vetting import Vetting

Told = Callable[[Job, Outcome, Callable[[], int]], None]
"""Called with each outcome as it comes, and a way to count the hosts that still wait."""


async def ask_all(jobs: Iterable[Job], settings: Settings, told: Told) -> None:
    """Asks every job; each outcome is told once, in the order in which they come.

    Where the process is asked to end, CancelledError is raised as by Ctrl-C: what is known can still be kept.
    """
    _end_on_sigterm()
    resolver = Resolver(settings.overrides)
    transport = _transport(settings, resolver)
    asker = Asker(transport, settings)
    usual = Pace(settings.per_host, settings.host_interval)

    async def work(job: Job, turn: Turn[Job]) -> None:
        try:
            outcome = await Link(job, turn, asker, settings, settings.headers).outcome()
        except (Delayed, Refused):
            raise
        except Exception:  # a defect of ours must not take the verdicts on all other links away
            if os.environ.get("REPOTOOL_DEBUG"):
                raise
            outcome = Outcome(Judged("unsure", "internal"))
        told(job, outcome, turns.hosts_waiting)

    turns: Turns[Job] = Turns(settings.concurrency, lambda key: pace_of(key.rpartition(":")[0], usual), work)
    try:
        await turns.run((job.address.host_key, job) for job in jobs)
    finally:
        resolver.close()
        await transport.aclose()


def _end_on_sigterm() -> None:
    """CI ends what takes too long by SIGTERM. Not every system and thread can be told so."""
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError, RuntimeError, ValueError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def _transport(settings: Settings, resolver: Resolver) -> httpx.AsyncBaseTransport:
    vetting = Vetting(settings.allow_private)

    def tls() -> ssl.SSLContext:
        return tls_context(settings.ca_file)

    direct = VettedTransport(resolver, vetting, tls)
    named = proxies()
    return ProxyTransport(direct, vetting, tls, named) if named else direct
