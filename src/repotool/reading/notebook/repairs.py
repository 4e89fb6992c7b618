"""The cells of a damaged notebook, repaired together: a word in one cell speaks for a word in another.

The sources of all cells make one text, in which "\\n" stands between two cells. A repair keeps the number of "\\n", so
the repaired text falls apart into the same cells again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from msgspec.structs import replace

from repotool.encoding import is_sound
from repotool.model import CellRepairs, Document, Notebook, Region, Repair, Source, Span, Tree, View
from repotool.reading.damage import find_repair
from repotool.reading.notebook.documents import DATA, parse_cell, without_data
from repotool.reading.repaired import WayBack


def repair_cells(notebook: Notebook, tree: Tree | None) -> tuple[CellRepairs, dict[int, View]] | None:
    """What is damaged in the cells of a notebook, and the views of the repaired cells; None where nothing is."""
    written = "\n".join([cell.text for cell in notebook.cells])
    if (written.isascii() and "??" not in written) or (DATA not in written and is_sound(written)):
        return None  # most are: no view is made for them
    views = [without_data(cell.view) if cell.kind == "markdown" else cell.view for cell in notebook.cells]
    text = "\n".join(view.text for view in views)
    repair = find_repair(text, lambda _: _understood(notebook, views), notebook.path, tree)
    if repair is None:
        return None
    by_line = replace(repair, regions=_by_line(text, repair.regions), offered=_by_line(text, repair.offered))
    repairs = dict(_apart(by_line, views))
    source = Source(notebook.path, b"", text, "\n", by_line)
    numbered = {notebook.cells[index].number: one for index, one in repairs.items()}
    mended = {notebook.cells[index].number: _through(views[index], one) for index, one in repairs.items()}
    return CellRepairs(source, _joined(views), numbered), mended


def _starts(lengths: Iterable[int]) -> list[int]:
    return list(accumulate((length + 1 for length in lengths), initial=0))


def _understood(notebook: Notebook, views: Sequence[View]) -> Document:
    """The whole text as one document: code cells are code, Markdown cells have their own code and links."""
    code, links = [], []
    starts = _starts(len(view.text) for view in views)
    for start, view, cell in zip(starts, views, notebook.cells, strict=False):
        if cell.kind == "code":
            code.append(Span(start, start + len(view.text)))
        elif cell.kind == "markdown":
            document = parse_cell(notebook.path, view, cell.number)
            code += [span.shift(start) for span in document.code]
            links += [replace(link, target_span=link.target_span.shift(start)) for link in document.links]
    return Document(notebook.path, View(""), links=tuple(links), code=tuple(code))


def _by_line(text: str, regions: Sequence[Region]) -> tuple[Region, ...]:
    """Each region's part on each line: what is cut and written anew never goes from one string into the next."""
    return tuple(part for region in regions for part in _parts(text, region))


def _parts(text: str, region: Region) -> Iterator[Region]:
    old, new = region.span.cut(text).split("\n"), region.replacement.split("\n")
    if len(old) == 1 or len(old) != len(new):
        yield region
        return
    at, repaired = region.span.start, region.repaired.start
    for before, after in zip(old, new, strict=True):
        if before != after:
            span, place = Span(at, at + len(before)), Span(repaired, repaired + len(after))
            yield replace(region, span=span, repaired=place, replacement=after)
        at, repaired = at + len(before) + 1, repaired + len(after) + 1


def _apart(repair: Repair, views: Sequence[View]) -> Iterator[tuple[int, Repair]]:
    """The repair of each damaged cell, in its own spans."""
    damaged = _starts(len(view.text) for view in views)
    ends = _starts(view.text.count("\n") for view in views)
    lines = repair.text.split("\n")
    texts = ["\n".join(lines[first:last]) for first, last in pairwise(ends)]
    repaired = _starts(len(text) for text in texts)
    for index, text in enumerate(texts):
        inside = Span(damaged[index], damaged[index + 1])
        place = Span(repaired[index], repaired[index + 1])
        regions, offered = (_within(some, inside, place) for some in (repair.regions, repair.offered))
        lost = tuple(replace(one, span=one.span.shift(-place.start)) for one in repair.lost if place.holds(one.span))
        if regions or offered or lost:
            yield index, Repair(text, regions, repair.proven, repair.damage, offered, lost)


def _within(regions: Iterable[Region], damaged: Span, repaired: Span) -> tuple[Region, ...]:
    return tuple(
        replace(region, span=region.span.shift(-damaged.start), repaired=region.repaired.shift(-repaired.start))
        for region in regions
        if damaged.holds(region.span)
    )


def _joined(views: Sequence[View]) -> View:
    """The way from the text of all cells into the file. No edit goes over the end of a line, so all spell alike."""
    starts = _starts(len(view.text) for view in views)

    def place(span: Span) -> Span:
        at = min(bisect_right(starts, span.start), len(views)) - 1
        end = min(span.end, starts[at] + len(views[at].text))
        return views[at].place(Span(span.start, max(span.start, end)).shift(-starts[at]))

    return View("\n".join(view.text for view in views), place, views[0].spell)


def _through(view: View, repair: Repair) -> View:
    """The repaired cell, with the way back through the damaged one into the file."""
    way = WayBack(view.text, repair)

    def spell(text: str) -> str | None:
        damaged = way.spell(text)
        return None if damaged is None else view.spell(damaged)

    return View(repair.text, lambda span: view.place(way.place(span)), spell)
