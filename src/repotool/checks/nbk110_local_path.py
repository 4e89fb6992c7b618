"""NBK110: paths into the home folder of whoever ran the notebook."""

import re
from collections.abc import Iterator

from repotool.model import Cell, Fix, Hit, Notebook, Repository, Span

SIGNS = ("/home/", "/Users/", "\\Users\\")
HOME = re.compile(
    r"(?:(?<![\w.~/\\-])|(?<=\dm))(?:/home/|/Users/|[A-Za-z]:(?:\\{1,2})Users\\{1,2})([\w.-]{1,40})(?=[/\\])"
)
NOBODY = frozenset({"jovyan", "user", "username", "ubuntu", "ec2-user", "runner", "vscode", "Shared", "Public", "you"})
"""Users of containers and manuals, who are nobody."""


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for cell in notebook.cells:
        for span in homes(cell.view.text):
            yield Hit(notebook.path, cell.view.place(span), {"path": span.cut(cell.view.text)})
        yield from _in_outputs(notebook, cell)


def _in_outputs(notebook: Notebook, cell: Cell) -> Iterator[Hit]:
    for output in cell.outputs:
        for mime, text in output.texts.items():
            for span in homes(text):
                view = notebook.view(output.text_path(mime))
                if view is not None:
                    place = view.place(span)
                    fix = Fix.replacing(notebook.path, place, "~", "write ~ for the home folder", safe=True)
                    yield Hit(notebook.path, place, {"path": span.cut(text)}, fix)


def homes(text: str) -> Iterator[Span]:
    if any(sign in text for sign in SIGNS):
        for found in HOME.finditer(text):
            if found[1] not in NOBODY:
                yield Span(*found.span())
