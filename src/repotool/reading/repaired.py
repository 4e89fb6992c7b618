"""The way back from the repaired text of a damaged file to the damaged one.

A repair keeps the number of "\\n", so a line of the repaired text is a line of the damaged one. Inside a line the way
is exact where the line, damaged again character by character, is the damaged line. Where it is not, a place is the
whole line within its region, and nothing is spelled: an edit there would hit more than it means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from repotool.model import Repair, Span

_MARK = "\ufeff"


class _Piece(Struct, frozen=True):
    """A line, or a region's part of it: where it stands in the repaired and in the damaged text."""

    repaired: Span
    damaged: Span


class WayBack:
    """Maps spans of `repair.text` to the text it repairs, and spells replacements as that text would.

    A line is damaged again once, when the first place in it is asked for.
    """

    def __init__(self, damaged: str, repair: Repair) -> None:
        self._damaged = damaged
        self._repaired = repair.text
        self._damage = repair.damage
        self._spellings: dict[str, str | None] = {}
        self._pieces = list(_pieces(damaged, repair))
        self._starts = [piece.repaired.start for piece in self._pieces]
        self._tables: dict[int, Sequence[int] | None] = {}
        self._exact: bool | None = None
        self._closed: bool | None = None

    def place(self, span: Span) -> Span:
        """The damaged text of a repaired `span`: exact, or the extent of the lines it touches."""
        start = self._edge(span.start, last=False)
        return Span(start, max(start, self._edge(span.end, last=True)))

    def spell(self, text: str) -> str | None:
        """`text` as the damaged file would write it; None where that cannot be told for certain."""
        if not self._is_exact():
            return None
        damaged = self._damage(text)
        return damaged if damaged == text or self._is_closed() else None

    def _edge(self, offset: int, *, last: bool) -> int:
        at = bisect_right(self._starts, offset) - 1
        if at < 0:
            return offset
        piece = self._pieces[at]
        if offset >= piece.repaired.end:
            return piece.damaged.end + offset - piece.repaired.end
        if offset == piece.repaired.start:
            return piece.damaged.start
        table = self._table(at)
        if table is None:
            return piece.damaged.end if last else piece.damaged.start
        return piece.damaged.start + table[offset - piece.repaired.start]

    def _table(self, at: int) -> Sequence[int] | None:
        """For each character of a piece its offset in the damaged piece; None where no proof of it is found."""
        if at not in self._tables:
            self._tables[at] = self._aligned(self._pieces[at])
        return self._tables[at]

    def _aligned(self, piece: _Piece) -> Sequence[int] | None:
        repaired, damaged = piece.repaired.cut(self._repaired), piece.damaged.cut(self._damaged)
        spelled = [self._spelled(character) for character in repaired]
        if None in spelled or "".join(s or "" for s in spelled) != damaged:
            return None
        return list(accumulate((len(s or "") for s in spelled), initial=0))

    def _spelled(self, character: str) -> str | None:
        if character not in self._spellings:
            self._spellings[character] = self._damage(character)
        return self._spellings[character]

    def _is_exact(self) -> bool:
        if self._exact is None:
            self._exact = all(self._table(at) is not None for at in range(len(self._pieces)))
        return self._exact

    def _is_closed(self) -> bool:
        """Whether all that is not plain in this file is damaged, so that a replacement anywhere must be, too."""
        if self._closed is None:
            ends = [0, *(piece.repaired.end for piece in self._pieces)]
            starts = [*self._starts, len(self._repaired)]
            gaps = (self._repaired[end:start].removeprefix(_MARK) for end, start in zip(ends, starts, strict=True))
            self._closed = all(self._damage(gap) == gap for gap in gaps)
        return self._closed


def _pieces(damaged: str, repair: Repair) -> Iterator[_Piece]:
    for region in _regions(damaged, repair):
        here = damaged[region.damaged.start : region.damaged.end].split("\n")
        there = repair.text[region.repaired.start : region.repaired.end].split("\n")
        if len(here) != len(there):
            yield region
            continue
        start, repaired_start = region.damaged.start, region.repaired.start
        for line, repaired_line in zip(here, there, strict=True):
            if line != repaired_line:
                yield _without_mark(line, repaired_line, start, repaired_start)
            start += len(line) + 1
            repaired_start += len(repaired_line) + 1


def _without_mark(line: str, repaired: str, start: int, repaired_start: int) -> _Piece:
    """A byte-order mark that damage and repair left alone stands outside the damage."""
    skip = 1 if line.startswith(_MARK) and repaired.startswith(_MARK) else 0
    return _Piece(
        Span(repaired_start + skip, repaired_start + len(repaired)),
        Span(start + skip, start + len(line)),
    )


def _regions(damaged: str, repair: Repair) -> list[_Piece]:
    """The regions in order, where what stands between them is indeed the same; else the whole text as one."""
    regions = sorted((_Piece(r.repaired, r.span) for r in repair.regions), key=lambda piece: piece.damaged)
    end = repaired_end = 0
    for region in [*regions, _end_of(damaged, repair)]:
        if region.damaged.start < end or region.repaired.start < repaired_end:
            break
        if damaged[end : region.damaged.start] != repair.text[repaired_end : region.repaired.start]:
            break
        end, repaired_end = region.damaged.end, region.repaired.end
    else:
        return regions
    return [_Piece(Span(0, len(repair.text)), Span(0, len(damaged)))]


def _end_of(damaged: str, repair: Repair) -> _Piece:
    return _Piece(Span(len(repair.text), len(repair.text)), Span(len(damaged), len(damaged)))
