"""Killed at any point, a command leaves each file old or new, and undo still takes it back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from repotool.model import Refused
from repotool.writing.apply import apply
from repotool.writing.edits import Change
from repotool.writing.journal import history, undo
from repotool.writing.state import locked

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

# Each of these changes something that a crash could leave half done.
POINTS = ("open", "fsync", "mkdir", "rmdir", "rename", "replace", "unlink", "chmod")

OLD = {"README.md": b"old\r\n", "week/plan.md": b"plan", "moved.md": b"moved"}
NEW = {"README.md": b"new\r\n", "week/plan.md": b"PLAN", "far/away/moved.md": b"moved", "created.md": b"created"}
BATCH = [Change(path, OLD.get(path), NEW.get(path)) for path in sorted({*OLD, *NEW})]


def lay(folder: Path) -> Path:
    for path, content in OLD.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def killed(action: Callable[[], object], after: int) -> bool:
    """Runs `action` in a child that is killed at point number `after`; False where it ended before."""
    child = os.fork()
    if child == 0:
        try:
            count_down(after)
            action()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def count_down(left: int) -> None:
    """From now on the process dies before (even numbers) or after (odd ones) its `left / 2`-th call of a point."""

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = real(*args, **named)
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return call

    for name in POINTS:
        setattr(os, name, counted(getattr(os, name)))


def every_point(action: Callable[[Path], object], prepare: Callable[[Path], Path], top: Path) -> Iterator[Path]:
    """A fresh course for each point at which `action` can be killed, after it was."""
    for point in range(1_000):
        course = prepare(top / f"course-{point}")
        if not killed(lambda course=course: action(course), point):  # type: ignore[misc]
            assert point > 20, "the hooks are not reached"
            return
        yield course
    raise AssertionError("it never ends")


def assert_old_or_new(course: Path) -> None:
    for path in {*OLD, *NEW}:
        content = (course / path).read_bytes() if (course / path).exists() else None
        assert content in (OLD.get(path), NEW.get(path)), path
    assert (course / "moved.md").exists() or (course / "far/away/moved.md").exists()


def contents(course: Path) -> dict[str, bytes]:
    return {path.relative_to(course).as_posix(): path.read_bytes() for path in course.rglob("*") if path.is_file()}


def write(course: Path) -> None:
    apply(course, BATCH, command="fix")


def test_a_killed_command_is_taken_back(tmp_path: Path) -> None:
    recorded = 0
    for course in every_point(write, lay, tmp_path):
        assert_old_or_new(course)
        if history(course):
            undo(course)
            recorded += 1
        assert contents(course) == OLD
        assert not (course / "far").exists()
        with pytest.raises(Refused, match="nothing to take back"):
            undo(course)
    assert recorded > 20


def test_after_a_killed_command_the_next_one_goes_on(tmp_path: Path) -> None:
    for course in every_point(write, lay, tmp_path):
        current = contents(course)
        tidy = {path: content for path, content in current.items() if ".repotool-" not in path}
        apply(course, [Change("README.md", tidy["README.md"], b"newer")], command="fix")
        assert contents(course) == {**tidy, "README.md": b"newer"}
        while history(course):
            undo(course)
        assert contents(course) == OLD


def written_twice(course: Path) -> Path:
    lay(course)
    (course / "first.md").write_bytes(b"0")
    apply(course, [Change("first.md", b"0", b"1")], command="fix")
    write(course)
    return course


def test_a_killed_undo_is_finished_by_the_next_one(tmp_path: Path) -> None:
    for course in every_point(undo, written_twice, tmp_path):
        assert_old_or_new(course)
        if len(history(course)) == 2:
            undo(course)
        assert contents(course) == {**OLD, "first.md": b"1"}  # and not the command before it as well
        assert undo(course) == ["first.md"]


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    lay(tmp_path)

    def hold() -> None:
        with locked(tmp_path):
            os.kill(os.getpid(), signal.SIGKILL)

    assert killed(hold, 1_000_000)
    write(tmp_path)
    assert contents(tmp_path) == NEW


def test_another_process_that_writes_is_told_by_its_number(tmp_path: Path) -> None:
    lay(tmp_path)
    ready, told = os.pipe()
    wait, release = os.pipe()
    child = os.fork()
    if child == 0:
        with locked(tmp_path):
            os.write(told, b".")
            os.read(wait, 1)
        os._exit(0)
    os.read(ready, 1)
    try:
        with pytest.raises(Refused, match=rf"another repotool \(process {child}\) is writing"):
            write(tmp_path)
    finally:
        os.write(release, b".")
        os.waitpid(child, 0)
    assert contents(tmp_path) == OLD
    for end in (ready, told, wait, release):
        os.close(end)
