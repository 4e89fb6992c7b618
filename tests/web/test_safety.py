"""Links come from strangers: what may not be asked, what may not be told."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.asking import records
from tests.web.imitation import Imitation, Reply, readme, verdicts

PRIVATE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://127.0.0.1./",
    "http://１２７.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://%31%32%37.0.0.1/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://192.0.0.192/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001::1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://ten.test/",
    "http://metadata.test/",
    "http://nat64.test/",
    "http://sixtofour.test/",
    "http://loop6.test/",
    "http://public@127.0.0.1/",
    "http://good.test@127.0.0.1/",
    "http://good.test:80@127.0.0.1/",
    "http://good.test\\@127.0.0.1/",
]
LIKE_A_BROWSER = {"http://good.test\\@127.0.0.1/", "http://good.test/@127.0.0.1/"}
"""A backslash is a slash there, so that this is a page of good.test."""
NAMES = {
    "localhost": ["127.0.0.1", "::1"],
    "ten.test": ["10.20.30.40"],
    "metadata.test": ["169.254.169.254"],
    "nat64.test": ["64:ff9b::a00:1"],
    "sixtofour.test": ["2002:a00:1::1"],
    "loop6.test": ["::1"],
}


@pytest.fixture
def site() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle("good.test", "evil.test", "third.test")
        imitation.internet.names |= NAMES
        yield imitation


def public_only(run_connects: list[str]) -> bool:
    return all(place.startswith("5.5.") for place in run_connects)


def test_private_addresses_are_not_asked(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, [*PRIVATE, *(f"https://{host}/" for host in ("good.test", "evil.test", "third.test"))])
    run = site.links("--no-cache", cwd=tmp_path)
    assert public_only(run.connects), run.connects
    private = {url: record["verdict"] for url, record in run.records.items() if not url.startswith("https://")}
    assert {url for url, verdict in private.items() if verdict not in ("unsure", "skipped")} <= LIKE_A_BROWSER
    assert sum(len(record["places"]) for record in run.records.values()) == len(PRIVATE) + 3


def test_the_repository_cannot_open_its_network(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, ["http://ten.test/"])
    for line in ('allow-private = ["10.0.0.0/8"]', '[links]\nallow-private = ["10.0.0.0/8"]'):
        (tmp_path / "repotool.toml").write_text(line + "\n")
        assert site.links("--no-cache", cwd=tmp_path).connects == []


def test_the_command_line_can(site: Imitation, tmp_path: Path) -> None:
    site.internet.routes["10.20.30.40:80"] = site.plain_port
    readme(tmp_path, ["http://ten.test/", "http://metadata.test/"])
    run = site.links("--no-cache", "--allow-private", "10.0.0.0/8", cwd=tmp_path)
    assert set(run.connects) == {"10.20.30.40:80"}
    assert verdicts(run)["http://ten.test/"] == "ok"


def test_of_two_addresses_only_the_public_one_is_connected_to(site: Imitation, tmp_path: Path) -> None:
    site.internet.names["both.test"] = ["10.0.0.9", *site.internet.names["good.test"]]
    site.internet.names["good.test"] = ["10.0.0.9"]
    readme(tmp_path, ["http://both.test/"])
    run = site.links("--no-cache", cwd=tmp_path)
    assert verdicts(run)["http://both.test/"] == "ok"
    assert run.unrouted == [] and public_only(run.connects)


def test_a_name_is_asked_once_so_that_it_cannot_change_its_mind(site: Imitation, tmp_path: Path) -> None:
    readme(tmp_path, [f"http://good.test/{number}" for number in range(20)])
    assert site.links("--no-cache", cwd=tmp_path).asked_names == ["good.test"]


def test_redirects_do_not_lead_inside(site: Imitation, tmp_path: Path) -> None:
    targets = [*PRIVATE, "//10.0.0.1/", "///10.0.0.1/", "https:10.0.0.1/"]
    urls = [f"https://evil.test/{number}" for number in range(len(targets))]
    for number, target in enumerate(targets):
        site.says("evil.test", f"/{number}", Reply(302, headers=(f"Location: {target}",)))
    readme(tmp_path, [*urls, "https://good.test/"])
    run = site.links("--no-cache", cwd=tmp_path)
    assert public_only(run.connects)
    told = verdicts(run)
    assert {target for target, url in zip(targets, urls, strict=True) if told[url] != "unsure"} <= LIKE_A_BROWSER


@pytest.mark.parametrize("text", ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_a_file_of_authorities_that_is_none_is_refused_at_once(site: Imitation, tmp_path: Path, text: str) -> None:
    readme(tmp_path, ["http://good.test/"])
    (tmp_path / "ca.pem").write_text(text)
    run = records("--no-cache", "--ca-file", "ca.pem", cwd=tmp_path, internet=site.internet)
    assert run.ran.code == 2 and "ca.pem" in run.ran.err and site.asked == []


def test_other_schemes_are_not_asked(site: Imitation, tmp_path: Path) -> None:
    readme(
        tmp_path,
        ["file:///etc/passwd", "ftp://good.test/x", "gopher://good.test/", "javascript:alert(1)", "HTTPS://GOOD.test/"],
    )
    run = site.links("--no-cache", cwd=tmp_path)
    assert {host for host, _, _ in site.asked} == {"good.test"}
    assert len(site.asked) == 1 and run.ran.code == 0


def test_control_characters_do_not_reach_the_terminal(site: Imitation, tmp_path: Path) -> None:
    nasty = "https://good.test/\u001b]0;owned\u0007\u009b31m\u202etxt\r::error::x"
    site.otherwise = Reply(404)
    readme(tmp_path, [nasty, "https://good.test/%1b%5b31m", "https://good.test/a\u2066b"])
    for shape in ("grouped", "json", "json-lines"):
        run = site.run("links", "--no-cache", "--output-format", shape, "--host-interval", "0", cwd=tmp_path)
        out = run.ran.text + run.ran.err
        assert not [c for c in out if (ord(c) < 32 and c != "\n") or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066"], (
            shape
        )
        assert not any(line.startswith("::") for line in out.splitlines())


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_with_a_base_only_what_the_change_added_is_asked(site: Imitation, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    readme(tmp_path, ["https://good.test/old", "https://evil.test/older"])
    git(tmp_path, "add", "README.md")
    git(tmp_path, "commit", "-qm", "Первые ссылки")
    readme(tmp_path, ["https://good.test/old", "https://evil.test/older", "https://third.test/new"])
    run = site.links("--no-cache", "--base", "HEAD", cwd=tmp_path)
    assert [host + target for host, _, target in site.asked] == ["third.test/new"]
    assert run.ran.code == 0


def test_a_host_that_hangs_after_its_first_answer_does_not_hold_the_run(site: Imitation, tmp_path: Path) -> None:
    many = 60
    for number in range(many):
        site.says("good.test", f"/{number}", Reply(hangs=True))
    readme(tmp_path, ["https://good.test/well", *(f"https://good.test/{number}" for number in range(many))])
    asked = site.links("--no-cache", "--timeout", "2", "--per-host", "4", cwd=tmp_path)
    told = verdicts(asked)
    assert told.pop("https://good.test/well") == "ok"
    assert set(told.values()) == {"unsure"}
    assert len(site.targets) < many / 2


def test_hosts_that_are_not_asked_any_more_keep_nobody_waiting(site: Imitation, tmp_path: Path) -> None:
    """With the interval between its links such a host would take two minutes to ask nothing."""
    site.otherwise = Reply(429, headers=("Retry-After: 3600",))
    site.says("good.test", "/", Reply())
    hosts = ("nowhere.test", "evil.test")
    readme(tmp_path, ["http://good.test/", *(f"http://{host}/{number}" for host in hosts for number in range(600))])
    words = ("--no-cache", "--output-format", "json-lines", "--host-interval", "0.2")
    told = verdicts(site.run("links", *words, cwd=tmp_path))
    assert told.pop("http://good.test/") == "ok"
    assert set(told.values()) == {"unsure"} and len(told) == 1200
    assert len(site.asked) < 10


def test_a_document_that_cannot_be_read_is_told_of(site: Imitation, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(">" * 500 + " [страница](https://good.test/)\n")
    run = site.run("links", "--no-cache", cwd=tmp_path)
    assert run.ran.code == 1 and "MDS100" in run.ran.text
    assert site.asked == []
