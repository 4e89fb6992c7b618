"""Pairs that are worth the most together: linear sum assignment.

The packages that solve it need numpy, or are large for this one question; between two years there are some thirty
lessons. So the method is written out here: shortest augmenting paths with potentials (Kuhn and Munkres; Jonker and
Volgenant 1987), in rows² × columns steps. The tests hold it to trying every assignment.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]


def best_pairs(worth: Matrix) -> list[tuple[int, int]]:
    """Pairs (row, column) whose worth is the greatest together; each row and column once, at most.

    `worth` holds numbers from 0; what is worth 0 is never paired. Of equally good answers always the same is given.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        turned = [list(column) for column in zip(*worth, strict=True)]
        return sorted((row, column) for column, row in best_pairs(turned))
    return [(row, column) for row, column in _assigned(worth) if worth[row][column] > 0]


def _assigned(worth: Matrix) -> list[tuple[int, int]]:
    """Every row with its column; there are at least as many columns as rows. Row and column 0 are of the method."""
    rows, columns = len(worth), len(worth[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        came_from, end = _shortest_path(worth, row_of, row_price, column_price)
        while end:
            row_of[end] = row_of[came_from[end]]
            end = came_from[end]
    return sorted((row - 1, column - 1) for column, row in enumerate(row_of) if row and column)


def _shortest_path(
    worth: Matrix, row_of: list[int], row_price: list[float], column_price: list[float]
) -> tuple[list[int], int]:
    """The cheapest way from the new row to a column that is free: where each column was come from, and its end.

    Prices are moved so that every step of the way is free of cost, as the next search needs it.
    """
    columns = len(column_price)
    slack, came_from, used = [math.inf] * columns, [0] * columns, [False] * columns
    at = 0
    while row_of[at]:
        used[at] = True
        row, step, nearest = row_of[at], math.inf, 0
        for column in range(1, columns):
            if used[column]:
                continue
            cost = -worth[row - 1][column - 1] - row_price[row] - column_price[column]
            if cost < slack[column]:
                slack[column], came_from[column] = cost, at
            if slack[column] < step:
                step, nearest = slack[column], column
        for column in range(columns):
            if used[column]:
                row_price[row_of[column]] += step
                column_price[column] -= step
            else:
                slack[column] -= step
        at = nearest
    return came_from, at


def longest_increasing(values: Sequence[int]) -> set[int]:
    """The places of a longest run of `values` that only grows: what is not in it has moved."""
    best: list[tuple[int, int]] = []  # by the place where the run ends: its length, the place before
    for at, value in enumerate(values):
        length, before = max(((best[i][0], i) for i in range(at) if values[i] < value), default=(0, -1))
        best.append((length + 1, before))
    at = max(range(len(values)), key=lambda i: best[i][0], default=-1)
    found = set()
    while at >= 0:
        found.add(at)
        at = best[at][1]
    return found
