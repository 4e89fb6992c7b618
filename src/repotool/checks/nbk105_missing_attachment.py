"""NBK105: a cell that shows an attachment it does not have."""

from collections.abc import Iterator
from urllib.parse import unquote

from repotool.model import Document, Hit, Repository

SCHEME = "attachment:"


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    if document.cell is None or SCHEME not in document.view.text:
        return
    cell = next(cell for cell in repo.notebooks[document.path].cells if cell.number == document.cell)
    for link in document.links:
        name = link.target.removeprefix(SCHEME)
        if name != link.target and link.kind != "reference" and not {name, unquote(name)} & set(cell.attachments):
            there = " and ".join(f"«{other}»" for other in cell.attachments) or None
            yield Hit(document.path, link.target_span, {"target": link.target, "name": unquote(name), "there": there})
