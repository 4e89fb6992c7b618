"""Files are replaced whole, all or none, and only where it is sure that nothing is lost."""

from __future__ import annotations

import builtins
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from repotool.model import Move, Refused
from repotool.writing import files
from repotool.writing.apply import apply, loader
from repotool.writing.edits import Change, changes
from repotool.writing.journal import history, undo

Write = Callable[[dict[str, str | bytes]], Path]

needs_posix = pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")
NFD_NAME = "Семинар и\u0306.md"


@pytest.fixture
def course(write: Write) -> Path:
    return (
        write({"course/README.md": "старое\r\n", "course/week 1/план.md": "план", "outside/secret.md": "secret"})
        / "course"
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`; what an interrupted run left would show up here."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


README = Change("README.md", "старое\r\n".encode(), "новое\r\n".encode())
PLAN = Change("week 1/план.md", "план".encode(), b"plan")


def as_nobody(action: Callable[[], object]) -> str:
    """What `action` raises where permissions count: root may write everywhere, so a child steps down first."""
    if os.geteuid() != 0:
        return _raised(action)
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.setgid(65534)
        os.setuid(65534)
        os.write(writer, _raised(action).encode())
        os._exit(0)
    os.close(writer)
    os.wait()
    with os.fdopen(reader) as answer:
        return answer.read()


def _raised(action: Callable[[], object]) -> str:
    try:
        action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "nothing"


def open_to_all(folder: Path) -> None:
    """A folder that a child without privileges reaches: pytest's own are private."""
    while folder != folder.parent and folder.stat().st_uid == os.geteuid() and folder.name != "tmp":
        folder.chmod(0o777)
        folder = folder.parent


def test_changes_are_written(course: Path) -> None:
    receipt = apply(course, [README, PLAN, Change("new/deep/a.md", None, b"new")], command="fix")
    assert receipt.paths == ("README.md", "week 1/план.md", "new/deep/a.md")
    assert contents(course) == {
        "README.md": "новое\r\n".encode(),
        "week 1/план.md": b"plan",
        "new/deep/a.md": b"new",
    }


def test_nothing_to_write_is_no_command(course: Path) -> None:
    assert apply(course, [Change("README.md", b"x", b"x")], command="fix").paths == ()
    assert history(course) == []


def test_a_new_root_is_made_and_taken_back(tmp_path: Path) -> None:
    apply(tmp_path / "course-2026", [Change("README.md", None, b"new")], command="scaffold")
    assert undo(tmp_path / "course-2026") == ["README.md"]
    assert list(tmp_path.iterdir()) == []


def test_a_plan_with_moves_from_end_to_end(course: Path) -> None:
    (course / "img.png").write_bytes(b"\0\1")
    plan = [Move("img.png", "week 1/img.png"), Move("week 1/план.md", "week 2/план.md")]
    apply(course, changes(plan, {}, load=loader(course)), command="migrate")
    assert contents(course) == {
        "README.md": "старое\r\n".encode(),
        "week 1/img.png": b"\0\1",
        "week 2/план.md": "план".encode(),
    }


@needs_posix
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664, 0o444])
def test_permissions_are_kept(course: Path, mode: int) -> None:
    (course / "README.md").chmod(mode)
    if os.access(course / "README.md", os.W_OK):
        apply(course, [README], command="fix")
        assert stat.S_IMODE((course / "README.md").stat().st_mode) == mode
        undo(course)
        assert stat.S_IMODE((course / "README.md").stat().st_mode) == mode


@needs_posix
def test_a_moved_file_takes_its_permissions_with_it(course: Path) -> None:
    (course / "run.sh").write_bytes(b"#!/bin/sh\n")
    (course / "run.sh").chmod(0o750)
    apply(course, changes([Move("run.sh", "bin/run.sh")], {}, load=loader(course)), command="migrate")
    assert stat.S_IMODE((course / "bin" / "run.sh").stat().st_mode) == 0o750
    undo(course)
    assert stat.S_IMODE((course / "run.sh").stat().st_mode) == 0o750


@needs_posix
def test_a_new_file_has_the_permissions_of_any_new_file(course: Path) -> None:
    apply(course, [Change("new.md", None, b"")], command="fix")
    (course / "other.md").touch()
    assert (course / "new.md").stat().st_mode == (course / "other.md").stat().st_mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_left_alone(course: Path) -> None:
    os.chown(course / "README.md", 12345, 54321)
    apply(course, [README], command="fix")
    done = (course / "README.md").stat()
    assert (done.st_uid, done.st_gid) == (12345, 54321)


@needs_posix
def test_a_hard_link_goes_on_naming_the_old_content(course: Path) -> None:
    (course / "linked.md").hardlink_to(course / "README.md")
    apply(course, [README], command="fix")
    assert (course / "linked.md").read_bytes() == README.before


NAMES = [NFD_NAME, "a b.md", "100%.md", "-n.md", "😀.md", "ы" * 120 + ".md"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_every_kind(course: Path, name: str) -> None:
    apply(course, [Change(name, None, b"1")], command="fix")
    apply(course, [Change(name, b"1", b"2")], command="fix")
    assert contents(course)[name] == b"2"
    undo(course)
    assert contents(course)[name] == b"1"


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text here, not bytes")
def test_a_name_that_is_not_utf8(course: Path) -> None:
    apply(course, [Change("\udccb\udce5.md", None, b"1")], command="fix")
    assert (course / os.fsdecode(b"\xcb\xe5.md")).exists()
    assert undo(course) == ["\udccb\udce5.md"]


# What is refused, before anything is written


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Change("README.md", b"other", b"new"), "was changed since it was read"),
        (Change("gone.md", b"old", b"new"), "was deleted since it was read"),
        (Change("README.md", None, b"new"), "exists already"),
        (Change("week 1", None, b"new"), "not a regular file"),
        (Change("week 1/план.md/x.md", None, b"new"), "is a file"),
        (Change("../outside/secret.md", b"secret", b"x"), "inside the repository"),
        (Change("/tmp/x.md", None, b"x"), "inside the repository"),
        (Change("", None, b"x"), "inside the repository"),
        (Change("a\0b", None, b"x"), "inside the repository"),
        (Change(".git/hooks/post-checkout", None, b"x"), "git's own folder"),
        (Change("week 1/.GIT/config", None, b"x"), "git's own folder"),
    ],
)
def test_one_refusal_stops_all(course: Path, change: Change, reason: str) -> None:
    before = contents(course)
    with pytest.raises(Refused, match=reason) as refusal:
        apply(course, [PLAN, change], command="fix")
    assert "nothing was written" in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert contents(course) == before
    assert history(course) == []


@needs_posix
def test_a_symlink_inside_is_written_through(course: Path) -> None:
    (course / "index.md").symlink_to("README.md")
    apply(course, [Change("index.md", README.before, README.after)], command="fix")
    assert (course / "index.md").is_symlink()
    assert (course / "README.md").read_bytes() == README.after
    assert undo(course) == ["index.md"]
    assert (course / "index.md").is_symlink()
    assert (course / "README.md").read_bytes() == README.before


@needs_posix
def test_a_symlink_out_is_refused(course: Path) -> None:
    (course / "out.md").symlink_to("../outside/secret.md")
    (course / "out").symlink_to("../outside")
    for change in (
        Change("out.md", b"secret", b"x"),
        Change("out/secret.md", b"secret", b"x"),
        Change("out/n", None, b"x"),
    ):
        with pytest.raises(Refused, match="leads out of"):
            apply(course, [change], command="fix")
    assert (course.parent / "outside" / "secret.md").read_bytes() == b"secret"


@needs_posix
def test_gits_own_folder_is_refused_under_any_name(course: Path) -> None:
    (course / "gitdata" / "hooks").mkdir(parents=True)
    (course / ".git").symlink_to("gitdata")
    with pytest.raises(Refused, match="git's own folder"):
        apply(course, [Change(".git/hooks/post-checkout", None, b"x")], command="fix")


@needs_posix
def test_two_names_of_one_file_are_refused(course: Path) -> None:
    (course / "index.md").symlink_to("README.md")
    with pytest.raises(Refused, match=r"same file as README\.md"):
        apply(course, [README, Change("index.md", README.before, b"x")], command="fix")


@needs_posix
def test_a_symlink_is_not_moved(course: Path) -> None:
    (course / "index.md").symlink_to("README.md")
    with pytest.raises(Refused, match="symbolic link"):
        apply(course, [Change("index.md", README.before, None)], command="migrate")


@needs_posix
@pytest.mark.parametrize(
    ("path", "mode", "reason"),
    [
        ("README.md", 0o444, "is read-only"),
        (".", 0o555, "its folder is read-only"),
        ("week 1", 0o555, "folder is read-only"),
    ],
)
def test_what_is_read_only_stays(course: Path, path: str, mode: int, reason: str) -> None:
    for folder in (course, course / "week 1"):
        open_to_all(folder)
    open_to_all(Path(os.environ["REPOTOOL_STATE_DIR"]))
    for file in ("README.md", "week 1/план.md"):
        (course / file).chmod(0o666)
    (course / path).chmod(mode)
    try:
        raised = as_nobody(lambda: apply(course, [PLAN, README], command="fix"))
    finally:
        (course / path).chmod(0o777)
    assert reason in raised
    assert raised.startswith("Refused")
    assert contents(course)["README.md"] == README.before
    assert contents(course)["week 1/план.md"] == PLAN.before


@needs_posix
def test_without_a_place_for_the_journal_nothing_is_written(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (course.parent / "state").write_bytes(b"a file")
    monkeypatch.setenv("REPOTOOL_STATE_DIR", str(course.parent / "state"))
    with pytest.raises(Refused, match="REPOTOOL_STATE_DIR"):
        apply(course, [README], command="fix")
    assert contents(course)["README.md"] == README.before


# Failures on the way


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(
    ("name", "nth"),
    [("mkdir", 1), ("open", 1), ("open", 3), ("replace", 1), ("replace", 2), ("replace", 3), ("unlink", 1)],
)
def test_a_failure_on_the_way_takes_all_back(
    course: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, name: str, nth: int
) -> None:
    (course / "old.md").write_bytes(b"old")
    before = contents(course)
    real, calls = getattr(os, name), 0

    def failing(path: Any, *rest: Any, **named: Any) -> Any:
        nonlocal calls
        calls += str(path).startswith(str(course))
        if calls == nth and str(path).startswith(str(course)):
            calls += 1
            raise error
        return real(path, *rest, **named)

    monkeypatch.setattr(os, name, failing)
    planned = [Change("old.md", b"old", None), README, PLAN, Change("new/a.md", None, b"x")]
    with pytest.raises((Refused, KeyboardInterrupt)) as raised:
        apply(course, planned, command="fix")
    assert calls > nth
    if raised.type is Refused:
        assert "No space left on device; nothing was written" in str(raised.value)
    assert contents(course) == before
    assert not (course / "new").exists()
    assert history(course) == []


# Where case does not count


class CaselessFolder:
    """Makes `os` treat names below a folder as macOS and Windows do; a replaced file keeps its old spelling."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = str(folder)
        self.real = {
            name: getattr(os, name) for name in ("lstat", "stat", "open", "replace", "rename", "unlink", "access")
        }
        for name in ("lstat", "stat", "open", "unlink", "access"):
            monkeypatch.setattr(os, name, self._one(name))
        monkeypatch.setattr(os, "replace", lambda a, b: self.real["replace"](self.spelled(a), self.spelled(b)))
        monkeypatch.setattr(os, "rename", self._rename)
        monkeypatch.setattr(files, "open", self._open, raising=False)

    def spelled(self, path: Any) -> Any:
        if not isinstance(path, (str, Path)) or not str(path).startswith(self.folder):
            return path
        folder, name = os.path.split(str(path))
        names = [p.name for p in Path(folder).iterdir()] if name and folder.startswith(self.folder) else []
        return f"{folder}/{next((n for n in names if n.casefold() == name.casefold()), name)}"

    def _one(self, name: str) -> Callable[..., Any]:
        return lambda path, *rest, **named: self.real[name](self.spelled(path), *rest, **named)

    def _open(self, path: Any, *rest: Any) -> Any:
        return Path(self.spelled(path)).open(*rest) if isinstance(path, str) else builtins.open(path, *rest)  # noqa: PTH123

    def _rename(self, old: str, new: str) -> None:
        target = new if self.spelled(old) == self.spelled(new) else self.spelled(new)
        self.real["rename"](self.spelled(old), target)


@pytest.fixture
def caseless(course: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    if sys.platform != "linux":
        pytest.skip("simulated on Linux; elsewhere it is so")
    CaselessFolder(course, monkeypatch)
    assert (course / "readme.MD").exists()
    yield course


def test_a_rename_in_case_only_loses_nothing(caseless: Path) -> None:
    before = contents(caseless)
    apply(caseless, changes([Move("README.md", "Readme.md")], {}, load=loader(caseless)), command="migrate")
    assert contents(caseless) == {"Readme.md": before["README.md"], "week 1/план.md": before["week 1/план.md"]}
    undo(caseless)
    assert contents(caseless) == before


def test_a_new_file_does_not_replace_one_of_another_case(caseless: Path) -> None:
    with pytest.raises(Refused, match="exists already"):
        apply(caseless, [Change("Readme.md", None, b"x")], command="fix")
