"""NBK114: cells that were not run in their order. Of each notebook the first such place is told."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Hit, Notebook, Repository, Span


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    run = [(cell, cell.execution_count) for cell in notebook.cells if cell.execution_count is not None]
    for (_, before), (cell, count) in pairwise(run):
        if count <= before:
            span = notebook.locate((*cell.path, "execution_count")) or Span(0, 0)
            yield Hit(notebook.path, span, {"cell": cell.number, "count": count, "before": before})
            return
