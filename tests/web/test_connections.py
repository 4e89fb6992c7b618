"""Connections that are kept: to many hosts they cost little, and whoever talks on them unasked is hung up on."""

from __future__ import annotations

import asyncio
from pathlib import Path

import trustme

from tests.web.asking import Internet, records
from tests.web.faults.certificates import context
from tests.web.faults.wire import Request, Wire
from tests.web.imitation import readme, verdicts
from tests.web.serving import Serving

HOSTS = [f"host-{number}.test" for number in range(150)]
MOST_MB = 64


async def talks_on(request: Request, wire: Wire) -> None:
    await wire.reply(request, 200, headers=("Connection: keep-alive",))
    await wire.flood(b"x" * 64 * 1024, 64)


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


def test_many_hosts_that_talk_on_cost_little(tmp_path: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with Serving() as server:
        port = server.serve(talks_on, context(authority.issue_cert(*HOSTS)))
        internet = Internet(server.listen(_hang_up))
        for number, host in enumerate(HOSTS, start=1):
            internet.host(host, f"5.5.5.{number}", {443: port})
        urls = [f"https://{host}/{page}" for page in ("one", "two") for host in HOSTS]
        readme(tmp_path, urls)
        run = records("--no-cache", "--ca-file", "ca.pem", cwd=tmp_path, internet=internet)
    assert verdicts(run) == dict.fromkeys(urls, "ok")
    assert run.peak_mb <= MOST_MB
