"""What is remembered between runs, for how long, and what becomes of it."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.asking import DAY, HOUR, Asked
from tests.web.imitation import QUICK, Imitation, Reply, readme, verdicts

MANY = 120
MINUTE = 60


@pytest.fixture
def site() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle("course.test", "other.test", "third.test")
        yield imitation


def ask(site: Imitation, folder: Path, *words: str, clock: float = 0) -> Asked:
    """A run with the cache in `folder`; `site.asked` is what this run asked."""
    site.forget()
    return site.links("--cache", str(folder / "links.sqlite"), *words, cwd=folder, clock=clock)


def test_what_is_well_stays_known_for_seven_days_or_so(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, [f"https://course.test/{number}" for number in range(MANY)])
    asked_at = {}
    for days in (0, 5.5, 7, 8.5):
        # Each time from the same memory: what was asked at day 0.
        memory = tmp_path / "links.sqlite"
        kept = memory.read_bytes() if memory.exists() else b""
        ask(site, tmp_path, clock=days * DAY)
        asked_at[days] = len(site.targets)
        if kept:
            memory.write_bytes(kept)
    assert asked_at[0] == asked_at[8.5] == MANY
    assert asked_at[5.5] == 0
    assert MANY * 0.2 < asked_at[7] < MANY * 0.8  # not all on one day


def test_what_is_known_is_told_again_as_it_was(site: Imitation, tmp_path: Path) -> None:
    site.says("course.test", "/old", Reply(301, headers=("Location: https://other.test/new",)))
    site.says_status("course.test", "/gone", 404)
    site.says("course.test", "/page", Reply(body=b"<h1 id=here>x</h1>", headers=("Content-Type: text/html",)))
    readme(tmp_path, [f"https://course.test/{path}" for path in ("old", "gone", "page#here", "page#nowhere", "well")])
    first = ask(site, tmp_path)
    second = ask(site, tmp_path, clock=10 * MINUTE)
    assert site.asked == []
    assert second.records == first.records
    assert second.ran.code == first.ran.code == 1


def test_what_is_broken_is_asked_again_after_an_hour(site: Imitation, tmp_path: Path) -> None:
    site.says_status("course.test", "/gone", 404)
    readme(tmp_path, ["https://course.test/gone"])
    ask(site, tmp_path)
    assert verdicts(ask(site, tmp_path, clock=50 * MINUTE)) == {"https://course.test/gone": "broken"}
    assert site.asked == []
    site.says_status("course.test", "/gone", 200)
    assert verdicts(ask(site, tmp_path, clock=HOUR + 10 * MINUTE)) == {"https://course.test/gone": "ok"}


def test_what_is_unsure_is_always_asked(site: Imitation, tmp_path: Path) -> None:
    site.says_status("course.test", "/walled", 403)
    readme(tmp_path, ["https://course.test/walled"])
    ask(site, tmp_path)
    assert verdicts(ask(site, tmp_path)) == {"https://course.test/walled": "unsure"}
    assert site.asked != []


def test_recheck_and_max_age_ask_before_the_time(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["https://course.test/well"])
    ask(site, tmp_path)
    ask(site, tmp_path, "--recheck")
    assert len(site.asked) == 1
    ask(site, tmp_path, "--max-age", "1d", clock=12 * HOUR)
    assert site.asked == []
    ask(site, tmp_path, "--max-age", "1d", clock=30 * HOUR)
    assert len(site.asked) == 1


def test_no_cache_remembers_nothing(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["https://course.test/well"])
    for _ in range(2):
        site.forget()
        site.links("--no-cache", cwd=tmp_path)
        assert len(site.asked) == 1


def test_a_fragment_that_was_not_looked_for_is_not_known(site: Imitation, tmp_path: Path) -> None:
    site.says("course.test", "/page", Reply(body=b"<h1 id=here>x</h1>", headers=("Content-Type: text/html",)))
    readme(tmp_path, ["https://course.test/page"])
    ask(site, tmp_path)
    readme(tmp_path, ["https://course.test/page#nowhere"])
    ask(site, tmp_path)
    assert [method for _, method, _ in site.asked] == ["GET"]


@pytest.mark.skipif(os.name == "nt", reason="a process there cannot be interrupted from outside")
@pytest.mark.parametrize("numbers", [(signal.SIGINT,), (signal.SIGTERM,), (signal.SIGINT, signal.SIGTERM)])
def test_an_interrupted_run_remembers_what_it_has_learned(
    site: Imitation, tmp_path: Path, numbers: tuple[signal.Signals, ...]
) -> None:
    site.says("other.test", "/hangs", Reply(hangs=True))
    readme(tmp_path, ["https://other.test/hangs", *(f"https://course.test/{number}" for number in range(20))])
    words = ("links", "--cache", str(tmp_path / "links.sqlite"), *QUICK)
    with site.begun(*words, cwd=tmp_path) as process:
        assert all(process.lines(20))
        for number in numbers:
            process.child.send_signal(number)
        interrupted = process.ended()
    assert interrupted.ran.code == 130 and "interrupted" in interrupted.ran.err
    site.says("other.test", "/hangs", Reply())
    assert set(verdicts(ask(site, tmp_path)).values()) == {"ok"}
    assert set(site.targets) == {"other.test/hangs"}


@pytest.mark.parametrize("damage", ["cut", "scribbled", "emptied"])
def test_a_damaged_memory_is_made_anew(site: Imitation, tmp_path: Path, damage: str) -> None:
    readme(tmp_path, [f"https://course.test/{number}" for number in range(30)])
    ask(site, tmp_path)
    memory = tmp_path / "links.sqlite"
    whole = memory.read_bytes()
    scribbled = whole[:100] + b"\xff" * (len(whole) - 100)
    memory.write_bytes({"cut": whole[: len(whole) // 2], "scribbled": scribbled, "emptied": b""}[damage])
    run = ask(site, tmp_path)
    assert (run.ran.code, len(site.targets)) == (0, 30)
    assert "Traceback" not in run.ran.err
    ask(site, tmp_path)
    assert site.asked == []


def test_a_document_is_not_taken_for_a_memory(site: Imitation, tmp_path: Path) -> None:
    path = readme(tmp_path, ["https://course.test/well"])
    before = path.read_bytes()
    run = site.links("--cache", str(path), cwd=tmp_path)
    assert run.ran.code == 2
    assert path.read_bytes() == before


def test_secrets_are_not_kept(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["https://teacher:hunter2@course.test/x?token=t0ps3cret&page=1"])
    run = ask(site, tmp_path)
    memory = (tmp_path / "links.sqlite").read_bytes()
    for secret in ("hunter2", "t0ps3cret"):
        assert secret.encode() not in memory
        assert secret not in run.ran.text + run.ran.err


ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r"


@pytest.mark.parametrize(
    "change",
    [
        f"CREATE TRIGGER t BEFORE INSERT ON links BEGIN SELECT count(*) FROM ({ENDLESS}); END",
        f"CREATE VIEW other AS {ENDLESS}",
        "ALTER TABLE links DROP COLUMN url",
        "ALTER TABLE links ADD COLUMN more GENERATED ALWAYS AS (length(zeroblob(900000000)))",
    ],
)
def test_a_cache_that_somebody_prepared_is_made_anew(site: Imitation, tmp_path: Path, change: str) -> None:
    readme(tmp_path, ["https://course.test/page"])
    ask(site, tmp_path)
    database = sqlite3.connect(tmp_path / "links.sqlite")
    database.execute(change)
    database.commit()
    database.close()
    told = ask(site, tmp_path)
    assert "was damaged and is made anew" in told.ran.err
    ask(site, tmp_path)
    assert site.asked == []


def test_numbers_without_end_in_a_cache_are_nobody_s(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["https://course.test/page"])
    ask(site, tmp_path)
    with sqlite3.connect(tmp_path / "links.sqlite") as database:
        database.execute("UPDATE links SET failing_runs = 9e999, verdict = 'unsure', reason = 'refused'")
    assert ask(site, tmp_path).ran.code == 0


@pytest.mark.skipif(os.name == "nt", reason="links there need a right of their own")
def test_a_memory_that_leads_round_in_a_circle_is_told_of(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["https://course.test/page"])
    (tmp_path / "links.sqlite").symlink_to(tmp_path / "links.sqlite")
    told = ask(site, tmp_path)
    assert told.ran.code == 0 and "cannot be written" in told.ran.err


@pytest.mark.parametrize("column", ["key", "url", "verdict", "reason", "final_url", "anchors", "checked_at"])
def test_bytes_that_are_no_text_damage_a_cache(site: Imitation, tmp_path: Path, column: str) -> None:
    site.says("course.test", "/page", Reply(302, headers=("Location: https://other.test/",)))
    readme(tmp_path, ["https://course.test/page"])
    ask(site, tmp_path)
    with sqlite3.connect(tmp_path / "links.sqlite") as database:
        database.execute(f"UPDATE links SET {column} = CAST(x'1b5b33316dff0a3a3a' AS TEXT)")
    told = ask(site, tmp_path)
    assert told.ran.err.count("was damaged and is made anew") == 1 and "\x1b" not in told.ran.err
    assert ask(site, tmp_path).ran.err.count("\n") == 1 and site.asked == []


@pytest.mark.parametrize(
    "change",
    [
        "failing_since = -9e999, failing_runs = 9, verdict = 'unsure', reason = 'refused'",
        "final_url = 'https://other.test/' || char(27) || '[31m'",
        "moved_to = 'javascript:alert(1)', verdict = 'moved'",
        "verdict = 'broken', reason = char(10) || '::error::x'",
        "status = 9e999",
    ],
)
def test_a_row_that_nobody_wrote_is_nobody_s(site: Imitation, tmp_path: Path, change: str) -> None:
    readme(tmp_path, ["https://course.test/page"])
    ask(site, tmp_path)
    with sqlite3.connect(tmp_path / "links.sqlite") as database:
        database.execute(f"UPDATE links SET {change}")
    told = ask(site, tmp_path)
    assert verdicts(told) == {"https://course.test/page": "ok"} and len(site.asked) == 1
