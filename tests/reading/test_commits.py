"""A commit is read as the folder it is checked out to would be, and nothing of the repository runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.model import Refused
from repotool.reading.commits import read_commit
from repotool.reading.tree import Unreadable, read_tree
from tests.conftest import git, needs_git

pytestmark = needs_git
Write = Callable[[dict[str, str | bytes]], Path]

FILES: dict[str, str | bytes] = {
    "course/README.md": "# Курс\n\n[Занятие](Занятия/1 неделя.md)\n",
    "course/Занятия/1 неделя.md": "Первая неделя.\n",
    "course/notes/\u0438\u0306.md": "Имя из двух знаков.\n",
    "course/data.bin": b"\0\xff\r\n",
    "course/empty.md": "",
}


@pytest.fixture
def course(write: Write) -> Path:
    """A repository whose work tree and HEAD are the same; it has a link to a file, to a folder, to nothing, and out."""
    root = write(FILES) / "course"
    links = {"alias.md": "README.md", "folder": "notes", "gone.md": "nowhere.md", "out.md": "../secret.md"}
    links |= {"notes/up.md": "../folder/\u0438\u0306.md", "loop.md": "loop.md"}
    for name, target in links.items():
        (root / name).symlink_to(target)
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    git(root, "tag", "v1")
    return root


def bare(root: Path) -> Path:
    git(root, "clone", "-q", "--bare", str(root), str(root.with_suffix(".git")))
    return root.with_suffix(".git")


def test_the_tree_of_a_commit_is_that_of_its_work_tree(course: Path) -> None:
    commit, disk = read_commit(bare(course), "v1"), read_tree(course)
    assert commit.tree().files == disk.files
    assert commit.tree().sealed == disk.sealed


def test_files_are_read_byte_for_byte(course: Path) -> None:
    commit = read_commit(bare(course), "HEAD")
    for path in ("README.md", "Занятия/1 неделя.md", "data.bin", "empty.md", "alias.md", "notes/up.md"):
        assert commit.read(path) == (course / path).read_bytes()


def test_a_symlink_to_a_file_of_the_tree_is_its_alias(course: Path) -> None:
    commit = read_commit(course, "main")
    tree = commit.tree()
    assert [path for path in tree.files if commit.is_alias(path, tree)] == ["alias.md", "notes/up.md"]


@pytest.mark.parametrize("path", ["out.md", "gone.md", "loop.md", "no such.md", "folder"])
def test_what_is_not_there_is_told(course: Path, path: str) -> None:
    with pytest.raises(Unreadable, match="there is no such file in v1"):
        read_commit(course, "v1").read(path)


def test_a_folder_of_a_commit_is_a_root_of_its_own(course: Path) -> None:
    commit = read_commit(course, "v1", "Занятия")
    assert list(commit.tree().files) == ["1 неделя.md"]
    assert commit.read("1 неделя.md") == "Первая неделя.\n".encode()


def test_a_branch_of_origin_needs_no_prefix(course: Path, tmp_path: Path) -> None:
    git(course, "branch", "spring-2024")
    git(tmp_path, "clone", "-q", str(course), "clone")
    assert "README.md" in read_commit(tmp_path / "clone", "spring-2024").files


@pytest.mark.parametrize("ref", ["v2", "", "--output=x", "main:README.md"])
def test_an_unknown_ref_is_refused_with_those_that_are_known(course: Path, ref: str) -> None:
    with pytest.raises(Refused, match="no such branch, tag or commit; known are main, v1"):
        read_commit(course, ref)


def test_an_unknown_folder_is_refused(course: Path) -> None:
    with pytest.raises(Refused, match="lists no files in Занятие"):
        read_commit(course, "v1", "Занятие")


def test_a_list_that_never_ends_is_refused(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repotool.reading.git.MAX_LISTED", 100)
    with pytest.raises(Refused, match="or too many"):
        read_commit(course, "v1")


def test_an_object_that_is_not_here_is_told(course: Path) -> None:
    root = bare(course)
    blob = read_commit(root, "v1").files["README.md"].object
    for pack in (root / "objects" / "pack").glob("*.pack"):
        moved = shutil.move(pack, root / "pack")
        for other in (root / "objects" / "pack").glob("*"):
            other.unlink()
        with Path(moved).open("rb") as stream:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=root, stdin=stream, check=True)
    (root / "objects" / blob[:2] / blob[2:]).unlink()
    commit = read_commit(root, "v1")
    assert "README.md" in commit.tree().files
    with pytest.raises(Unreadable, match="lacks its content"):
        commit.read("README.md")
    assert commit.read("Занятия/1 неделя.md")


@pytest.mark.skipif(os.name == "nt", reason="a program of POSIX")
def test_nothing_of_a_hostile_repository_runs(course: Path, tmp_path: Path) -> None:
    root, ran = bare(course), tmp_path / "ran"
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    program.chmod(0o755)
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc"):
        shutil.copy(program, root / "hooks" / hook)
    settings = {
        "core.fsmonitor": program,
        "core.sshCommand": program,
        "core.pager": program,
        "core.alternateRefsCommand": program,
        "credential.helper": f"!{program}",
        "filter.x.smudge": program,
        "diff.external": program,
        "diff.x.textconv": program,
        "gpg.program": program,
        "log.showSignature": "true",
        "uploadpack.packObjectsHook": program,
        "extensions.partialClone": "evil",
        "remote.evil.url": f"ext::{program}",
        "remote.evil.promisor": "true",
        "protocol.ext.allow": "always",
        "alias.ls-tree": f"!{program}",
    }
    for key, value in settings.items():
        git(root, "config", key, str(value))
    (root / "info" / "attributes").write_text("* filter=x diff=x\n")
    commit = read_commit(root, "HEAD")
    assert commit.read("README.md") and commit.day() and commit.branch() == "main"
    assert commit.earlier("README.md")
    assert not ran.exists()
