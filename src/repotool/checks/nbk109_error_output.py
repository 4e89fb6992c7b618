"""NBK109: an error that was saved with the notebook."""

from collections.abc import Iterator

from repotool.model import Hit, Notebook, Repository, Span


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for cell in notebook.cells:
        error = next((output for output in cell.outputs if output.kind == "error"), None)
        if error is not None and "raises-exception" not in cell.tags:
            yield Hit(notebook.path, notebook.locate(error.path) or Span(0, 0), {"name": error.name or "an error"})
