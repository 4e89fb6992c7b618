"""Edits of several makers -> edits that lie apart, and the places of a text after them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import accumulate

from repotool.model import Edit, Span


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """The edits of one text, without those that touch one named before them; sorted by place."""
    taken: list[Span] = []
    kept = []
    for edit in edits:
        if not _overlaps(edit.span, taken):
            insort(taken, edit.span)
            kept.append(edit)
    return sorted(kept, key=lambda edit: edit.span)


def _overlaps(span: Span, taken: list[Span]) -> bool:
    at = bisect_left(taken, span)
    if at < len(taken) and (taken[at].start < span.end or taken[at] == span):
        return True
    return at > 0 and (taken[at - 1].end > span.start or (taken[at - 1] == span))


class Places:
    """Where the places of a text are after `edits`, which lie apart and are sorted."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self.edits = edits
        self.ends = [edit.span.end for edit in edits]
        self.shifts = [0, *accumulate(_growth(edit) for edit in edits)]

    def after(self, span: Span) -> Span:
        """The place of `span`; an edit that it touches belongs to it whole."""
        start, end = span.start, span.end
        first = bisect_right(self.ends, start)
        last = first
        while last < len(self.edits) and self.edits[last].span.start < max(end, start + 1):
            edit = self.edits[last].span
            start, end = min(start, edit.start), max(end, edit.end)
            last += 1
        return Span(start + self.shifts[first], end + self.shifts[last])


def _growth(edit: Edit) -> int:
    return len(edit.replacement) - (edit.span.end - edit.span.start)
