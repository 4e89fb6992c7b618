"""rules/sites/*.toml: each site is asked in its own way, tried on an imitation of it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
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


def hosts_of(case: dict[str, Any]) -> set[str]:
    return {urlsplit(case["link"]).netloc, *(place.partition("/")[0] for place in case["replies"])}


@pytest.fixture(scope="module")
def sites() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle(*sorted({host for case in CASES for host in hosts_of(case)} | set(SHARED)))
        yield imitation


@pytest.mark.parametrize("case", CASES, ids=[case["link"] for case in CASES])
def test_a_site_is_asked_in_its_own_way(sites: Imitation, case: dict[str, Any], tmp_path: Path) -> None:
    for place, table in case["replies"].items():
        host, slash, target = place.partition("/")
        sites.says(host, slash + target, reply_of(table))
    sites.forget()
    readme(tmp_path, [case["link"]])
    run = sites.links("--no-cache", cwd=tmp_path, **case.get("env", {}))
    assert run.records[case["link"]]["verdict"] == case["verdict"], (run.ran, sites.asked)
    asked = {host for host, _, _ in sites.asked}
    assert asked >= set(case.get("asked", ())) and not asked & set(case.get("unasked", ()))
    assert run.unrouted == []


def test_every_site_is_tried(sites: Imitation) -> None:
    assert {path.stem for path in SITES.glob("*.toml")} == {case["site"] for case in CASES} | {"arxiv"}


def test_arxiv_is_asked_by_one_and_slowly() -> None:
    assert pace_of("arxiv.org", Pace(4, 0.1)) == Pace(1, 3.0)
    assert pace_of("example.org", Pace(4, 0.1)) == Pace(4, 0.1)


def test_the_token_goes_to_the_api_only(sites: Imitation, tmp_path: Path) -> None:
    secret = "ghp_0123456789abcdef"
    elsewhere = "github.com/teacher/course/blob/main/redirecting.pdf"
    api = "/repos/teacher/course/contents/redirecting.pdf?ref=main"
    sites.says(
        "api.github.com", api, reply_of({"status": 302, "headers": ["Location: https://raw.githubusercontent.com/x"]})
    )
    sites.forget()
    readme(tmp_path, [f"https://{elsewhere}", "https://youtu.be/aliveVideo9", "https://docs.google.com/document/d/1x/"])
    run = sites.links("--no-cache", cwd=tmp_path, GITHUB_TOKEN=secret)
    bearers = {host for host, heads in sites.heads.items() if any("authorization" in head.headers for head in heads)}
    assert bearers == {"api.github.com"}
    assert secret not in run.ran.text + run.ran.err
