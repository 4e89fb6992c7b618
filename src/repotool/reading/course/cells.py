"""What stands in the cells of a schedule: links and labels, or a placeholder for what is still to come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from repotool.model import Document, InCell, Link, Span, TableCell
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary

WORD = regex(r"[^\W\d_]{2}|[0-9]")
"""Two letters in a row or a digit say something; the faces ¯\\_(ツ)_/¯ and ＼(٥⁀▽⁀ )／ do not."""
LETTERS = regex(r"[^\W\d_][.)]?(?:\n[^\W\d_][.)]?)+")
"""Lines of one letter each are the items of a list; one such letter alone is a mark in a table."""
DASHES = regex(r"[-–—−\s]+")
BULLET = regex(r"[-–—*•·]\s+")
LONGEST_PLACEHOLDER = 24
MOST = 300
"""Links of a cell; where there are more, its other lines are not looked at one by one."""
OFTEN = 3
"""So many cells with the same few words are a placeholder, if they stand in more than one column."""
LINKS = ("link", "reference", "autolink", "bare", "html")


class Item(Struct, frozen=True):
    """A link of a cell, or a label without one; `span` is where it stands."""

    text: str
    target: str | None
    span: Span
    link: Link | None = None


class Cells:
    """The cells of one document's tables, with their links and the placeholders found among them."""

    def __init__(self, document: Document, words: Vocabulary) -> None:
        self.text = document.view.text
        self.words = words
        self.links: dict[InCell, list[Link]] = {}
        for link in document.links:
            if link.where is not None and link.kind in LINKS:
                self.links.setdefault(link.where, []).append(link)
        self.repeated: frozenset[str] = frozenset()
        self.placeholders: frozenset[str] = frozenset()

    def learn(self, places: Sequence[tuple[InCell, TableCell]]) -> str | None:
        """Learns from the cells for materials and homework what such a cell says that has nothing to say yet.

        Returns the most frequent placeholder as written: "" where such cells are left empty, None where there are none.
        """
        linkless = [
            (place, cell) for place, cell in places if place not in self.links and len(cell.text) <= LONGEST_PLACEHOLDER
        ]
        labels = {_key(link.text) for place, _ in places for link in self.links.get(place, ())}
        self.repeated = frozenset(_repeated(linkless)) - labels
        silent = [cell for _, cell in linkless if self.says_nothing(cell)]
        self.placeholders = frozenset(_key(cell.text) for cell in silent)
        filled = Counter(cell.raw for cell in silent if cell.raw)
        if filled:
            return filled.most_common(1)[0][0]
        return "" if silent else None

    def says_nothing(self, cell: TableCell) -> bool:
        """Is the cell empty or a placeholder: without words, one that its table repeats, one the vocabularies name?"""
        text = _key(cell.text)
        if LETTERS.fullmatch(cell.text.strip()):
            return False
        if not WORD.search(text) or text in self.repeated:
            return True
        return self.words.names("words.nothing", text.strip(" ._*()…?!"))

    def topics(self, cell: TableCell | None) -> tuple[str, ...]:
        """The topics of a cell, one a line; nothing of a placeholder."""
        if cell is None or _key(cell.text) in self.placeholders or not re.search(r"\w", cell.text):
            return ()
        return tuple(lines(cell.text))

    def items(self, place: InCell, cell: TableCell) -> Iterator[Item]:
        """The links of a cell and its lines without one, in their order; nothing of a placeholder."""
        links = self.links.get(place, [])
        found = [Item(_label(link), link.target or None, link.span, link) for link in links]
        if not links and self.says_nothing(cell):
            return iter(())
        found += self._labels(cell, links)
        return iter(sorted(found, key=lambda item: item.span))

    def _labels(self, cell: TableCell, links: Sequence[Link]) -> Iterator[Item]:
        """The lines of a cell that belong to no link."""
        begin = cell.span.start
        lettered = LETTERS.fullmatch(cell.text.strip()) is not None
        for line in lines(cell.text) if len(links) <= MOST else ():
            if not (lettered or WORD.search(line)) or any(
                link.text.strip() and link.text.strip() in line for link in links
            ):
                continue
            place = self.text.find(line, begin, cell.span.end)
            span = cell.span if place < 0 else Span(place, place + len(line))
            begin = begin if place < 0 else span.end
            if not any(link.span.holds(span) for link in links):
                yield Item(line, None, span)


def lines(text: str) -> list[str]:
    """The lines of a cell's text, without the bullets that are written in it."""
    stripped = (line.strip() for line in text.splitlines())
    bare = (line[match.end() :] if (match := BULLET.match(line)) else line for line in stripped)
    return [line for line in bare if line]


def is_dash(text: str) -> bool:
    """Dashes and nothing else: the mark of a row that holds no lesson."""
    return DASHES.fullmatch(text.strip()) is not None and bool(text.strip())


def _repeated(cells: Sequence[tuple[InCell, TableCell]]) -> Iterator[str]:
    """Words that stand again and again, and both for materials and for homework: no label does that."""
    columns: dict[str, set[int]] = {}
    times: Counter[str] = Counter()
    for place, cell in cells:
        columns.setdefault(_key(cell.text), set()).add(place.column)
        times[_key(cell.text)] += 1
    return (text for text, count in times.items() if text and count >= OFTEN and len(columns[text]) > 1)


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _label(link: Link) -> str:
    return " ".join(link.text.split()) or link.target
