"""Which paths a repository has, and what may be read of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.reading import git as git_facts
from repotool.reading.tree import Unreadable, find_root, read_bytes, read_tree
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

needs_links = pytest.mark.skipif(os.name == "nt", reason="symlinks need a privilege on Windows")
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
needs_bytes = pytest.mark.skipif(sys.platform != "linux", reason="file names are text here, not bytes")

NFD_NAME = "й.md".replace("й", "и\u0306")


@pytest.fixture
def no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git_facts, "_program", lambda: None)


def repository(folder: Path) -> Path:
    git(folder, "init", "-q", "-b", "main")
    return folder


# The root


@pytest.mark.parametrize("marker", ["repotool.toml", "pyproject.toml", ".git"])
def test_the_root_is_the_nearest_marked_folder(write: Write, marker: str) -> None:
    top = write({"course/README.md": "", "course/week/a.md": "", f"course/{marker}": "[tool.repotool]\n"})
    course = top / "course"
    for path in (course, course / "README.md", course / "week", course / "week" / "a.md"):
        assert find_root(path) == course


def test_without_a_marker_the_root_is_the_folder_itself(write: Write) -> None:
    top = write({"course/week/a.md": "", "course/pyproject.toml": "[tool.ruff]\nsrc = ['repotool']\n"})
    assert find_root(top / "course" / "week") == top / "course" / "week"
    assert find_root(top / "course" / "week" / "a.md") == top / "course" / "week"


def test_a_broken_pyproject_that_configures_repotool_is_a_root(write: Write) -> None:
    top = write({"a/b/c.md": "", "a/pyproject.toml": "[tool.repotool]\nselect = [\n"})
    assert find_root(top / "a" / "b") == top / "a"


@pytest.mark.parametrize("text", ["a = " + "[" * 50_000 + " # repotool", "\xff repotool = "])
def test_a_hostile_pyproject_is_no_root(write: Write, text: str) -> None:
    top = write({"a/b/c.md": "", "a/pyproject.toml": text.encode("latin-1")})
    assert find_root(top / "a" / "b") == top / "a" / "b"


# The tree, with and without git


@needs_git
def test_git_tells_what_is_tracked_and_what_is_ignored(write: Write) -> None:
    top = repository(
        write({"a.md": "", "new.md": "", "junk.tmp": "", ".gitignore": "*.tmp\n", "gone.md": "", "w/x.md": ""})
    )
    git(top, "add", "a.md", "gone.md", ".gitignore", "w")
    (top / "gone.md").unlink()
    tree = read_tree(top)
    assert tree.files == {".gitignore": True, "a.md": True, "new.md": False, "w/x.md": True}
    assert "w" in tree
    assert "" in tree


@needs_git
def test_an_ignored_file_that_is_tracked_exists(write: Write) -> None:
    top = repository(write({"kept.tmp": "", ".gitignore": "*.tmp\n"}))
    git(top, "add", "-f", "kept.tmp")
    assert read_tree(top).files["kept.tmp"] is True


@needs_git
def test_a_root_below_the_top_sees_its_own_part(write: Write) -> None:
    top = repository(
        write({"a.md": "", "week/b.md": "", "week/deep/c.md": "", ".gitignore": "*.tmp", "week/d.tmp": ""})
    )
    git(top, "add", "week/b.md")
    assert read_tree(top / "week").files == {"b.md": True, "deep/c.md": False}


@needs_git
def test_a_root_that_git_ignores_as_a_whole_is_walked(write: Write) -> None:
    top = repository(write({".gitignore": "drafts/\n", "drafts/a.md": ""}))
    assert set(read_tree(top / "drafts").files) == {"a.md"}


@needs_git
def test_an_empty_repository_is_fine(tmp_path: Path) -> None:
    assert read_tree(repository(tmp_path)).files == {}


@needs_git
def test_a_submodule_is_a_folder_that_stays_closed(write: Write) -> None:
    top = repository(write({"a.md": "", "nested/b.md": ""}))
    repository(top / "nested")
    oid = "1234567890123456789012345678901234567890"
    git(top, "update-index", "--add", "--cacheinfo", f"160000,{oid},libs/module")
    tree = read_tree(top)
    assert tree.sealed == {"libs/module", "nested"}
    assert {"libs", "libs/module", "nested"} <= tree.folders
    assert set(tree.files) == {"a.md"}


@needs_git
def test_what_a_sparse_checkout_leaves_out_exists_and_is_not_read(write: Write) -> None:
    top = repository(write({"a.md": "", "far/b.md": "", "gone.md": ""}))
    git(top, "add", "-A")
    git(top, "update-index", "--skip-worktree", "far/b.md")
    (top / "far" / "b.md").unlink()
    (top / "gone.md").unlink()
    tree = read_tree(top)
    assert "far/b.md" in tree
    assert set(tree.files) == {"a.md"}


@needs_git
def test_variables_of_a_hook_around_us_do_not_mislead(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    top = write({"one/a.md": "", "two/b.md": ""})
    repository(top / "one")
    git(repository(top / "two"), "add", "b.md")
    monkeypatch.setenv("GIT_DIR", str(top / "one" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(top / "one" / ".git" / "index"))
    assert read_tree(top / "two").files == {"b.md": True}


@needs_git
def test_a_repository_of_somebody_else_is_walked(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(write({"a.md": "", "b.tmp": "", ".gitignore": "*.tmp"}))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert set(read_tree(top).files) == {".gitignore", "a.md"}


@needs_git
@pytest.mark.parametrize("key", ["core.fsmonitor", "core.sshCommand", "core.pager", "log.showSignature", "gpg.program"])
def test_a_hostile_configuration_runs_nothing(write: Write, key: str) -> None:
    top = repository(write({"a.md": "", "evil.sh": "#!/bin/sh\ntouch ran\n"}))
    git(top, "add", "a.md")
    git(top, "commit", "-qm", "first")
    (top / "evil.sh").chmod(0o755)
    git(top, "config", key, f"{top}/evil.sh")
    hook = top / ".git" / "hooks" / "post-index-change"
    hook.write_text((top / "evil.sh").read_text())
    hook.chmod(0o755)
    read_tree(top)
    for fact in (git_facts.origin_name, git_facts.default_branch, git_facts.head_date):
        fact(top)
    assert not list(top.rglob("ran"))


@pytest.mark.usefixtures("no_git")
def test_the_walk_honours_gitignore_files(write: Write) -> None:
    top = write(
        {
            ".gitignore": "*.tmp\n/build/\n",
            "a.md": "",
            "a.tmp": "",
            "build/x.md": "",
            "week/build/y.md": "",
            "week/.gitignore": "!kept.tmp\nsecret.md\n",
            "week/kept.tmp": "",
            "week/other.tmp": "",
            "week/secret.md": "",
            "secret.md": "",
            ".git/config": "",
        }
    )
    tree = read_tree(top)
    assert set(tree.files) == {
        ".gitignore",
        "a.md",
        "secret.md",
        "week/.gitignore",
        "week/build/y.md",
        "week/kept.tmp",
    }
    assert all(tree.files.values())  # nothing is known to be untracked


@pytest.mark.usefixtures("no_git")
def test_the_walk_knows_empty_folders(write: Write) -> None:
    top = write({"a.md": ""})
    (top / "empty" / "inner").mkdir(parents=True)
    assert {"empty", "empty/inner"} <= read_tree(top).folders


NAMES = ["Лекция 1. Введение.md", NFD_NAME, "a b.md", "a%20b.md", 'quote".md', "tab\t.md", "+.md", "~.md", "😀.md"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@needs_git
def test_names_are_kept_as_they_are_with_git_and_without(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(write(dict.fromkeys(NAMES, "")))
    git(top, "add", NAMES[0], NFD_NAME)
    with_git = read_tree(top)
    monkeypatch.setattr(git_facts, "_program", lambda: None)
    assert set(with_git.files) == set(read_tree(top).files)
    if sys.platform == "linux":
        assert set(with_git.files) == set(NAMES)


@needs_bytes
@needs_git
def test_a_name_that_is_not_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.path.join(os.fsencode(tmp_path), b"\xcb\xe5\xea.md"), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"text")
    repository(tmp_path)
    name = "\udccb\udce5\udcea.md"
    assert set(read_tree(tmp_path).files) == {name}
    assert read_bytes(tmp_path, name) == b"text"
    monkeypatch.setattr(git_facts, "_program", lambda: None)
    assert set(read_tree(tmp_path).files) == {name}


# Symlinks and what is no file


@pytest.fixture(params=["git", "walk"])
def linked(request: pytest.FixtureRequest, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with symlinks in it, out of it and in a circle."""
    if os.name == "nt":
        pytest.skip("symlinks need a privilege on Windows")
    top = write({"course/docs/a.md": "inside", "outside/secret.md": "secret"})
    course = top / "course"
    (course / "index.md").symlink_to("docs/a.md")
    (course / "latest").symlink_to("docs")
    (course / "out.md").symlink_to("../outside/secret.md")
    (course / "out").symlink_to("../outside")
    (course / "loop.md").symlink_to("loop.md")
    (course / "round").symlink_to(".")
    (course / "dangling.md").symlink_to("nowhere.md")
    if request.param == "walk":
        monkeypatch.setattr(git_facts, "_program", lambda: None)
    else:
        if shutil.which("git") is None:
            pytest.skip("git is not installed")
        repository(course)
        git(course, "add", "-A")
    return course


def test_symlinks_exist_and_are_not_followed_out(linked: Path) -> None:
    tree = read_tree(linked)
    assert set(tree.files) == {"docs/a.md", "index.md", "loop.md", "dangling.md"}
    assert tree.sealed == {"latest", "out", "out.md", "round"}
    assert read_bytes(linked, "index.md") == b"inside"


@pytest.mark.parametrize(
    "path", ["out.md", "out/secret.md", "../outside/secret.md", "latest/../../outside/secret.md", "/etc/hostname"]
)
def test_nothing_outside_the_root_is_read(linked: Path, path: str) -> None:
    with pytest.raises(Unreadable, match="leads out of"):
        read_bytes(linked, path)


@pytest.mark.parametrize("path", ["loop.md", "dangling.md", "docs/none.md", "docs", "", "a\0b", "\ud800"])
def test_what_cannot_be_read_is_told_in_a_line(linked: Path, path: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(linked, path)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).isprintable()


@needs_git
@needs_links
def test_a_folder_that_became_a_symlink_hides_what_was_in_it(write: Write) -> None:
    top = write({"course/docs/a.md": "", "outside/a.md": "secret"})
    course = repository(top / "course")
    git(course, "add", "-A")
    (course / "docs" / "a.md").unlink()
    (course / "docs").rmdir()
    (course / "docs").symlink_to("../outside")
    tree = read_tree(course)
    assert "docs/a.md" not in tree
    assert tree.sealed == {"docs"}


@needs_pipes
@pytest.mark.usefixtures("no_git")
def test_pipes_are_not_opened(write: Write) -> None:
    top = write({"a.md": "", "b/c.md": ""})
    os.mkfifo(top / "pipe.md")
    os.mkfifo(top / "b" / ".gitignore")
    assert set(read_tree(top).files) == {"a.md", "b/c.md"}
    with pytest.raises(Unreadable, match="not a regular file"):
        read_bytes(top, "pipe.md")


def test_a_file_beyond_the_limit_is_refused(write: Write) -> None:
    top = write({"a.md": "x" * 100})
    assert read_bytes(top, "a.md", limit=100) == b"x" * 100
    with pytest.raises(Unreadable, match=r"a\.md: is larger than"):
        read_bytes(top, "a.md", limit=99)
