"""Edits of several makers -> edits that lie apart, and the places of a text after them."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

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

    def after(self, span: Span) -> Span:
        """The place of `span`; an edit that it touches belongs to it whole."""
        start, end, shift = span.start, span.end, 0
        new_start: int | None = None
        for edit in self.edits:
            if edit.span.start >= end and edit.span.start > start:
                break
            grown = len(edit.replacement) - (edit.span.end - edit.span.start)
            if edit.span.end <= start:
                shift += grown
                continue
            if new_start is None:
                new_start = min(start, edit.span.start) + shift
            end = max(end, edit.span.end)
            shift += grown
        return Span(start + shift if new_start is None else new_start, end + shift)
