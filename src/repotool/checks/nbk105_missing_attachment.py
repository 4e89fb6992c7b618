"""NBK105: a cell that shows an attachment it does not have."""

from collections.abc import Iterator
from urllib.parse import unquote

from repotool.model import Cell, Document, Hit, Notebook, Repository

SCHEME = "attachment:"


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for document in repo.cells.get(notebook.path, ()):
        if SCHEME in document.view.text:
            cell = next(cell for cell in notebook.cells if cell.number == document.cell)
            yield from _missing(document, cell)


def _missing(document: Document, cell: Cell) -> Iterator[Hit]:
    for link in document.links:
        name = link.target.removeprefix(SCHEME)
        if name != link.target and link.kind != "reference" and not {name, unquote(name)} & set(cell.attachments):
            there = " and ".join(f"«{other}»" for other in cell.attachments) or None
            facts = {"target": link.target, "name": unquote(name), "there": there}
            yield Hit(document.path, document.view.place(link.target_span), facts)
