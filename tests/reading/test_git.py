"""What git and a repository's own links tell of its name, branch and date."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from repotool.model import Tree
from repotool.reading.git import default_branch, head_date, origin_name
from repotool.reading.names import name_of, own_name_from_links
from tests.conftest import git, needs_git

IDENTITY = ["-c", "user.name=T", "-c", "user.email=t@example.org"]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def commit(repo: Path, when: str) -> None:
    dates = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": "2001-01-01T00:00Z"}
    command = ["git", *IDENTITY, "commit", "-q", "--allow-empty", "-m", "committer x> 1 +0000"]
    subprocess.run(command, cwd=repo, check=True, env={**os.environ, **dates})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/dl-course/spring-2025.git", "dl-course/spring-2025"),
        ("https://github.com/dl-course/spring-2025", "dl-course/spring-2025"),
        ("https://github.com/dl-course/spring-2025/", "dl-course/spring-2025"),
        ("https://user:s3cret@github.com/dl-course/spring-2025.git", "dl-course/spring-2025"),
        ("git@github.com:dl-course/spring_2025.git", "dl-course/spring_2025"),
        ("github.com:dl-course/spring_2025", "dl-course/spring_2025"),
        ("ssh://git@github.com:22/dl-course/spring.2025.git", "dl-course/spring.2025"),
        ("git://github.com/a/b.git", "a/b"),
        ("https://gitlab.example.org/faculty/chair/course.git", "faculty/chair/course"),
        ("git@gitlab.com:faculty/chair/course.git", "faculty/chair/course"),
        ("https://github.com/only-owner", None),
        ("https://github.com/a/b/c", None),
        ("https://github.com/a/../b", None),
        ("/srv/git/course.git", None),
        ("../course.git", None),
        ("C:/git/a/course.git", None),
        (r"C:\git\a\course", None),
        ("file:///srv/git/a/course.git", None),
        ("https://[broken/a/b", None),
        ("ext::sh -c touch% ran/x", None),
        ("https://github.com/a b/c", None),
        ("", None),
    ],
)
def test_the_name_in_an_address(url: str, name: str | None) -> None:
    assert name_of(url) == name


@needs_git
def test_the_name_of_origin(repo: Path) -> None:
    assert origin_name(repo) is None
    git(repo, "remote", "add", "origin", "https://oauth2:token@github.com/dl/course.git")
    assert origin_name(repo) == "dl/course"


@needs_git
def test_the_branch_of_origin_comes_first(repo: Path) -> None:
    assert default_branch(repo) == "main"  # though it has no commit yet
    commit(repo, "2025-02-10T10:00:00Z")
    git(repo, "checkout", "-q", "-b", "draft/week-2")
    assert default_branch(repo) == "draft/week-2"
    git(repo, "update-ref", "refs/remotes/origin/trunk", "HEAD")
    git(repo, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert default_branch(repo) == "trunk"


@needs_git
def test_a_detached_head_has_no_branch(repo: Path) -> None:
    commit(repo, "2025-02-10T10:00:00Z")
    git(repo, "checkout", "-q", "--detach")
    assert default_branch(repo) is None


@needs_git
def test_the_date_of_head_is_the_committers(repo: Path) -> None:
    assert head_date(repo) is None
    commit(repo, "2025-02-10T00:30:00+0300")
    assert head_date(repo) == date(2025, 2, 10)
    commit(repo, "2025-02-10T23:30:00-0500")
    assert head_date(repo) == date(2025, 2, 10)


def test_a_plain_folder_has_no_facts(tmp_path: Path) -> None:
    assert (origin_name(tmp_path), default_branch(tmp_path), head_date(tmp_path)) == (None, None, None)
    gone = tmp_path / "gone"
    assert (origin_name(gone), default_branch(gone), head_date(gone)) == (None, None, None)


TREE = Tree(dict.fromkeys(["README.md", "Tasks/task 1/task.ipynb", "Lectures/01.pdf"], True))
HUB = "https://github.com/"


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        ([], (None, None)),
        (["README.md", "https://example.org/tree/main/Tasks"], (None, None)),
        ([HUB + "dl/course-2025/tree/main/Tasks"], ("dl/course-2025", "main")),
        ([HUB + "dl/course/blob/main/Tasks/task%201/task.ipynb#L5"], ("dl/course", "main")),
        ([HUB + "dl/course/blob/spring/2025/Lectures/01.pdf?raw=true"], ("dl/course", "spring/2025")),
        ([HUB + "dl/course/tree/main"], (None, None)),
        ([HUB + "dl/course/tree/main/Homework"], (None, None)),
        ([HUB + "dl/course/tree/main/Tasks", HUB + "other/lib/tree/main/examples"], ("dl/course", "main")),
        ([HUB + "dl/course-25/tree/main/Tasks", HUB + "dl/course-24/tree/main/Tasks"], (None, None)),
        ([HUB + "dl/c/tree/main/Tasks", HUB + "dl/c/tree/main/x", HUB + "dl/c/tree/main/y"], (None, None)),
        (
            [HUB + "dl/c/tree/main/Tasks", HUB + "DL/C/blob/dev/README.md", HUB + "dl/c/tree/main/Lectures"],
            ("dl/c", None),
        ),
    ],
)
def test_the_name_that_links_tell(targets: list[str], expected: tuple[str | None, str | None]) -> None:
    assert own_name_from_links(targets, TREE) == expected
