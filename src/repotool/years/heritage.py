"""Which notebook of the year before a notebook was made of, and how much of it is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from repotool.model import Heritage
from repotool.years.content import Cells

CANDIDATES = 4
"""Notebooks that are looked at cell by cell, the likeliest first."""
SIMILAR = 0.5
"""From this share of common shingles on, a cell is an edited one."""
LEAST = 0.1
"""Below this share of its cells, a notebook is new: some lines of imports stand everywhere."""
FEWEST, MOST = 3, 0.5
"""Fewer cells than these are inherited by chance, unless they are most of the notebook."""
COMMON = 0.25
"""A shingle that stands in more than this share of the notebooks tells nothing of where one comes from."""


class Ancestors:
    """The notebooks of one edition, by what they say."""

    def __init__(self, notebooks: Mapping[str, Cells]) -> None:
        self.notebooks = notebooks
        self.holders: dict[int, list[str]] = {}
        for path, cells in notebooks.items():
            for shingle in cells.sample:
                self.holders.setdefault(shingle, []).append(path)

    def heritage(self, cells: Cells) -> Heritage:
        """What the notebook has of its likeliest ancestor."""
        found = [_inherited(cells, self.notebooks[path]) for path in self._likeliest(cells)]
        best = max(found, key=lambda h: (h.share, h.same, h.path == h.source), default=None)
        if best is None or best.share < LEAST or (best.share < MOST and best.same + best.similar < FEWEST):
            return Heritage(cells.path, len(cells.texts))
        return best

    def _likeliest(self, cells: Cells) -> list[str]:
        many = max(3, COMMON * len(self.notebooks))
        tally: Counter[str] = Counter()
        for shingle in cells.sample:
            holders = self.holders.get(shingle, ())
            if len(holders) <= many:
                tally.update(holders)
        ranked = sorted(tally, key=lambda path: (-tally[path], path))
        return ranked[:CANDIDATES]


def _inherited(cells: Cells, ancestor: Cells) -> Heritage:
    known = set(ancestor.texts)
    same = sum(text in known for text in cells.texts)
    changed = [at for at, text in enumerate(cells.texts) if text not in known]
    similar = sum(_is_edited(cells.shingles[at], ancestor) for at in changed)
    return Heritage(cells.path, len(cells.texts), ancestor.path, same, similar)


def _is_edited(shingles: frozenset[int], ancestor: Cells) -> bool:
    """Whether half of a cell, and half of a cell of then, are the same."""
    tally = Counter(at for shingle in shingles for at in ancestor.holders.get(shingle, ()))
    return any(
        2 * common >= SIMILAR * (len(shingles) + len(ancestor.shingles[at])) for at, common in tally.most_common(5)
    )
