"""Addresses of this very repository: read off their shape, judged against the tree, git and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from repotool.model import Resolution, Tree
from repotool.reading.links.own_urls import OwnAddresses, at_branch, read_address
from tests.conftest import git, needs_git

TREE = Tree(dict.fromkeys(["README.md", "tasks/task 1.ipynb"], True), sealed=["libs"])


@pytest.mark.parametrize(
    ("url", "name", "names"),
    [
        ("https://github.com/o/c/blob/main/a/b.md", "o/c", ("main", "a", "b.md")),
        ("http://www.github.com/o/c.git/tree/main", "o/c", ("main",)),
        ("https://github.com/o/c/raw/refs/heads/main/a.png?x=1", "o/c", ("main", "a.png")),
        ("https://github.com/o/c/edit/main/a.md", "o/c", ("main", "a.md")),
        ("https://github.com/o/c/blame/main/a.md#L3", "o/c", ("main", "a.md")),
        ("https://raw.githubusercontent.com/o/c/main/a%20b.png", "o/c", ("main", "a b.png")),
        ("https://raw.githubusercontent.com/o/c/refs/tags/v1/a.png", "o/c", ("v1", "a.png")),
        ("https://gitlab.com/group/sub/c/-/blob/main/a.md", "group/sub/c", ("main", "a.md")),
        ("https://colab.research.google.com/github/o/c/blob/main/a.ipynb", "o/c", ("main", "a.ipynb")),
        ("https://nbviewer.org/github/o/c/blob/main/a.ipynb", "o/c", ("main", "a.ipynb")),
        ("https://nbviewer.jupyter.org/github/o/c/tree/main/a", "o/c", ("main", "a")),
        ("https://mybinder.org/v2/gh/o/c/main?filepath=a%2Fb.ipynb", "o/c", ("main", "a", "b.ipynb")),
        ("https://mybinder.org/v2/gh/o/c/main?urlpath=lab/tree/a.ipynb", "o/c", ("main", "a.ipynb")),
        ("https://mybinder.org/v2/gh/o/c/HEAD", "o/c", ("HEAD",)),
    ],
)
def test_an_address_of_a_file(url: str, name: str, names: tuple[str, ...]) -> None:
    address = read_address(url)
    assert address is not None
    assert (address.name, address.names) == (name, names)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/o/c",
        "https://github.com/o/c/issues/1",
        "https://github.com/o/c/commits/main/a.md",
        "https://github.com/o/c/blob/",
        "https://gist.github.com/o/abc/raw/a.md",
        "https://colab.research.google.com/drive/abc",
        "https://colab.research.google.com/gist/o/abc/blob/a.ipynb",
        "https://example.org/github.com/o/c/blob/main/a.md",
        "https://docs.github.com/en/blob/main/a",
        "blob/main/a.md",
    ],
)
def test_no_address_of_a_file(url: str) -> None:
    assert read_address(url) is None


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("blob/main/README.md", Resolution("ok", "README.md", ref="main")),
        ("blob/main/README.md#L3", Resolution("ok", "README.md", "L3", ref="main")),
        ("tree/HEAD/tasks/", Resolution("ok", "tasks", ref="HEAD")),
        ("tree/main", Resolution("ok", "", ref="main")),
        ("blob/main/libs/unknown.md", Resolution("ok", "libs/unknown.md", ref="main")),
        ("blob/main/tasks/Task%201.ipynb", Resolution("own-missing", "tasks/Task 1.ipynb", ref="main")),
        ("blob/master/README.md", Resolution("own-branch", "README.md", ref="master")),
        ("tree/master", Resolution("own-branch", "", ref="master")),
        ("blob/2024/README.md", Resolution("own-unknown", "README.md", ref="2024")),
        ("blob/0123abcd/README.md", Resolution("own-unknown", "README.md", ref="0123abcd")),
    ],
)
def test_judged_without_git(rest: str, expected: Resolution, tmp_path: Path) -> None:
    own = OwnAddresses(tmp_path, TREE, "Owner/Course", "main")
    assert own.resolve(f"https://github.com/owner/course/{rest}") == expected
    assert own.resolve(f"https://github.com/owner/course-2024/{rest}") is None


def test_an_unknown_own_branch_is_taken_for_the_usual_one(tmp_path: Path) -> None:
    own = OwnAddresses(tmp_path, TREE, "o/c", None)
    for branch, kind in (("main", "ok"), ("master", "ok"), ("HEAD", "ok"), ("spring", "own-unknown")):
        found = own.resolve(f"https://github.com/o/c/blob/{branch}/README.md")
        assert found is not None and found.kind == kind, branch


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with `main`, and a branch with a slash in its name that has another file."""
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "README.md").touch()
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "plan.md").touch()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "checkout", "-qb", "spring/2024")
    (tmp_path / "old.md").touch()
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "second")
    git(tmp_path, "tag", "v1")
    git(tmp_path, "checkout", "-q", "main")
    return tmp_path


@needs_git
def test_another_branch_is_read_from_git(repository: Path) -> None:
    own = OwnAddresses(repository, Tree({"README.md": True}), "o/c", "main")
    commit = git(repository, "rev-parse", "v1").strip()

    def kind(rest: str) -> str:
        found = own.resolve(f"https://github.com/o/c/blob/{rest}")
        assert found is not None
        return found.kind

    for ref in ("spring/2024", "v1", commit, commit[:8]):
        assert kind(f"{ref}/old.md") == "web", ref
        assert kind(f"{ref}/course") == "web", ref
        assert kind(f"{ref}/nowhere.md") == "own-missing", ref
    assert kind("main/old.md") == "own-missing"
    assert kind("autumn/old.md") == "own-unknown"
    assert kind("master/README.md") == "own-unknown", "another branch is known here, so there may be more elsewhere"


@needs_git
def test_a_course_in_a_folder_of_a_repository(repository: Path) -> None:
    own = OwnAddresses(repository / "course", Tree({"plan.md": True}), "o/c", "main")
    assert own.resolve("https://github.com/o/c/blob/main/course/plan.md") == Resolution("ok", "plan.md", ref="main")
    assert own.resolve("https://github.com/o/c/blob/main/README.md") == Resolution("web")
    lost = own.resolve("https://github.com/o/c/blob/main/course/lost.md")
    assert lost is not None and lost.kind == "own-missing"
    assert own.resolve("https://github.com/o/c/blob/v1/course/plan.md") == Resolution("web")


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://github.com/o/master/blob/master/a.md", "https://github.com/o/master/blob/main/a.md"),
        ("https://github.com/o/c/tree/master", "https://github.com/o/c/tree/main"),
        ("https://mybinder.org/v2/gh/o/c/master?filepath=a", "https://mybinder.org/v2/gh/o/c/main?filepath=a"),
        ("https://github.com/o/c/tree/master#a", "https://github.com/o/c/tree/main#a"),
    ],
)
def test_the_branch_of_an_address_is_replaced(url: str, right: str) -> None:
    assert at_branch(url, "master", "main") == right
