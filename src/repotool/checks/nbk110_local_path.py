"""NBK110: paths into the home folder of whoever ran the notebook."""

from collections.abc import Iterator

from repotool.model import Cell, Edit, Fix, Hit, Notebook, Repository, Span
from repotool.model.regex import regex

SIGN = regex(r"[/\\](?:home|Users)[/\\]")
HOME = regex(r"(?:(?<![\w.~/\\-])|(?<=\dm))(?:/home/|/Users/|[A-Za-z]:(?:\\{1,2})Users\\{1,2})([\w.-]{1,40})(?=[/\\])")
NOBODY = frozenset({"jovyan", "user", "username", "ubuntu", "ec2-user", "runner", "vscode", "Shared", "Public", "you"})
"""Users of containers and manuals, who are nobody."""


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for cell in notebook.cells:
        for span in homes(cell.text):
            yield Hit(notebook.path, cell.view.place(span), {"path": span.cut(cell.text)})
        yield from _in_outputs(notebook, cell)


def _in_outputs(notebook: Notebook, cell: Cell) -> Iterator[Hit]:
    """Of each output one hit: a log names the same folder in every line."""
    for output in cell.outputs:
        for mime, text in output.texts.items():
            spans = list(homes(text))
            view = notebook.view(output.text_path(mime)) if spans else None
            if view is not None:
                edits = tuple(Edit(notebook.path, view.place(span), "~") for span in spans)
                fix = Fix(edits, True, "write ~ for the home folder")
                yield Hit(notebook.path, edits[0].span, {"path": spans[0].cut(text)}, fix)


def homes(text: str) -> Iterator[Span]:
    if SIGN.search(text):
        for found in HOME.finditer(text):
            if found[1] not in NOBODY:
                yield Span(*found.span())
