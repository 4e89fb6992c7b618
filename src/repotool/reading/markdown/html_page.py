"""What HTML makes of a whole page: headings and tables whose tags may stand in different blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from repotool.model import Heading, Link, Span, Table, Tag
from repotool.model.regex import regex
from repotool.reading.markdown.anchors import Anchors
from repotool.reading.markdown.escapes import dereference
from repotool.reading.markdown.html_tables import html_tables
from repotool.reading.markdown.visible import Change, lines_of, seen_of_tag, shown

_HEADING = regex("h[1-6]")


class Untold(Struct, frozen=True):
    """A heading whose anchor is not told yet: it hangs on `anchored`, the text without images, and those before it."""

    span: Span
    level: int
    text: str
    anchored: str


def anchored(headings: Iterable[Untold]) -> Iterator[Heading]:
    """The headings with their anchors, in order."""
    anchors = Anchors()
    for heading in headings:
        yield Heading(heading.span, heading.level, heading.text, anchors.add(heading.anchored))


class Page:
    """The source and the HTML in it. Markdown links inside HTML elements are seen as their labels."""

    def __init__(self, text: str, tags: Sequence[Tag], comments: Iterable[Span], links: Iterable[Link]) -> None:
        self.text = text
        self._tags = tags
        changes = [Change(tag.span.start, tag.span.end, seen_of_tag(tag.name)) for tag in tags]
        changes += [Change(span.start, span.end, "") for span in comments]
        changes += [Change(x.span.start, x.span.end, x.text) for x in links if x.kind in ("link", "image", "reference")]
        self._changes = sorted(changes, key=lambda change: (change.start, -change.end))
        self._starts = [change.start for change in self._changes]

    def tables(self) -> Iterator[Table]:
        return html_tables(self.text, self._tags, self.seen)

    def headings(self) -> Iterator[Untold]:
        """`<h1>` … `<h6>` with their closing tags."""
        opening: Tag | None = None
        for tag in self._tags:
            if not _HEADING.fullmatch(tag.name):
                continue
            if tag.role == "close" and opening and opening.name == tag.name:
                text = self.seen(opening.span.end, tag.span.start).replace("\n", " ")
                yield Untold(Span(opening.span.start, tag.span.end), int(tag.name[1]), text, text)
            opening = tag if tag.role == "open" else None

    def seen(self, start: int, end: int) -> str:
        """What a reader sees of the source from `start` to `end`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        within = [change for change in self._changes[first:last] if change.end <= end]
        return lines_of(shown(self.text, start, end, within, dereference))
