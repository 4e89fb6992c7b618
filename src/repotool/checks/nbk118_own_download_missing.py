"""NBK118: a cell that downloads a file of this very repository which is not there any more."""

from collections.abc import Iterator

from repotool.model import Hit, Notebook, Repository

GONE = ("own-missing", "own-branch")


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for download in repo.downloads.get(notebook.path, ()):
        found = download.resolution
        if found.kind in GONE:
            cell = next(cell for cell in notebook.cells if cell.number == download.cell)
            branch = found.ref if found.kind == "own-branch" else None
            facts = {"target": download.target, "path": found.path, "branch": branch, "right": repo.branch}
            facts |= {"cloned": found.path if download.of_clone else None, "suggestion": found.suggestion}
            yield Hit(notebook.path, cell.view.place(download.span), facts)
