"""Runs the real command line in a pretended internet: `python -m tests.web.driver INTERNET.json REPORT.json words…`.

INTERNET.json says `names` (name → addresses; a name it does not list is unknown to DNS), `routes`
("address:port" → a local port), `canary` (the local port for connections that have no route) and `clock` (seconds that
the clock is ahead). Only what is below any client is pretended: name resolution, where a connection ends, and the time.

REPORT.json tells what the process did: `connects` ("address:port"), `unrouted` (those among them that have no route),
`asked_names`, `peak_mb`, `cpu_s`.
"""

from __future__ import annotations

import atexit
import ipaddress
import json
import socket
import sys
import time
from pathlib import Path
from typing import Any

_getaddrinfo = socket.getaddrinfo
_connect = socket.socket.connect
_time = time.time


class Pretended:
    """Name resolution and connections as INTERNET.json has them."""

    def __init__(self, internet: dict[str, Any]) -> None:
        self.names: dict[str, list[str]] = internet["names"]
        self.routes: dict[str, int] = internet["routes"]
        self.canary: int = internet["canary"]
        self.connects: list[str] = []
        self.unrouted: list[str] = []
        self.asked_names: list[str] = []

    def resolve(self, host: Any, port: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is None or _numeric(name):
            return _getaddrinfo(host, port, *rest, **named)
        self.asked_names.append(name)
        addresses = self.names.get(name.lower().rstrip("."))
        if addresses is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        kind = named.get("type") or (rest[1] if len(rest) > 1 else 0) or socket.SOCK_STREAM
        return [entry for address in addresses for entry in _getaddrinfo(address, port, 0, kind)]

    def connect(self, sock: socket.socket, address: Any) -> None:
        if sock.family not in (socket.AF_INET, socket.AF_INET6):
            return _connect(sock, address)
        place = f"{address[0]}:{address[1]}"
        self.connects.append(place)
        port = self.routes.get(place)
        if port is None:
            self.unrouted.append(place)
            port = self.canary
        local = "127.0.0.1" if sock.family == socket.AF_INET else "::ffff:127.0.0.1"
        return _connect(sock, (local, port))


def _numeric(name: str) -> bool:
    """What the C library reads as an address without asking anybody: 127.1 and 2130706433 too."""
    try:
        ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        try:
            socket.inet_aton(name)
        except (OSError, UnicodeEncodeError):
            return False
    return True


def _peak_mb() -> float:
    """The most memory this process has held, in MB; what it was forked from does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _report(pretended: Pretended, path: Path) -> None:
    facts = {
        "connects": pretended.connects,
        "unrouted": pretended.unrouted,
        "asked_names": pretended.asked_names,
        "peak_mb": _peak_mb(),
        "cpu_s": time.process_time(),
    }
    path.write_text(json.dumps(facts))


def main() -> None:
    internet, report, *words = sys.argv[1:]
    facts = json.loads(Path(internet).read_text())
    pretended = Pretended(facts)
    socket.getaddrinfo = pretended.resolve
    socket.socket.connect = lambda sock, address: pretended.connect(sock, address)  # type: ignore[method-assign]
    time.time = lambda: _time() + facts.get("clock", 0)
    atexit.register(_report, pretended, Path(report))

    from repotool.cli import main as repotool

    repotool(words)


if __name__ == "__main__":
    main()
