"""Every writing command can be taken back, one after the other, and only by one process at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.model import Refused
from repotool.writing import journal
from repotool.writing.apply import apply
from repotool.writing.edits import Change
from repotool.writing.journal import history, undo
from repotool.writing.state import locked, state_folder

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture
def course(write: Write) -> Path:
    return write({"course/a.md": "a0", "course/b.md": "b0"}) / "course"


def rewrite(course: Path, name: str, content: str, command: str = "fix") -> None:
    file = course / name
    before = file.read_bytes() if file.exists() else None
    apply(course, [Change(name, before, content.encode())], command=command)


def texts(course: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in sorted(course.iterdir())}


def test_undo_walks_back(course: Path) -> None:
    rewrite(course, "a.md", "a1", "fix")
    rewrite(course, "b.md", "b1", "rollover")
    rewrite(course, "a.md", "a2", "fix --unsafe-fixes")
    assert [entry.command for entry in history(course)] == ["fix --unsafe-fixes", "rollover", "fix"]
    assert undo(course) == ["a.md"]
    assert texts(course) == {"a.md": "a1", "b.md": "b1"}
    assert undo(course) == ["b.md"]
    assert undo(course) == ["a.md"]
    assert texts(course) == {"a.md": "a0", "b.md": "b0"}
    with pytest.raises(Refused, match="nothing to take back"):
        undo(course)


def test_after_an_undo_new_commands_are_taken_back_first(course: Path) -> None:
    rewrite(course, "a.md", "a1")
    rewrite(course, "a.md", "a2")
    undo(course)
    rewrite(course, "b.md", "b1")
    assert undo(course) == ["b.md"]
    assert undo(course) == ["a.md"]
    assert texts(course) == {"a.md": "a0", "b.md": "b0"}


def test_a_whole_batch_is_taken_back(course: Path) -> None:
    batch = [Change("a.md", b"a0", None), Change("week/a.md", None, b"a0"), Change("b.md", b"b0", b"b1")]
    apply(course, batch, command="migrate")
    (course / "week" / "mine.md").touch()
    assert sorted(undo(course)) == ["a.md", "b.md", "week/a.md"]
    assert (course / "week" / "mine.md").exists()  # not ours to delete, nor its folder
    assert (course / "a.md").read_text() == "a0"


@pytest.mark.parametrize("happened", ["changed", "deleted", "replaced by a folder"])
def test_what_was_changed_since_is_not_lost(course: Path, happened: str) -> None:
    batch = [Change("a.md", b"a0", b"a1"), Change("b.md", b"b0", b"b1")]
    apply(course, batch, command="fix")
    (course / "b.md").unlink()
    if happened == "changed":
        (course / "b.md").write_text("mine")
    elif happened == "replaced by a folder":
        (course / "b.md").mkdir()
    with pytest.raises(Refused, match=r"^b\.md: "):
        undo(course)
    assert (course / "a.md").read_text() == "a1"
    if happened == "replaced by a folder":
        (course / "b.md").rmdir()
    assert sorted(undo(course, force=True)) == ["a.md", "b.md"]
    assert texts(course) == {"a.md": "a0", "b.md": "b0"}


def test_a_change_that_is_undone_by_hand_is_settled(course: Path) -> None:
    apply(course, [Change("a.md", b"a0", b"a1"), Change("b.md", b"b0", b"b1")], command="fix")
    (course / "a.md").write_text("a0")
    assert undo(course) == ["b.md"]


def test_each_root_has_a_journal_of_its_own(course: Path, write: Write) -> None:
    other = write({"other/a.md": "x0"}) / "other"
    rewrite(course, "a.md", "a1")
    rewrite(other, "a.md", "x1")
    assert undo(course) == ["a.md"]
    assert (other / "a.md").read_text() == "x1"


@pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")
def test_the_journal_is_private_and_the_same_by_every_way(course: Path) -> None:
    rewrite(course, "a.md", "a1")
    assert stat.S_IMODE(state_folder(course).stat().st_mode) & 0o077 == 0
    (course.parent / "alias").symlink_to(course)
    assert undo(course.parent / "alias") == ["a.md"]


def test_old_entries_are_forgotten(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT_ENTRIES", 3)
    for number in range(1, 6):
        rewrite(course, "a.md", f"a{number}")
    assert [entry.files[0].before for entry in history(course)] == [b"a4", b"a3", b"a2"]


def test_big_entries_are_forgotten_but_the_last_never(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT_BYTES", 2_500)
    rewrite(course, "a.md", "x" * 1_000)
    for _ in range(3):
        rewrite(course, "a.md", "x" * 1_000 + "y")
        rewrite(course, "a.md", "x" * 1_000)
    assert len(history(course)) == 1
    rewrite(course, "a.md", "y" * 10_000)
    rewrite(course, "a.md", "last")
    assert len(history(course)) == 1
    undo(course)
    assert (course / "a.md").read_text() == "y" * 10_000


def test_numbers_go_on_past_eight_digits(course: Path) -> None:
    rewrite(course, "a.md", "a1")
    [entry] = history(course)
    entry.file.rename(entry.file.with_name("99999999.done"))
    rewrite(course, "a.md", "a2")
    rewrite(course, "a.md", "a3")
    undo(course)
    assert (course / "a.md").read_text() == "a2"


@pytest.mark.parametrize("damage", [b"", b"{", b'{"files": [{}]}\n', b"[]\n", b"\xff\n"])
def test_a_damaged_entry_is_told(course: Path, damage: bytes) -> None:
    rewrite(course, "a.md", "a1")
    [entry] = history(course)
    entry.file.write_bytes(damage)
    with pytest.raises(Refused, match="is damaged; delete it"):
        undo(course)


def test_bytes_that_rotted_are_not_restored(course: Path) -> None:
    rewrite(course, "a.md", "a1")
    [entry] = history(course)
    entry.file.write_bytes(entry.file.read_bytes()[:-1] + b"9")
    with pytest.raises(Refused, match="is damaged"):
        undo(course)
    assert (course / "a.md").read_text() == "a1"


def test_one_process_writes_at_a_time(course: Path) -> None:
    with locked(course):
        with pytest.raises(Refused, match=rf"another repotool \(process {os.getpid()}\) is writing"):
            rewrite(course, "a.md", "a1")
        with pytest.raises(Refused, match="another repotool"):
            undo(course)
    rewrite(course, "a.md", "a1")
    assert texts(course)["a.md"] == "a1"


def test_the_users_state_folder_is_the_default(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPOTOOL_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(course.parent / "xdg"))
    monkeypatch.setenv("HOME", str(course.parent))
    folder = state_folder(course)
    assert "repotool" in folder.parts
    assert not folder.exists()
