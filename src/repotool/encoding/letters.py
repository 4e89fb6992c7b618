"""How usual a text looks, letter pair by letter pair, in any of some ninety languages.

The table (`letter_pairs.bin`, made by `tools/build_letter_pairs.py`) is read at the first question, never at import.
Costs are -log probabilities; 10 units are one nat.
"""

from __future__ import annotations

import json
import zlib
from functools import cache
from itertools import accumulate
from operator import getitem
from pathlib import Path

from repotool.encoding.alphabet import GROUP_NAMES, fold, group_of
from repotool.model.regex import regex

UNIT = 10
"""Units of cost in one nat."""
SURPRISING = int(9.5 * UNIT)
"""A letter pair of this cost is one that no language known here would write."""
WORD_START = int(3.5 * UNIT)
"""What more it takes after a space, a digit or ASCII punctuation, where any of ninety languages may begin."""


class _Symbols(dict[str, int]):
    """Character → symbol; filled as characters come."""

    def __init__(self, known: dict[str, int], own: int, first_group: int) -> None:
        super().__init__(known)
        self.known = own
        self.first_group = first_group
        self._groups = {name: first_group + i for i, name in enumerate(GROUP_NAMES)}

    def __missing__(self, char: str) -> int:
        low = fold(char)
        symbol = self.get(low) if low != char else None
        self[char] = symbol = self._groups[group_of(char)] if symbol is None else symbol
        return symbol


class _Rows(dict[int, bytes]):
    """Symbol → the cost of each symbol that may follow it; unpacked as symbols come."""

    def __init__(self, symbols: int, body: bytes) -> None:
        super().__init__()
        n = symbols
        self._base, self.share, self._leave = body[:n], body[n : 2 * n], body[2 * n : 3 * n]
        self._ends = [0, *accumulate(_two_byte_numbers(body[3 * n : 5 * n]))]
        self._starts = [0, *accumulate(_two_byte_numbers(body[5 * n : 7 * n]))]
        split = 7 * n + self._starts[-1]
        end = split + self._ends[-1]
        self._columns, self._costs, self.rest = body[7 * n : split], body[split:end], body[end:]

    def __missing__(self, symbol: int) -> bytes:
        row = bytearray(self._base.translate(_shift(self._leave[symbol])))
        gaps = self._columns[self._starts[symbol] : self._starts[symbol + 1]]
        costs = iter(self._costs[self._ends[symbol] : self._ends[symbol + 1]])
        column = -1
        for gap in gaps:
            if gap == 255:
                column += 255
            else:
                column += gap + 1
                row[column] = next(costs)
        self[symbol] = done = bytes(row)
        return done


def _two_byte_numbers(raw: bytes) -> list[int]:
    return [low + 256 * high for low, high in zip(raw[::2], raw[1::2], strict=True)]


class _Flags(dict[int, bytes]):
    """Symbol → 1 for each symbol that surprises after it; which member of a group it is does not count."""

    def __init__(self, rows: _Rows, plain: frozenset[int]) -> None:
        super().__init__()
        self._rows, self._plain = rows, plain
        self._shared = [symbol for symbol, share in enumerate(rows.share) if share]

    def __missing__(self, symbol: int) -> bytes:
        least = SURPRISING + (WORD_START if symbol in self._plain else 0)
        row, share = self._rows[symbol], self._rows.share
        flags = bytearray(row.translate(_at_least(least)))
        for group in self._shared:
            flags[group] = row[group] - share[group] >= least
        self[symbol] = done = bytes(flags)
        return done


@cache
def _shift(by: int) -> bytes:
    """A translation table that adds to every cost, up to the highest."""
    return bytes(range(by, 256)) + b"\xff" * by


@cache
def _at_least(least: int) -> bytes:
    """A translation table from costs to 0 and 1."""
    return bytes(least) + b"\1" * (256 - least)


@cache
def _table() -> tuple[_Symbols, _Rows, _Flags]:
    packed = Path(__file__).with_name("letter_pairs.bin").read_bytes()
    head, body = zlib.decompress(packed).split(b"\n", 1)
    about = json.loads(head)
    known = {char: i for i, char in enumerate(about["known"])}
    size = own = len(known)
    for bands in about["bands"].values():
        for band in bands:
            known.update(dict.fromkeys(band, size))
            size += 1
    symbols, rows = _Symbols(known, own, size), _Rows(about["symbols"], body)
    return symbols, rows, _Flags(rows, frozenset(symbols[char] for char in " .0"))


@cache
def _languages() -> dict[str, int]:
    """Letter beyond ASCII → the languages that write it, as bits."""
    symbols, rows, _ = _table()
    known = [char for char, symbol in symbols.items() if symbol < symbols.known]
    width = len(rows.rest) // symbols.known
    masks = {c: int.from_bytes(rows.rest[symbols[c] * width : (symbols[c] + 1) * width], "little") for c in known}
    return {char: mask for char, mask in masks.items() if mask and not char.isascii()}


def out_of_tune(text: str) -> int:
    """How many distinct letters of a text the language does not write that writes most of them."""
    languages = _languages()
    masks = [mask for char in set(text.lower()) if (mask := languages.get(char))]
    if len(masks) < 2:
        return 0
    every = 0
    for mask in masks:
        every |= mask
    return len(masks) - max(sum(mask >> i & 1 for mask in masks) for i in range(every.bit_length()) if every >> i & 1)


def pair_costs(text: str) -> bytes:
    """The cost of each letter pair of the text: byte i is that of (text[i], text[i + 1])."""
    symbols, rows, _ = _table()
    numbers = [*map(symbols.__getitem__, text)]
    return bytes(map(getitem, map(rows.__getitem__, numbers), numbers[1:]))


def cost(text: str) -> int:
    """The cost of a text, in tenths of a nat, its first character taken as given."""
    return sum(pair_costs(text))


def surprises(text: str) -> bytes:
    """1 for each letter pair that no language known here would write and for each break of case, else 0.

    Byte i is that of (text[i], text[i + 1]).
    """
    symbols, _, flags = _table()
    numbers = [*map(symbols.__getitem__, text)]
    found = bytearray(map(getitem, map(flags.__getitem__, numbers), numbers[1:]))
    for at in breaks_of_case(text):
        found[at - 1] = 1
    return bytes(found)


class _Shapes(dict[int, str]):
    """Code point → C for a capital and c for a small letter of ASCII, F and f for those beyond, else a full stop."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shape = "C" if char.isupper() else "c" if char.islower() else "."
        self[code] = shape = shape if code < 128 or shape == "." else "F" if shape == "C" else "f"
        return shape


_SHAPES = _Shapes()
_CAPITAL = regex("(?<![CF])F")
_CASE_BREAK = regex("(?<=f)[CF]|(?<=c)F|(?<=[CF][CF])f")


def breaks_of_case(text: str) -> list[int]:
    """Where case breaks, at letters beyond ASCII: a capital after a small letter (`tamÃ©`), a small letter after two
    capitals (`AHř`).  Nowhere in `Café` and `CAFÉ`."""
    return [match.start() for match in _CASE_BREAK.finditer(text.translate(_SHAPES))]


def capitals(text: str) -> int:
    """How many rows of capitals there are beyond ASCII: one in `Ёж`, one in `ЁЖ`, none in `Cafés`."""
    return len(_CAPITAL.findall(text.translate(_SHAPES)))


def strangers(text: str) -> int:
    """How many distinct characters of a text the table knows only as members of a group: hardly any text has them."""
    symbols, _, _ = _table()
    return sum(symbols[char] >= symbols.first_group for char in set(text))
