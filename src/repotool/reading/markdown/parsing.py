"""Markdown, understood: text -> Document.

mistletoe tells the blocks (`blocks.py`; of plain texts `plain.py` does), `inline.py` what stands in them, `html.py`
what is HTML, and `nouns.py` makes of it the nouns of the model, with spans of the text. mistletoe is imported by the
first text that is not plain.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from repotool.model import Document, View
from repotool.reading.markdown.limits import MOST_CHARACTERS, TooMuch
from repotool.reading.markdown.near_links import near_links
from repotool.reading.markdown.nouns import document
from repotool.reading.markdown.passage import Lines, Placed, Unplaced
from repotool.reading.markdown.plain import plain_blocks


def parse(path: str, view: View, cell: int | None = None) -> Document:
    """The document in `view`. It never raises: what no one could have meant to write is refused, see `unparsable`."""
    if len(view.text) > MOST_CHARACTERS:
        return Document(path, view, unparsable=f"the text is longer than {MOST_CHARACTERS:,} characters", cell=cell)
    try:
        blocks = plain_blocks(view.text)
        parsed = document(path, view, _read_blocks(view.text) if blocks is None else blocks, cell)
        near = near_links(parsed)
        return replace(parsed, near_links=near) if near else parsed
    except (TooMuch, Unplaced) as error:
        return Document(path, view, unparsable=str(error), cell=cell)
    except RecursionError:
        # The counted limit on nesting leaves ample room; a caller may have used it up.
        return Document(path, view, unparsable="lists and quotes are nested too deep", cell=cell)


def _read_blocks(text: str) -> Sequence[Placed]:
    from repotool.reading.markdown.blocks import read_blocks

    return read_blocks(Lines(text))
