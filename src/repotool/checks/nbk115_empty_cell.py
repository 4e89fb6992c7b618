"""NBK115: cells without anything in them."""

from collections.abc import Iterator

from repotool.model import Hit, Notebook, Repository, Span


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if notebook.path in repo.homework:
        return
    for cell in notebook.cells:
        if not cell.text.strip() and not cell.outputs and not cell.attachments:
            yield Hit(notebook.path, notebook.locate((*cell.path, "source")) or Span(0, 0))
