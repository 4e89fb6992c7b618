"""Markdown, understood: text -> Document.

mistletoe tells the blocks (`markdown_blocks.py`), `inline.py` what stands in them, `html.py` what is HTML; this module
turns what they found into the nouns of the model, with spans of the text. Importing it costs the import of mistletoe.
"""

from __future__ import annotations

from repotool.model import Document, View
from repotool.reading.inline import TooDeep
from repotool.reading.limits import refusal
from repotool.reading.markdown_blocks import read_blocks
from repotool.reading.markdown_nouns import document
from repotool.reading.passage import Lines, Unplaced


def parse(path: str, view: View) -> Document:
    """The document in `view`; never raises. A text that no one could have meant is refused, see `unparsable`."""
    lines = Lines(view.text)
    if reason := refusal(view.text, lines.lines):
        return Document(path, view, unparsable=reason)
    try:
        return document(path, view, lines, read_blocks(lines))
    except (TooDeep, Unplaced) as error:
        return Document(path, view, unparsable=str(error))
    except RecursionError:
        return Document(path, view, unparsable="lists and quotes are nested too deep")
