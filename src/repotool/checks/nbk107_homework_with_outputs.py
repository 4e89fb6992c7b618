"""NBK107: a homework that is handed out with the outputs of its author's run."""

from collections.abc import Iterator

from repotool.model import Change, Fix, Hit, Notebook, Repository, Span
from repotool.model.cleaning import without_outputs


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if notebook.path not in repo.homework:
        return
    run = [cell for cell in notebook.cells if cell.kind == "code" and cell.outputs and not cell.keeps_output]
    if run:
        changes: list[Change] = [change for cell in notebook.cells for change in without_outputs(cell)]
        edits = notebook.edit(changes)
        fix = Fix(edits, False, "strip outputs and execution counts") if edits else None
        facts = {"cells": f"{len(run)} cells" if len(run) > 1 else "1 cell"}
        yield Hit(notebook.path, notebook.locate((*run[0].path, "outputs")) or Span(0, 0), facts, fix)
