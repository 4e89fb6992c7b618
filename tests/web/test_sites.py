"""rules/sites/*.toml: each site is asked in its own way, tried on an imitation of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from repotool.web.sites import pace_of
from repotool.web.turns import Pace
from tests.web.imitation import Imitation, readme, reply_of

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "sites.toml").read_text(encoding="utf-8"))["case"]
SITES = HERE.parents[1] / "rules" / "sites"
SHARED = ("accounts.google.com",)
TOKEN = "ghp_0123456789abcdef"


def hosts_of(case: dict[str, Any]) -> set[str]:
    return {urlsplit(case["link"]).netloc, *(place.partition("/")[0] for place in case["replies"])}


@pytest.fixture(scope="module")
def sites() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle(*sorted({host for case in CASES for host in hosts_of(case)} | set(SHARED)))
        for case in CASES:
            for place, table in case["replies"].items():
                host, slash, target = place.partition("/")
                imitation.says(host, slash + target, reply_of(table))
        yield imitation


@dataclass(frozen=True)
class Told:
    """What came of all cases, asked in one run without a token and one with it."""

    records: dict[str, dict[str, Any]]
    asked: set[str]


@pytest.fixture(scope="module")
def told(sites: Imitation, tmp_path_factory: pytest.TempPathFactory) -> Told:
    records: dict[str, dict[str, Any]] = {}
    for env in ({}, {"GITHUB_TOKEN": TOKEN}):
        folder = tmp_path_factory.mktemp("course")
        readme(folder, [case["link"] for case in CASES if case.get("token", False) == bool(env)])
        run = sites.links("--no-cache", "--per-host", "64", cwd=folder, **env)
        assert run.unrouted == []
        records |= run.records
    return Told(records, set(sites.targets))


@pytest.mark.parametrize("case", CASES, ids=[case["link"] for case in CASES])
def test_a_site_is_asked_in_its_own_way(told: Told, case: dict[str, Any]) -> None:
    record = told.records[case["link"]]
    assert record["verdict"] == case["verdict"], record
    assert record["reason"] == case.get("reason", record["reason"])
    assert told.asked >= set(case["replies"])
    assert not told.asked & set(case.get("unasked", ()))


def test_every_site_is_tried(sites: Imitation) -> None:
    assert {path.stem for path in SITES.glob("*.toml")} == {case["site"] for case in CASES} | {"arxiv"}


def test_arxiv_is_asked_by_one_and_slowly() -> None:
    assert pace_of("arxiv.org", Pace(4, 0.1)) == Pace(1, 3.0, strict=True)
    assert pace_of("example.org", Pace(4, 0.1)) == Pace(4, 0.1)


def test_the_token_goes_to_the_api_only(sites: Imitation, tmp_path: Path) -> None:
    elsewhere = "github.com/teacher/course/blob/main/redirecting.pdf"
    api = "/repos/teacher/course/contents/redirecting.pdf?ref=main"
    sites.says(
        "api.github.com", api, reply_of({"status": 302, "headers": ["Location: https://raw.githubusercontent.com/x"]})
    )
    sites.forget()
    readme(tmp_path, [f"https://{elsewhere}", "https://youtu.be/aliveVideo9", "https://docs.google.com/document/d/1x/"])
    run = sites.links("--no-cache", cwd=tmp_path, GITHUB_TOKEN=TOKEN)
    bearers = {host for host, heads in sites.heads.items() if any("authorization" in head.headers for head in heads)}
    assert bearers == {"api.github.com"}
    assert TOKEN not in run.ran.text + run.ran.err
