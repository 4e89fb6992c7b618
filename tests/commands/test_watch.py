"""`check --watch` goes on, and tells what is wrong after every change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Write = Callable[[dict[str, str | bytes]], Path]

pytest.importorskip("watchfiles")


@pytest.fixture
def watching(write: Write) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    folder = write({"README.md": "# Курс\n\n[a](no.md)\n", "repotool.toml": ""})
    command = [sys.executable, "-m", "repotool", "check", "--watch", "--output-format", "concise"]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    patience = threading.Timer(100, process.kill)  # what never comes ends the test, and does not hang it
    patience.start()
    yield folder, process
    patience.cancel()
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def told(process: subprocess.Popen[str]) -> list[str]:
    """The lines up to the next time it waits."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        if line.startswith("watching"):
            return lines
        lines.append(line.rstrip())
    raise AssertionError(f"it ended: {lines}")


def told_until(process: subprocess.Popen[str], line: str) -> None:
    """Waits for a report that has the line: one change of a file may come as several."""
    while not any(one.startswith(line) for one in told(process)):
        pass


def test_it_tells_again_after_each_change(watching: tuple[Path, subprocess.Popen[str]], write: Write) -> None:
    _, process = watching
    told_until(process, "README.md:3:5: error LNK101 no.md does not exist")
    write({"README.md": "# Курс\n\nвсё хорошо\n"})
    told_until(process, "No problems in 1 document.")
    write({"other.md": "[b]()\n"})
    told_until(process, "other.md:1:1: warning LNK102")
    write({"repotool.toml": "select = []\n"})
    told_until(process, "No problems")


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no interrupt to one process")
def test_an_interrupt_ends_it(watching: tuple[Path, subprocess.Popen[str]]) -> None:
    _, process = watching
    told(process)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0


def test_stdin_cannot_be_watched(tmp_path: Path) -> None:
    from tests.cli import repotool

    ran = repotool("check", "--watch", "-", cwd=tmp_path)
    assert (ran.code, "watches folders" in ran.err) == (2, True)
