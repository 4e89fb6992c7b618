"""Credentials go to the exact origin they are for, and nothing secret is ever told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.imitation import Imitation, Reply, readme, verdicts

TRACES = {"authorization", "cookie", "referer", "x-course-key"}


@pytest.fixture
def site() -> Iterator[Imitation]:
    with Imitation() as imitation:
        imitation.settle("good.test", "evil.test", "third.test", "sub.good.test")
        yield imitation


def configured(folder: Path, text: str) -> str:
    """A user's own configuration, outside of the repository."""
    own = folder / "own"
    own.mkdir()
    (own / "links.toml").write_text(text)
    return str(own)


def course(folder: Path, *urls: str) -> Path:
    repository = folder / "course"
    repository.mkdir()
    readme(repository, urls)
    return repository


def traces(site: Imitation, host: str) -> set[str]:
    """What a host learned that it need not know. It must have been asked."""
    assert site.heads[host]
    return {name for head in site.heads[host] for name in head.headers.keys() & TRACES}


@pytest.mark.parametrize("shape", ["grouped", "json", "json-lines"])
def test_secrets_are_masked_in_every_shape(site: Imitation, tmp_path: Path, shape: str) -> None:
    moved = "Location: https://third.test/new?access_token=r3direct"
    site.says("good.test", "/x?token=t0ps3cret", Reply(301, headers=(moved,)))
    site.says("good.test", "/y", Reply(404))
    readme(tmp_path, ["https://teacher:hunter2@good.test/y", "https://good.test/x?token=t0ps3cret"])
    run = site.run("links", "--no-cache", "--output-format", shape, cwd=tmp_path)
    for secret in ("hunter2", "t0ps3cret", "r3direct"):
        assert secret not in run.ran.text + run.ran.err


HIDING = [
    "https://good.test/y?user[password]=t0ps3cret",
    "https://good.test/y?access%5Ftoken=t0ps3cret",
    "https://good.test/y?next=https://reader:t0ps3cret@third.test/",
    "https://good.test/y?next=https%3A%2F%2Fthird.test%2F%3Fa%3D1%26token%3Dt0ps3cret",
    "https://good.test/y?next=%252Fx%253Ftoken%253Dt0ps3cret",
    "https://good.test/y/token=t0ps3cret",
    "https://good.test/y;jwt=t0ps3cret",
]
SHAPES = (
    "grouped",
    "concise",
    "full",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "markdown",
)


@pytest.mark.parametrize("shape", SHAPES)
def test_secrets_within_other_words_are_masked_too(site: Imitation, tmp_path: Path, shape: str) -> None:
    site.otherwise = Reply(404)
    to_login = "Location: https://third.test/login?next=https%3A%2F%2Fgood.test%2Fx%3Ftoken%3Dt0ps3cret"
    for target, status in (("/x?token=t0ps3cret", 302), ("/z?token=t0ps3cret", 301)):
        site.says("good.test", target, Reply(status, headers=(to_login,)))
    readme(tmp_path, [*HIDING, "https://good.test/x?token=t0ps3cret", "https://good.test/z?token=t0ps3cret"])
    words = ("--no-cache", "--host-interval", "0", "--select", "WEB", "--output-format", shape)
    run = site.run("check", "--online", *words, cwd=tmp_path)
    assert run.ran.code == 1
    assert "t0ps3cret" not in run.ran.text + run.ran.err


def test_userinfo_of_a_link_is_sent_to_nobody_else(site: Imitation, tmp_path: Path) -> None:
    site.says("good.test", "/x", Reply(302, headers=("Location: https://third.test/y", "Set-Cookie: session=s3ss")))
    readme(tmp_path, ["https://teacher:hunter2@good.test/x"])
    site.links("--no-cache", cwd=tmp_path)
    assert traces(site, "third.test") == set()


KEY = """
["https://good.test"]
user = "reader"
password = "${COURSE_PASSWORD}"
headers = { X-Course-Key = "k3y" }
"""


def test_credentials_go_to_their_origin_and_no_further(site: Imitation, tmp_path: Path) -> None:
    site.says("good.test", "/out", Reply(302, headers=("Location: https://evil.test/caught",)))
    site.says("third.test", "/in", Reply(302, headers=("Location: https://good.test/home",)))
    urls = [
        "https://good.test/out",
        "http://good.test/plain",
        "https://sub.good.test/x",
        "https://third.test/in",
        "https://good.test@evil.test/",
    ]
    repository = course(tmp_path, *urls)
    env = {"REPOTOOL_CONFIG_DIR": configured(tmp_path, KEY), "COURSE_PASSWORD": "pa55"}
    run = site.links("--no-cache", cwd=repository, **env)
    for host in ("evil.test", "third.test", "sub.good.test"):
        assert traces(site, host) == set(), host
    seen = {head.target: "x-course-key" in head.headers for head in site.heads["good.test"]}
    assert seen == {"/out": True, "/home": True, "/plain": False}
    assert "pa55" not in run.ran.text + run.ran.err and "k3y" not in run.ran.text + run.ran.err


@pytest.mark.parametrize(
    "text",
    [
        '["https://good.test"]\nheaders = { X = "a\\r\\nY: b" }',
        '["https://good.test"]\nheaders = { "X\\r\\nY" = "b" }',
        '["https://good.test"]\nheaders = { Host = "evil.test" }',
        '["https://good.test/course"]\nuser = "x"',
        '["good.test"]\nuser = "x"',
        '["https://good.test"]\nuser = "x"\npassword = "${NOT_SET_ANYWHERE}"',
        '["https://good.test"]\nuser = 5',
        "nonsense",
    ],
)
def test_a_configuration_that_cannot_be_sent_is_refused(site: Imitation, tmp_path: Path, text: str) -> None:
    repository = course(tmp_path, "https://good.test/")
    run = site.links("--no-cache", cwd=repository, REPOTOOL_CONFIG_DIR=configured(tmp_path, text))
    assert run.ran.code == 2 and "links.toml" in run.ran.err
    assert site.asked == []


def test_a_repository_brings_no_credentials(site: Imitation, tmp_path: Path) -> None:
    repository = course(tmp_path, "https://good.test/")
    for name in ("links.toml", ".netrc"):
        (repository / name).write_text(KEY)
    run = site.links("--no-cache", cwd=repository, REPOTOOL_CONFIG_DIR=str(repository), COURSE_PASSWORD="x")
    assert run.ran.code == 2
    site.links("--no-cache", cwd=repository, HOME=str(repository), COURSE_PASSWORD="x")
    assert traces(site, "good.test") == set()


def test_a_token_with_a_line_break_is_refused(site: Imitation, tmp_path: Path) -> None:
    repository = course(tmp_path, "https://github.com/a/b/blob/main/c.md", "https://good.test/")
    run = site.links("--no-cache", cwd=repository, GITHUB_TOKEN="a\r\nX-Evil: b")
    assert run.ran.code == 2 and "GITHUB_TOKEN" in run.ran.err


def test_nothing_is_asked_of_private_hosts_through_a_proxy(site: Imitation, tmp_path: Path) -> None:
    repository = course(tmp_path, "http://127.0.0.1/", "http://169.254.169.254/", "http://localhost/")
    site.settle("proxy.test")
    run = site.links("--no-cache", cwd=repository, http_proxy="http://proxy.test", no_proxy="")
    assert run.connects == []
    assert set(verdicts(run).values()) <= {"skipped", "unsure"}
