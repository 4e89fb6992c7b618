"""Whatever another server does: one verdict, the stated one, in bounded time and memory."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.web.asking import Asked, Internet, records
from tests.web.faults.certificates import certificates
from tests.web.faults.server import FaultServer
from tests.web.faults.table import cases

CASES = cases()
SUITE_SECONDS = 35
SUITE_MB = 64
MOST_REQUESTS = 22
"""For one link: a chain of eleven, by HEAD and by GET."""


def pretended(server: FaultServer) -> Internet:
    """The hosts of the table, each at an address of its own; "inside" is in a private network, and of the
    six addresses of "several" only the last one lives."""
    internet, ports = Internet(server.ports["canary"]), server.ports
    plain = ports["http"]
    internet.host("faults.test", "127.0.0.1", {80: plain, 443: ports["tls"], 8080: plain, 9999: ports["refused"]})
    internet.host("кафедра.test", "127.0.0.2", {80: plain})
    internet.host("stranger.test", "127.0.0.3", {443: ports["untrusted"]})
    internet.host("alone.test", "127.0.0.11", {443: ports["self_signed"]})
    internet.host("expired.test", "127.0.0.4", {443: ports["expired"]})
    internet.host("wrong.test", "127.0.0.5", {443: ports["wrong_host"]})
    internet.host("mute.test", "127.0.0.6", {443: ports["mute"]})
    internet.host("refused.test", "127.0.0.7", {80: ports["refused"]})
    internet.host("consent.faults.test", "127.0.0.12", {80: plain})
    internet.host("leaves.test", "127.0.0.8", {80: plain})
    internet.host("patience.test", "127.0.0.9", {80: plain})
    internet.host("for-ever.test", "127.0.0.10", {80: plain})
    internet.names["several.test"] = [f"127.0.1.{number}" for number in range(1, 7)]
    internet.routes |= {f"127.0.1.{number}:80": ports["refused"] for number in range(1, 6)} | {"127.0.1.6:80": plain}
    internet.routes |= {f"127.0.1.{number}:443": ports["mute"] for number in range(1, 6)}
    internet.routes |= {"127.0.1.6:443": ports["tls"]}
    internet.host("inside.test", "10.1.2.3", {})
    return internet


@dataclass(frozen=True)
class Suite:
    """The table, asked once: `main` as it comes, `deep` with the pages read."""

    main: Asked
    deep: Asked
    seconds: float
    server: FaultServer

    def record(self, case: dict[str, Any]) -> dict[str, Any]:
        return written(self.deep if case.get("deep") else self.main)[ascii_url(case["url"])]


def ascii_url(url: str) -> str:
    """A URL as it is asked: without fragment, its host and path in ASCII."""
    import httpx

    return str(httpx.URL(url.partition("#")[0]))


def written(asked: Asked) -> dict[str, dict[str, Any]]:
    return {ascii_url(url): record for url, record in asked.records.items()}


def readme(folder: Path, some: list[dict[str, Any]]) -> None:
    lines = [f"- [{case.get('path', 'адрес')}](<{case['url']}>)" for case in some if case["url"]]
    folder.joinpath("README.md").write_text("# Ссылки\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    folder = tmp_path_factory.mktemp("faults")
    secure = certificates()
    allowed = ("--allow-private", "127.0.0.0/8", "--ca-file", str(secure.write(folder / "ca.pem")), "--no-cache")
    with FaultServer(CASES, secure) as server:
        internet = pretended(server)
        readme(folder, [case for case in CASES if not case.get("deep")])
        begun = time.monotonic()
        main = records(*allowed, "--per-host", "64", "--concurrency", "128", cwd=folder, internet=internet)
        seconds = time.monotonic() - begun
        readme(folder, [case for case in CASES if case.get("deep")])
        deep = records(*allowed, "--deep", cwd=folder, internet=internet)
        yield Suite(main, deep, seconds, server)


LINKED = [case for case in CASES if case["url"]]


@pytest.mark.parametrize("case", LINKED, ids=[case["url"].removeprefix("http://faults.test") for case in LINKED])
def test_the_verdict_is_the_stated_one(suite: Suite, case: dict[str, Any]) -> None:
    record = suite.record(case)
    assert record["verdict"] in case["verdicts"], record
    if "reason_code" in case:
        assert record["reason"] == case["reason_code"], record
    if "moved_to" in case:
        assert record["moved_to"] == case["moved_to"], record


def test_every_link_has_its_place(suite: Suite) -> None:
    for case in LINKED:
        assert [place["file"] for place in suite.record(case)["places"]] == ["README.md"]


def test_a_missing_anchor_is_told_only_where_it_is_surely_missing(suite: Suite) -> None:
    told = {
        ascii_url(url)
        for url, record in suite.main.records.items()
        if any(place["anchor"] is False for place in record["places"])
    }
    assert told == {ascii_url(case["url"]) for case in LINKED if case["missing_anchor"]}


def test_nobody_touched_what_is_private(suite: Suite) -> None:
    assert suite.server.touched == 0
    assert suite.main.unrouted == suite.deep.unrouted == []


def test_no_escape_sequence_and_no_secret_comes_through(suite: Suite) -> None:
    for ran in (suite.main.ran, suite.deep.ran):
        out = ran.text + ran.err
        assert not [char for char in out if ord(char) < 32 and char not in "\n"]
        assert not any("\x7f" <= char <= "\x9f" for char in out)
        assert "s3cret" not in out
        assert not any(line.startswith("::") for line in out.splitlines())


def test_no_server_is_asked_again_and_again(suite: Suite) -> None:
    shared = {"/", "/ok/200", "/nowhere"}
    asked = {path: suite.server.asked(path) for _, path in suite.server.requests}
    assert {path: count for path, count in asked.items() if count > MOST_REQUESTS and path not in shared} == {}


def test_red_is_what_is_broken(suite: Suite) -> None:
    assert suite.main.ran.code == 1
    assert suite.main.ran.err.count("Traceback") == 0


def test_memory_is_bounded(suite: Suite) -> None:
    assert suite.main.peak_mb <= SUITE_MB


def test_no_link_waits_beyond_its_budget(suite: Suite) -> None:
    """A link has thirty seconds; the suite, all at once, little more. Twice that on a machine that is busy."""
    assert suite.seconds <= 2 * SUITE_SECONDS
    print(
        f"\nthe table of {len(LINKED)} took {suite.seconds:.1f} s (goal {SUITE_SECONDS}), {suite.main.peak_mb:.0f} MB"
    )
