"""In which table cell a link stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from repotool.model import InCell, Link, Span, Table


def with_places(links: Iterable[Link], tables: Sequence[Table]) -> list[Link]:
    """The links, each with the innermost cell around its target: tables of HTML may stand in others."""
    cells = sorted(_cells(tables), key=lambda cell: (-cell[0].start, cell[0].end))
    around: list[tuple[Span, InCell]] = []
    placed = []
    for link in sorted(links, key=lambda link: link.target_span.start):
        position = link.target_span.start
        while cells and cells[-1][0].start <= position:
            around.append(cells.pop())
        while around and around[-1][0].end < position:
            around.pop()
        placed.append(_in_cell(link, around[-1][1]) if around else link)
    return placed


def in_order(links: Iterable[Link]) -> list[Link]:
    """The links in the order of the text; of those that begin together the outer one first."""
    return sorted(links, key=lambda link: (link.span.start, -link.span.end, link.target_span.start))


def _in_cell(link: Link, where: InCell) -> Link:
    """`replace(link, where=where)`, which would take most of the time of a schedule with many links."""
    return Link(link.span, link.text, link.target, link.target_span, link.kind, where, link.title, link.text_span)


def _cells(tables: Sequence[Table]) -> Iterator[tuple[Span, InCell]]:
    """Every cell where it stands first; one that spans rows or columns is the cell of the first of them."""
    for number, table in enumerate(tables):
        may_span = table.kind == "html"
        seen: set[Span] = set()
        for row, line in enumerate((table.header, *table.rows), start=-1):
            for column, cell in enumerate(line.cells):
                if may_span and cell.span in seen:
                    continue
                if may_span:
                    seen.add(cell.span)
                yield cell.span, InCell(number, row, column)
