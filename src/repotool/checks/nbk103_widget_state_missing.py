"""NBK103: saved widgets without the state that would show them."""

from collections.abc import Iterator

from repotool.model import Fix, Hit, Notebook, Repository, Span
from repotool.model.cleaning import without_broken_widgets


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if notebook.metadata and notebook.has_broken_widgets:
        edits = notebook.edit(without_broken_widgets(notebook))
        fix = Fix(edits, True, "take out the widgets that cannot be shown") if edits else None
        yield Hit(notebook.path, notebook.locate(("metadata", "widgets")) or Span(0, 0), {}, fix)
