"""Edits of a text and the changes a plan makes: nothing but what they name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repotool.model import Copy, Create, Edit, Move, Refused, Span
from repotool.reading.source import read_source
from repotool.writing.edits import Change, apply_edits, changes


def edit(start: int, end: int, replacement: str, file: str = "a.md") -> Edit:
    return Edit(file, Span(start, end), replacement)


def test_edits_speak_of_the_text_as_it_is() -> None:
    text = "один два три\r\n"
    assert apply_edits(text, [edit(9, 12, "3"), edit(0, 4, "первый"), edit(14, 14, "!")]) == "первый два 3\r\n!"
    assert apply_edits(text, []) == text


def test_insertions_at_one_place_keep_their_order() -> None:
    assert apply_edits("ab", [edit(1, 1, "1"), edit(1, 2, "B"), edit(1, 1, "2"), edit(2, 2, "3")]) == "a12B3"


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, 3, "x"), edit(2, 4, "y")],
        [edit(0, 3, "x"), edit(0, 3, "x")],
        [edit(0, 3, "x"), edit(1, 1, "y")],
        [edit(4, 6, "x")],
        [edit(3, 2, "x")],
    ],
)
def test_edits_that_make_no_sense_are_an_error(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"a\.md"):
        apply_edits("abcde", edits)


@given(st.text(max_size=30), st.data())
def test_what_no_edit_names_stays(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    marked = apply_edits(text, [Edit("a.md", span, "\0") for span in reversed(spans)])
    kept = [
        text[a:b] for a, b in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
    ]
    assert marked == "\0".join(kept)


BEFORE = {"a.md": read_source("a.md", b"\xff one\r\n"), "b.md": read_source("b.md", b"two")}


def test_a_plan_as_changes() -> None:
    plan = [
        Create("new.md", b"new"),
        Move("a.md", "week/a.md"),
        edit(2, 5, "один"),
        edit(0, 3, "two", "b.md"),
        Copy(Path("/elsewhere/c.png"), "img/c.png"),
        Move("raw.bin", "data/raw.bin"),
    ]
    loaded = {Path("/elsewhere/c.png"): b"png", "raw.bin": b"\0"}
    mended = b"\xff " + "один".encode() + b"\r\n"
    assert changes(plan, BEFORE, load=loaded.__getitem__) == [
        Change("a.md", b"\xff one\r\n", None),
        Change("data/raw.bin", None, b"\0", Path("raw.bin")),
        Change("img/c.png", None, b"png", Path("/elsewhere/c.png")),
        Change("new.md", None, b"new"),
        Change("raw.bin", b"\0", None),
        Change("week/a.md", None, mended, Path("a.md")),
    ]


def test_a_swap_and_a_chain_of_moves() -> None:
    swap = [Move("a.md", "tmp.md"), Move("b.md", "a.md"), Move("tmp.md", "b.md")]
    by_path = {change.path: change.after for change in changes(swap, BEFORE)}
    assert by_path == {"a.md": b"two", "b.md": b"\xff one\r\n"}


@pytest.mark.parametrize(
    "plan",
    [
        [Create("a.md", b"")],
        [Create("new.md", b"1"), Create("new.md", b"2")],
        [Move("a.md", "b.md")],
        [Move("a.md", "c.md"), Move("a.md", "d.md")],
    ],
)
def test_a_plan_never_overwrites(plan: list[Create | Move]) -> None:
    with pytest.raises(Refused, match="nothing was written"):
        changes(plan, BEFORE)


def test_what_the_plan_needs_must_be_loadable() -> None:
    with pytest.raises(ValueError, match="needed"):
        changes([Move("unknown.bin", "x.bin")], BEFORE)
