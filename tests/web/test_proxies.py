"""Behind a proxy: it is told whole addresses, it finds the hosts, and what is private stays private."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli import repotool

LINKS = (
    "http://course.example/notes?week=1#x",
    "http://course.example/gone",
    "https://course.example/",
    "http://10.0.0.1/",
)


class Proxy(ThreadingHTTPServer):
    """Answers 404 for what is gone, 502 for a tunnel, a page for the rest; remembers what it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self.told: list[str] = []


class _Visit(BaseHTTPRequestHandler):
    def answer(self) -> None:
        assert isinstance(self.server, Proxy)
        self.server.told.append(f"{self.command} {self.path}")
        page = b"<p id=x>"
        self.send_response(502 if self.command == "CONNECT" else 404 if self.path.endswith("gone") else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(page)

    do_GET = do_HEAD = do_CONNECT = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_proxy_is_told_whole_addresses_and_nothing_private(proxy: Proxy, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("".join(f"- [x]({link})\n" for link in LINKS))
    way = f"http://127.0.0.1:{proxy.server_address[1]}"
    words = ("links", "--no-cache", "--retry-wait", "0", "--output-format", "json")
    ran = repotool(*words, cwd=tmp_path, http_proxy=way, https_proxy=way, no_proxy="")
    verdicts = {record["url"]: record["verdict"] for record in json.loads(ran.text)}
    assert list(verdicts.values()) == ["ok", "broken", "unsure", "skipped"]
    assert set(proxy.told) == {
        "GET http://course.example/notes?week=1",
        "HEAD http://course.example/gone",
        "GET http://course.example/gone",
        "CONNECT course.example:443",
    }
    assert ran.code == 1
