"""The best pairs are the best: held to trying every assignment."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repotool.years.assignment import best_pairs, longest_increasing

WORTH = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=5)
)


def best_by_trying(worth: list[list[int]]) -> int:
    """The greatest sum that any assignment has; rows that are left over are paired with nothing."""
    rows, columns = len(worth), len(worth[0])
    padded = [[*row, *[0] * rows] for row in worth]
    orders = permutations(range(columns + rows), rows)
    return max(sum(padded[row][column] for row, column in enumerate(order)) for order in orders)


@given(WORTH)
def test_no_assignment_is_worth_more(worth: list[list[int]]) -> None:
    pairs = best_pairs(worth)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(worth[row][column] > 0 for row, column in pairs)
    assert sum(worth[row][column] for row, column in pairs) == best_by_trying(worth)


@pytest.mark.parametrize("worth", [[], [[]], [[], []], [[0.0, 0.0]]])
def test_where_nothing_is_worth_anything_nothing_is_paired(worth: list[list[float]]) -> None:
    assert best_pairs(worth) == []


@given(st.permutations(range(7)))
def test_a_longest_growing_run_grows_and_is_longest(values: list[int]) -> None:
    stayed = sorted(longest_increasing(values))
    run = [values[at] for at in stayed]
    assert run == sorted(run)
    shorter_orders = [
        [v for at, v in enumerate(values) if mask >> at & 1] for mask in range(1 << 7) if mask.bit_count() > len(run)
    ]
    assert not any(order == sorted(order) for order in shorter_orders)
