"""Nouns are frozen: nothing assigns to their fields, and they compare, sort, hash and show as what they hold."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from repotool.model import Span, View


def test_nouns_compare_hash_sort_and_show_by_what_they_hold() -> None:
    assert Span(1, 2) == Span(1, 2) != Span(1, 3)
    assert len({Span(1, 2), Span(1, 2), Span(2, 2)}) == 2
    assert sorted([Span(2, 0), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(2, 0)]
    assert max(Span(1, 2), Span(2, 1)) == Span(2, 1)
    assert Span(1, 2) <= Span(1, 2) and Span(1, 3) >= Span(1, 2) and Span(1, 3) > Span(1, 2)
    assert repr(Span(1, 2)) == "Span(start=1, end=2)"
    assert Span(1, 2) != (1, 2) and View("a") != Span(0, 1)
    assert replace(Span(1, 2), end=5) == Span(1, 5)


def test_nothing_assigns_to_a_noun() -> None:
    with pytest.raises(AttributeError):
        Span(1, 2).start = 3  # type: ignore[misc]
