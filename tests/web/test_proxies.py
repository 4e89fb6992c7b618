"""Behind a proxy: it is told whole addresses, it finds the hosts, and what is private stays private."""

from __future__ import annotations

import json
import socket
import socketserver
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


class Liar(socketserver.ThreadingTCPServer):
    """Opens every tunnel, and speaks nothing that is TLS in it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Lie)


class _Lie(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.recv(65536)
        self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        self.request.recv(65536)
        self.request.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


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


def over(way: str, folder: Path, *links: str) -> tuple[int, str, list[tuple[str, str]]]:
    """The exit code, what was said, and verdict and reason of each link, where `way` is the proxy."""
    (folder / "README.md").write_text("".join(f"- [x]({link})\n" for link in links))
    words = ("links", "--no-cache", "--retry-wait", "0", "--output-format", "json-lines")
    ran = repotool(*words, cwd=folder, http_proxy=way, https_proxy=way, no_proxy="")
    told = [json.loads(line) for line in ran.text.splitlines()]
    return ran.code, ran.err, [(record["verdict"], record["reason"]) for record in told]


def test_a_proxy_may_be_named_without_its_scheme(proxy: Proxy, tmp_path: Path) -> None:
    code, _, told = over(f"127.0.0.1:{proxy.server_address[1]}", tmp_path, "http://course.example/")
    assert (code, told) == (0, [("ok", None)])


@pytest.mark.parametrize("way", ["socks5://127.0.0.1:1080", "ftp://127.0.0.1", "http://[::1", "http://127.0.0.1:99999"])
def test_what_is_no_proxy_is_refused(tmp_path: Path, way: str) -> None:
    code, said, _ = over(way.replace("//", "//reader:s3cret@"), tmp_path, "http://course.example/")
    assert code == 2 and "HTTP_PROXY" in said and "s3cret" not in said


def test_behind_a_proxy_that_is_not_there_no_link_is_blamed(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        way = f"http://127.0.0.1:{closed.getsockname()[1]}"
        code, _, told = over(way, tmp_path, "http://course.example/", "https://course.example/")
    assert (code, told) == (3, [("unsure", "proxy")] * 2)


def test_a_proxy_that_speaks_no_tls_behind_its_tunnel_is_no_dead_network(tmp_path: Path) -> None:
    with Liar() as liar:
        threading.Thread(target=liar.serve_forever, daemon=True).start()
        way = f"http://127.0.0.1:{liar.server_address[1]}"
        code, _, told = over(way, tmp_path, "https://course.example/")
        liar.shutdown()
    assert (code, told) == (0, [("unsure", "tls")])


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
