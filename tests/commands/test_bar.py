"""The bar of long runs: on a terminal, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from repotool.commands import bar
from repotool.commands.bar import MANY
from repotool.model.progress import watcher
from tests.cli import repotool

pty = pytest.importorskip("pty")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for number in range(MANY):
        (tmp_path / f"{number}.md").write_text("# Конспект\n")
    return tmp_path


@pytest.fixture
def few(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text("# Конспект\n")
    return tmp_path


def on_terminal(folder: Path, *words: str, **env: str) -> tuple[str, str]:
    """What `repotool words…` writes to stdout, a pipe, and to stderr, a terminal."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", **env}
    with subprocess.Popen(
        [sys.executable, "-m", "repotool", *words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=follower,
    ) as ran:
        os.close(follower)
        told = b""
        try:
            while part := os.read(leader, 4096):
                told += part
        except OSError:  # on Linux the end of a terminal is an error
            pass
        assert ran.stdout is not None
        out = ran.stdout.read().decode()
    os.close(leader)
    return out, told.decode()


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """As many web links; none is asked over the network, since all lead to the user's own machine."""
    links = "".join(f"- [запись {number}](http://127.0.0.1/{number})\n" for number in range(MANY))
    (tmp_path / "README.md").write_text(f"# Записи\n\n{links}")
    return tmp_path


def test_asking_shows_how_far_it_is(linked: Path) -> None:
    words = ("links", "--no-cache", "--host-interval", "0")
    out, told = on_terminal(linked, *words)
    assert "asking" in told and f"0/{MANY}" in told and f"{MANY} addresses" in out
    assert told.endswith("\x1b[2K") and "\x1b[?25h" in told, "the line is gone in the end, and the cursor there"
    assert on_terminal(linked, *words, "-q") == ("", "")


def test_what_is_remembered_is_no_progress(linked: Path) -> None:
    """The bar is about what is asked; what needs not be asked has no part in it."""
    _, told = on_terminal(linked, "links", "--no-cache", "--exclude", "127.0.0.1")
    assert "asking" not in told


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_long_run_shows_how_far_it_is(many: Path, command: str) -> None:
    out, told = on_terminal(many, command)
    assert "reading" in told and f"/{MANY}" in told and "judging" in told
    assert told.endswith("\x1b[2K") and "\x1b[?25h" in told, "the line is gone in the end, and the cursor there"
    assert out == f"No problems in {MANY} documents.\n"


def test_no_colour_where_none_is_wanted(many: Path) -> None:
    _, told = on_terminal(many, "check", NO_COLOR="1")
    assert "reading" in told and "\x1b[38" not in told and "\x1b[3" not in told.replace("\x1b[?25", "")


def test_quiet_is_quiet(many: Path) -> None:
    assert on_terminal(many, "check", "-q") == ("", "")


def test_a_dumb_terminal_gets_no_bar(many: Path) -> None:
    assert on_terminal(many, "check", TERM="dumb")[1] == ""


def test_a_short_run_shows_nothing(few: Path) -> None:
    assert on_terminal(few, "check") == ("No problems in 1 document.\n", "")


def test_pipes_stay_clean(many: Path) -> None:
    ran = repotool("check", cwd=many, TERM="xterm-256color")
    assert (ran.text, ran.err) == (f"No problems in {MANY} documents.\n", "")


def test_how_many_a_second(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """By a clock of our own: 30 of the present work in two seconds, however long another took before."""
    clock = iter([0.0, 0.0, 7.0, 9.0])
    monkeypatch.setattr(bar, "monotonic", lambda: next(clock))
    monkeypatch.setattr(bar, "shows_progress", lambda *, quiet: not quiet)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with bar.progress(quiet=False):
        told = watcher()
        assert told is not None
        told("reading", 0, MANY)
        told("asking", 0, MANY)
        told("asking", 30, MANY, "30 ok")
    assert "15/s · 30 ok" in capsys.readouterr().err
