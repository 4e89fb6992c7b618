"""NBK104: an image written into the text of a cell; the fix makes a file of it and links that."""

import hashlib
from collections.abc import Iterator

from repotool.model import Cell, Create, Edit, Fix, Hit, Notebook, Repository, Span, Tree
from repotool.model.embedded import Embedded, embedded_images

LIMIT = 50_000
"""Bytes of an image that is too large for a text."""
FOLDERS = ("images", "img", "pics", "figures")
"""Where images are kept: the first of these that lies beside the notebook, else the first."""


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for cell in notebook.cells:
        for image in embedded_images(cell.text, LIMIT) if cell.kind == "markdown" else ():
            start = cell.view.place(Span(image.span.start, image.span.start + len("data:")))
            link = _link(notebook, image, repo.tree)
            facts = {"size": image.size // 1000, "saved": link}
            yield Hit(notebook.path, start, facts, _fix(notebook, cell, image, link))


def _link(notebook: Notebook, image: Embedded, tree: Tree | None) -> str | None:
    """The file is named by what it holds: the same image gets the same file, and another one never."""
    if tree is None or image.content is None:
        return None
    folder = _folder(notebook)
    beside = next((name for name in FOLDERS if folder + name in tree.folders), FOLDERS[0])
    return f"{beside}/{hashlib.sha256(image.content).hexdigest()[:12]}.{image.ending}"


def _fix(notebook: Notebook, cell: Cell, image: Embedded, link: str | None) -> Fix | None:
    """Not safe: the notebook alone no longer shows the image, as where it is opened in Colab."""
    if link is None or image.content is None:
        return None
    ops = (Create(_folder(notebook) + link, image.content), Edit(notebook.path, cell.view.place(image.span), link))
    return Fix(ops, False, f"save the image as {link} and link it")


def _folder(notebook: Notebook) -> str:
    """The notebook's folder, with its slash; "" for the root."""
    return "".join(notebook.path.rpartition("/")[:2])
