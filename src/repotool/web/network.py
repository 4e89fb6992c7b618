"""All jobs of a run, asked over the network within its limits."""

from __future__ import annotations

import asyncio
import os
import signal
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

Told = Callable[[Job, Outcome], None]
"""Called with each outcome as it comes."""
Beat = Callable[[int], None]
"""Called again and again, while answers are waited for as well, with the number of hosts that still wait."""
BEAT_S = 0.2


async def ask_all(jobs: Iterable[Job], settings: Settings, told: Told, beat: Beat | None = None) -> None:
    """Asks every job; each outcome is told once, in the order in which they come.

    Where the process is asked to end, by Ctrl-C or SIGTERM, CancelledError is raised: what is known can still be kept.
    """
    _end_on_signals()
    resolver = Resolver(settings.overrides)
    direct = VettedTransport(resolver, Vetting(settings.allow_private), lambda: tls_context(settings.ca_file))
    transport = _transport(settings, direct)
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
        if turns.is_done(job.address.host_key):
            direct.release(job.address)
        told(job, outcome)

    turns: Turns[Job] = Turns(settings.concurrency, lambda key: pace_of(key.rpartition(":")[0], usual), work)
    beating = asyncio.create_task(_beats(beat, turns)) if beat is not None else None
    try:
        await turns.run((job.address.host_key, job) for job in jobs)
    finally:
        if beating is not None:
            beating.cancel()
        resolver.close()
        await transport.aclose()


async def _beats(beat: Beat, turns: Turns[Job]) -> None:
    while True:
        beat(turns.hosts_waiting())
        await asyncio.sleep(BEAT_S)


def _end_on_signals() -> None:
    """CI ends what takes too long by SIGTERM. Not every system and thread can be told so.

    Of asyncio's own way to end on SIGINT a second one would break through whatever runs just then.
    """
    task = asyncio.current_task()
    assert task is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _transport(settings: Settings, direct: VettedTransport) -> httpx.AsyncBaseTransport:
    """`direct`, or a transport that sends through the proxies of the environment what they are for."""
    if settings.ca_file is not None:
        tls_context(settings.ca_file)  # what is wrong with it is told before anything is asked
    named = proxies()
    vetting = Vetting(settings.allow_private)
    return ProxyTransport(direct, vetting, lambda: tls_context(settings.ca_file), named) if named else direct
