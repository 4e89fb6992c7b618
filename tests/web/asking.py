"""`repotool links` in a pretended internet, and what it told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cli import Ran

ROOT = Path(__file__).parents[2]
HOUR, DAY = 3600, 86400


@dataclass
class Internet:
    """`names` are what DNS knows; `routes` say at which local port an "address:port" is answered."""

    canary: int
    names: dict[str, list[str]] = field(default_factory=dict)
    routes: dict[str, int] = field(default_factory=dict)

    def host(self, name: str, address: str, ports: Mapping[int, int]) -> None:
        """Lets `name` live at `address`, its ports (80, 443) answered by local ones."""
        self.names[name.encode("idna").decode()] = [address]
        self.routes |= {f"{address}:{port}": local for port, local in ports.items()}


@dataclass(frozen=True)
class Asked:
    """A run: what it printed, and what its process did (see `driver`)."""

    ran: Ran
    connects: list[str]
    unrouted: list[str]
    asked_names: list[str]
    peak_mb: float
    cpu_s: float

    @property
    def records(self) -> dict[str, dict[str, Any]]:
        """The records of json-lines, by their URL."""
        lines = [json.loads(line) for line in self.ran.text.splitlines()]
        return {record["url"]: record for record in lines}


def links(*words: str, cwd: Path, internet: Internet, clock: float = 0, **env: str) -> Asked:
    """Runs `repotool links words…` in `cwd`; `clock` is how many seconds the time is ahead."""
    return pretend("links", *words, cwd=cwd, internet=internet, clock=clock, **env)


def records(*words: str, cwd: Path, internet: Internet, clock: float = 0, **env: str) -> Asked:
    """As `links`, in JSON lines, without waits between requests to one host."""
    quick = ("--output-format", "json-lines", "--host-interval", "0")
    return links(*words, *quick, cwd=cwd, internet=internet, clock=clock, **env)


def pretend(*words: str, cwd: Path, internet: Internet, clock: float = 0, **env: str) -> Asked:
    """Runs `repotool words…`."""
    with begun(*words, cwd=cwd, internet=internet, clock=clock, **env) as process:
        return process.ended()


@dataclass(frozen=True)
class Begun:
    """A run that goes on. `report` is where it tells at last what it did."""

    child: subprocess.Popen[bytes]
    report: Path

    def lines(self, count: int) -> list[bytes]:
        """The next lines it prints, waited for."""
        assert self.child.stdout is not None
        return [self.child.stdout.readline() for _ in range(count)]

    def ended(self) -> Asked:
        """Waits for its end."""
        out, err = self.child.communicate(timeout=120)
        ran = Ran(self.child.returncode, out, err.decode())
        assert self.report.exists() and "Traceback" not in ran.err and "a defect of repotool" not in ran.err, ran.err
        return Asked(ran, **json.loads(self.report.read_text()))


@contextmanager
def begun(*words: str, cwd: Path, internet: Internet, clock: float = 0, **env: str) -> Iterator[Begun]:
    """Begins `repotool words…`."""
    facts = {"names": internet.names, "routes": internet.routes, "canary": internet.canary, "clock": clock}
    with tempfile.TemporaryDirectory() as folder:
        told, report = Path(folder, "internet.json"), Path(folder, "report.json")
        told.write_text(json.dumps(facts))
        with subprocess.Popen(
            [sys.executable, "-m", "tests.web.driver", str(told), str(report), *words],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean_environment(Path(folder)) | env,
        ) as child:
            try:
                yield Begun(child, report)
            finally:
                child.kill()


def clean_environment(folder: Path) -> dict[str, str]:
    """The environment without proxies, tokens or a home: a cache and a user's configuration begin empty."""
    kept = {key: value for key, value in os.environ.items() if not key.lower().endswith(("_proxy", "_token"))}
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    homes = {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "XDG_CONFIG_HOME": str(folder / "config")}
    return kept | homes | {"PYTHONPATH": os.pathsep.join(paths)}
