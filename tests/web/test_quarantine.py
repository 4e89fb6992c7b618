"""A host that cannot be reached is a broken link after days, not after one bad night; our own network never counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.web.asking import DAY
from tests.web.faults.certificates import certificates
from tests.web.imitation import Imitation, Reply, readme, verdicts
from tests.web.serving import Serving

ALIVE = [f"https://alive-{number}.test/" for number in range(6)]
DIES = {
    "server-error": "https://failing.test/page",
    "dns": "https://never-registered.test/page",
    "refused": "https://refusing.test/page",
    "tls-expired": "https://expired.test/page",
}
WALLS = {
    401: "https://wall.test/401",
    403: "https://wall.test/403",
    451: "https://wall.test/451",
    999: "https://wall.test/999",
}


@pytest.fixture
def site() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle("failing.test", "wall.test", "limited.test", *(url[8:-1] for url in ALIVE))
        # With an hour to wait nobody waits: the verdict is that of the first answer.
        imitation.says("failing.test", "/page", Reply(503, headers=("Retry-After: 3600",)))
        imitation.says("limited.test", "/page", Reply(429, headers=("Retry-After: 3600",)))
        for status, url in WALLS.items():
            imitation.says_status("wall.test", "/" + url.rpartition("/")[2], status)
        yield imitation


def over_days(site: Imitation, folder: Path, days: Sequence[float]) -> list[dict[str, str]]:
    """The verdicts of a run on each of the days."""
    cache = ("--cache", str(folder / "links.sqlite"))
    return [verdicts(site.links(*cache, cwd=folder, clock=day * DAY)) for day in days]


@pytest.mark.parametrize(
    ("days", "last"),
    [
        ((0, 3.5, 7.1), "broken"),
        ((0, 8), "unsure"),
        ((0, 2, 4, 6.5), "unsure"),
        ((0, 0, 7.1), "broken"),
        ((0, -30, 0), "unsure"),  # a clock that was set back
        ((30, 0, 3, 7.1), "broken"),
        ((0, -0.01, 7.1), "broken"),  # two runs at once
    ],
)
def test_three_runs_over_seven_days(site: Imitation, tmp_path: Path, days: Sequence[float], last: str) -> None:
    readme(tmp_path, [DIES["server-error"], DIES["dns"], *ALIVE])
    runs = over_days(site, tmp_path, days)
    for url in (DIES["server-error"], DIES["dns"]):
        assert [run[url] for run in runs[:-1]] == ["unsure"] * (len(days) - 1)
        assert runs[-1][url] == last


def test_a_success_begins_anew(site: Imitation, tmp_path: Path) -> None:
    url = DIES["server-error"]
    readme(tmp_path, [url, *ALIVE])
    over_days(site, tmp_path, (0, 3))
    failing = site.replies.pop(("failing.test", "/page"))
    assert over_days(site, tmp_path, (5,))[0][url] == "ok"
    site.replies["failing.test", "/page"] = failing
    # From day 14 on its success is stale, and it is asked again.
    assert [run[url] for run in over_days(site, tmp_path, (14, 16))] == ["unsure", "unsure"]
    assert over_days(site, tmp_path, (21.5,))[0][url] == "broken"


def test_all_ways_to_die_count(site: Imitation, tmp_path: Path) -> None:
    with Serving() as expired:
        port = expired.serve(site.answer, certificates().contexts["expired"])
        site.internet.host("expired.test", "6.6.6.1", {443: port})
        site.internet.host("refusing.test", "6.6.6.2", {443: 1})
        readme(tmp_path, [*DIES.values(), *ALIVE])
        runs = over_days(site, tmp_path, (0, 4, 8))
    # The expired certificate is of another authority here, and so only untrusted: what counts is that it never is "ok".
    assert {runs[0][url] for url in DIES.values()} == {"unsure"}
    assert {runs[2][DIES[reason]] for reason in ("server-error", "dns", "refused")} == {"broken"}


def test_walls_never_count(site: Imitation, tmp_path: Path) -> None:
    urls = [*WALLS.values(), "https://limited.test/page"]
    readme(tmp_path, [*urls, *ALIVE])
    last = over_days(site, tmp_path, (0, 5, 10, 30))[-1]
    assert {last[url] for url in urls} == {"unsure"}


def test_without_a_network_no_link_is_blamed(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, [f"https://nowhere-{number}.test/" for number in range(6)])
    cache = ("--cache", str(tmp_path / "links.sqlite"))
    for day in (0, 4, 8, 12):
        run = site.links(*cache, cwd=tmp_path, clock=day * DAY)
        assert run.ran.code == 3
        assert set(verdicts(run).values()) <= {"unsure", "skipped"}
        assert "network" in run.ran.err and len(run.ran.err.splitlines()) <= 2


def test_many_links_of_a_few_hosts_are_offline_too(site: Imitation, tmp_path: Path) -> None:
    """What is not asked any more, since its host was not found, and sites that are asked in their own way."""
    videos = [f"https://www.youtube.com/watch?v=aaaaaaaaaa{number}" for number in range(5)]
    notebooks = [f"https://colab.research.google.com/github/a/b/blob/main/{number}.ipynb" for number in range(5)]
    pages = [f"https://nowhere.test/{number}" for number in range(8)]
    site.internet.names.clear()
    readme(tmp_path, [*videos, *notebooks, *pages])
    run = site.links("--cache", str(tmp_path / "links.sqlite"), cwd=tmp_path)
    assert run.ran.code == 3
    assert set(verdicts(run).values()) == {"unsure"}


def test_offline_days_do_not_count_against_a_host(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ALIVE)
    cache = ("--cache", str(tmp_path / "links.sqlite"))
    known = dict(site.internet.names)
    site.internet.names.clear()
    for day in (0, 4):
        assert site.links(*cache, cwd=tmp_path, clock=day * DAY).ran.code == 3
    site.internet.names.update(known)
    del site.internet.names["alive-0.test"]
    assert verdicts(site.links(*cache, cwd=tmp_path, clock=8 * DAY))["https://alive-0.test/"] == "unsure"
