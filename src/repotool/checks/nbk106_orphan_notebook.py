"""NBK106: a notebook that no link reaches. Links between notebooks are looked for in the text of their cells."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from repotool.model import Hit, Repository, Span
from repotool.model.regex import regex

LEADING = ("ok", "anchor", "case", "form", "backslash", "encoded")
LINK = regex(r"""(?:\]\(<?|["'(<]https?://)([^()\s"'<>#]{1,500}\.ipynb)""")
PAGE = regex(r"/(?:blob|tree)/[^/]+/(.+)")


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    linked = {
        found.path
        for (source, cell, _), found in repo.resolutions.items()
        if cell is None and found.path and found.kind in LEADING and found.path != source
    }
    linked.update(_between_notebooks(repo))
    orphans = [path for path in repo.notebooks if not _is_reached(path, linked)]
    if len(orphans) < len(repo.notebooks):  # where no notebook is linked, the course tells of them elsewhere
        for path in orphans:
            yield Hit(path, Span(0, 0), {"path": path})


def _between_notebooks(repo: Repository) -> Iterator[str]:
    for path, notebook in repo.notebooks.items():
        folder = posixpath.dirname(path)
        for cell in notebook.cells:
            if cell.kind == "markdown" and ".ipynb" in cell.text:
                targets = (_path(found[1], folder, repo.name) for found in LINK.finditer(cell.text))
                yield from (target for target in targets if target and target != path)


def _path(target: str, folder: str, name: str | None) -> str | None:
    """The path that a target names: from the notebook's folder, or on a page of this very repository."""
    page = PAGE.search(target)
    if page is not None:
        return unquote(page[1]) if name and f"/{name.lower()}/" in target[: page.start() + 1].lower() else None
    return posixpath.normpath(posixpath.join(folder, unquote(target)))


def _is_reached(path: str, linked: set[str]) -> bool:
    folders = path.split("/")
    return any("/".join(folders[:depth]) in linked for depth in range(1, len(folders) + 1))
