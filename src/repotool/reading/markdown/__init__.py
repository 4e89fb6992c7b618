"""Markdown, understood: text -> Document, each noun with its span. The only room that knows mistletoe.

Importing this package costs nothing; the first text that is not plain imports mistletoe.
"""

from __future__ import annotations

from repotool.model import Document, View

__all__ = ["parse"]


def parse(path: str, view: View, cell: int | None = None) -> Document:
    """The document in `view`, a file or a notebook's `cell`; never raises. A text that no one could have meant is
    refused, see `unparsable`.
    """
    from repotool.reading.markdown import parsing

    return parsing.parse(path, view, cell)
