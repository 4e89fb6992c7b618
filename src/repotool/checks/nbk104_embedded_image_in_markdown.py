"""NBK104: an image written into the text of a cell."""

import re
from collections.abc import Iterator

from repotool.model import Hit, Notebook, Repository, Span

IMAGE = re.compile(r"data:image/[\w.+-]{1,40};base64,[A-Za-z0-9+/=%\s]*")
LIMIT = 50_000
"""Bytes of an image that is too large for a text; four characters of base64 are three bytes."""


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for cell in notebook.cells:
        if cell.kind == "markdown" and len(cell.view.text) > LIMIT and ";base64," in cell.view.text:
            for found in IMAGE.finditer(cell.view.text):
                size = len(found[0]) * 3 // 4
                if size > LIMIT:
                    start = cell.view.place(Span(found.start(), found.start() + len("data:")))
                    yield Hit(notebook.path, start, {"size": size // 1000})
