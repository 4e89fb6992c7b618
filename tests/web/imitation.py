"""Other people's sites, as far as a test needs them: any host, with the answers it is told to give."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import trustme

from tests.web.asking import Asked, Begun, Internet, begun
from tests.web.faults.certificates import context
from tests.web.faults.pages import page
from tests.web.faults.wire import Request, Wire
from tests.web.serving import Serving

QUICK = ("--output-format", "json-lines", "--host-interval", "0", "--retry-wait", "0")


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = field(default_factory=lambda: page("Страница"))
    headers: tuple[str, ...] = ()
    hangs: bool = False


class Imitation(Serving):
    """Plays all the hosts that `settle` names, over HTTP and HTTPS, at public addresses of the pretended internet.

    `replies` says what (host, target) answers, as a sequence whose last one stays; whatever else is asked is answered
    `otherwise`. `asked` are (host, method, target), `heads` the requests by host.
    """

    def __init__(self) -> None:
        super().__init__()
        self.authority = trustme.CA()
        self.internet = Internet(canary=0)
        self.replies: dict[tuple[str, str], list[Reply]] = {}
        self.otherwise = Reply()
        self.asked: list[tuple[str, str, str]] = []
        self.heads: defaultdict[str, list[Request]] = defaultdict(list)
        self.plain_port = 0

    def __enter__(self) -> Self:
        super().__enter__()
        self.plain_port = self.serve(self.answer)
        self.internet.canary = self.listen(_hang_up)
        return self

    def settle(self, *hosts: str, address: str = "") -> None:
        """Gives each host a public address (or `address`), and a certificate."""
        for host in hosts:
            place = address or f"5.5.{len(self.internet.names) // 250}.{len(self.internet.names) % 250 + 1}"
            self.internet.host(host, place, {80: self.plain_port, 443: self.serve(self.answer, self._secure(host))})

    def _secure(self, host: str) -> ssl.SSLContext:
        return context(self.authority.issue_cert(host))

    def says(self, host: str, target: str, *replies: Reply) -> None:
        self.replies[host, target] = list(replies)

    def says_status(self, host: str, target: str, *statuses: int) -> None:
        self.says(host, target, *(Reply(status) for status in statuses))

    @property
    def targets(self) -> Counter[str]:
        """How often each URL was asked, without scheme."""
        return Counter(host + target for host, _, target in self.asked)

    def forget(self) -> None:
        self.asked.clear()
        self.heads.clear()

    async def answer(self, request: Request, wire: Wire) -> None:
        host = request.headers.get("host", "").partition(":")[0]
        self.asked.append((host, request.method, request.target))
        self.heads[host].append(request)
        planned = self.replies.get((host, request.target), [self.otherwise])
        reply = planned.pop(0) if len(planned) > 1 else planned[0]
        if reply.hangs:
            await wire.hang()
        else:
            await wire.reply(request, reply.status, reply.body, reply.headers)

    def run(self, *words: str, cwd: Path, clock: float = 0, **env: str) -> Asked:
        """`repotool words…`, trusting the imitation's certificates."""
        with self.begun(*words, cwd=cwd, clock=clock, **env) as process:
            return process.ended()

    def begun(self, *words: str, cwd: Path, clock: float = 0, **env: str) -> AbstractContextManager[Begun]:
        """The same, begun."""
        pem = cwd / ".authority.pem"
        self.authority.cert_pem.write_to_path(os.fspath(pem))
        return begun(*words, "--ca-file", os.fspath(pem), cwd=cwd, internet=self.internet, clock=clock, **env)

    def links(self, *words: str, cwd: Path, clock: float = 0, **env: str) -> Asked:
        """`repotool links words…` in JSON lines, without waits between requests to one host."""
        return self.run("links", *words, *QUICK, cwd=cwd, clock=clock, **env)


async def _hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


def readme(folder: Path, urls: Sequence[str], name: str = "README.md") -> Path:
    """A document with each URL in a line of its own."""
    lines = [f"- [материал {number}](<{url}>)" for number, url in enumerate(urls, start=1)]
    path = folder / name
    path.write_text("# Курс\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def verdicts(asked: Asked) -> dict[str, str]:
    return {url: record["verdict"] for url, record in asked.records.items()}


def reply_of(table: dict[str, Any]) -> Reply:
    """A reply as a table of cases writes it: `status`, `body`, `headers`."""
    body = table["body"].encode() if "body" in table else page("Страница")
    return Reply(table.get("status", 200), body, tuple(table.get("headers", ())))
