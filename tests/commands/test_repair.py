"""`repotool repair`: the engine alone, in place and as a filter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli import repotool

Write = Callable[[dict[str, str | bytes]], Path]

CLEAN = "Лекции идут по вторникам.\r\nСеминары ведут трое ассистентов.\n"
DAMAGED = CLEAN.encode().decode("mac_roman")


def test_it_is_a_filter(tmp_path: Path) -> None:
    assert repotool("repair", cwd=tmp_path, stdin=DAMAGED.encode()).out == CLEAN.encode()
    assert repotool("repair", "-", cwd=tmp_path, stdin=CLEAN.encode()).out == CLEAN.encode()


def test_it_reads_bytes_of_other_encodings(tmp_path: Path) -> None:
    assert repotool("repair", cwd=tmp_path, stdin=CLEAN.encode("cp1251")).out == CLEAN.encode()


def test_it_repairs_files_in_place_and_undo_takes_it_back(write: Write) -> None:
    folder = write({"notes.txt": DAMAGED, "clean.txt": CLEAN})
    ran = repotool("repair", "notes.txt", "clean.txt", cwd=folder)
    assert (folder / "notes.txt").read_bytes() == CLEAN.encode()
    assert ran.err == "repaired notes.txt\nnothing to repair in clean.txt\n"
    repotool("undo", cwd=folder)
    assert (folder / "notes.txt").read_bytes() == DAMAGED.encode()


def test_a_diff_writes_nothing(write: Write) -> None:
    folder = write({"notes.txt": DAMAGED})
    ran = repotool("repair", "--diff", "notes.txt", cwd=folder)
    assert (ran.code, (folder / "notes.txt").read_bytes()) == (1, DAMAGED.encode())
    assert "+Семинары ведут трое ассистентов.\n" in ran.text


def test_a_named_chain_is_not_guessed(tmp_path: Path) -> None:
    twice = "é".encode().decode("cp1252").encode().decode("mac_roman")
    assert repotool("repair", "--from", "cp1252,mac_roman", cwd=tmp_path, stdin=twice.encode()).text == "é"


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    ran = repotool("repair", "--from", "mac_rman", cwd=tmp_path, stdin=b"x")
    assert (ran.code, "--from" in ran.err) == (2, True)


def test_it_explains_itself(tmp_path: Path) -> None:
    ran = repotool("repair", "--explain", cwd=tmp_path, stdin=DAMAGED.encode())
    assert "UTF-8 read as Mac Roman" in ran.err
    assert "exact round trip" in ran.err
