"""What cells printed that a program had read in a wrong encoding: told, and never mended, for the next run does that.

Nearly all outputs are sound, and some have megabytes: only lines that are not ASCII are looked at, and of them only
those with letters that could be damaged ones.
"""

from __future__ import annotations

from collections.abc import Iterator

from repotool import encoding
from repotool.model import DamagedOutput, Notebook, Output, Span
from repotool.model.regex import regex

MOST_READ = 20_000
"""Characters of one output's lines that are not ASCII; a table read wrongly shows it in its first rows."""
# Anything but ASCII, the signs of tables and numbers (5 rows × 3 columns, 12 µs), boxes, bars and emoji.
_MAY_BE_DAMAGED = regex("[^\x00-\x7f\xa0\xb0\xb1\xb5\xb7\xd7\u2000-\u2bff\ufe00-\uffff]")


def damaged_outputs(notebook: Notebook) -> Iterator[DamagedOutput]:
    """Of each cell the first damaged place in what it printed."""
    texts = [text for cell in notebook.cells for output in cell.outputs for text in output.texts.values()]
    if encoding.is_sound("\n".join(_suspect_lines(text) for text in texts if not text.isascii())):
        return  # nearly always, and one look at all of them is faster than one at each
    for cell in notebook.cells:
        found = (place for output in cell.outputs for place in _damaged(notebook, output))
        first = next(found, None)
        if first is not None:
            yield first


def _damaged(notebook: Notebook, output: Output) -> Iterator[DamagedOutput]:
    for mime, text in output.texts.items():
        region = None if text.isascii() else _first_region(text)
        view = notebook.view(output.text_path(mime)) if region else None
        if region is not None and view is not None:
            damaged, repaired, plan = region
            at = view.text.find(damaged)
            span = view.place(Span(at, at + len(damaged)))
            yield DamagedOutput(span, damaged, repaired, plan)


def _suspect_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.isascii())[:MOST_READ]


def _first_region(text: str) -> tuple[str, str, str] | None:
    """The first damaged place, what it was, and how it came about; one that is safe goes first."""
    lines = _suspect_lines(text)
    if not _MAY_BE_DAMAGED.search(lines):
        return None
    regions = sorted(encoding.repair(lines).regions, key=lambda region: (not region.safe, region.start))
    if not regions:
        return None
    line, _, _ = lines[regions[0].start : regions[0].end].partition("\n")
    return line, regions[0].repaired.partition("\n")[0], regions[0].plan.name
