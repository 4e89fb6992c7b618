"""What cleaning a notebook means: the changes that strip outputs, drop metadata, mend ids. Nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import count
from typing import Any

from repotool.model.notebook import Cell, Change, Drop, JsonPath, Notebook, Put
from repotool.model.regex import regex

CELL_ID = regex(r"[a-zA-Z0-9-_]{1,64}")
"""An id as notebook format 4.5 wants it."""
FIRST_WITH_IDS = (4, 5)


def without_outputs(cell: Cell) -> tuple[Change, ...]:
    """Empties the outputs and the execution count of a code cell, unless its author asked to keep them."""
    if cell.kind != "code" or cell.keeps_output:
        return ()
    changes: list[Change] = []
    if cell.outputs:
        changes.append(Put((*cell.path, "outputs"), []))
    if cell.execution_count is not None:
        changes.append(Put((*cell.path, "execution_count"), None))
    return tuple(changes)


def without_keys(path: JsonPath, metadata: Mapping[str, Any], keys: Collection[str]) -> tuple[Change, ...]:
    """Takes `keys` out of the metadata at `path`, as far as they are there."""
    return tuple(Drop((*path, key)) for key in metadata if key in keys)


def without_metadata(notebook: Notebook, keys: Collection[str], cell_keys: Collection[str]) -> tuple[Change, ...]:
    """Takes `keys` out of the notebook's metadata and `cell_keys` out of each cell's."""
    changes = list(without_keys(("metadata",), notebook.metadata, keys))
    for cell in notebook.cells:
        changes += without_keys((*cell.path, "metadata"), cell.metadata, cell_keys)
    return tuple(changes)


def without_broken_widgets(notebook: Notebook) -> tuple[Change, ...]:
    """Takes out a widget state that cannot be shown, for which GitHub and nbconvert refuse the whole notebook."""
    return (Drop(("metadata", "widgets")),) if notebook.has_broken_widgets else ()


def with_sound_ids(notebook: Notebook) -> tuple[Change, ...]:
    """Gives a new id to each cell whose id is missing, malformed or taken; before format 4.5 takes ids out.

    A new id is made of the cell's place and text, so that the same notebook always gets the same.
    """
    if notebook.version is None or notebook.version[0] != FIRST_WITH_IDS[0]:
        return ()
    if notebook.version < FIRST_WITH_IDS:
        return tuple(Drop((*cell.path, "id")) for cell in notebook.cells if cell.id is not None)
    return tuple(_new_ids(notebook))


def _new_ids(notebook: Notebook) -> Iterator[Change]:
    given = {cell.id for cell in notebook.cells}
    seen: set[str] = set()
    for cell in notebook.cells:
        if cell.id is None or cell.id in seen or not CELL_ID.fullmatch(cell.id):
            new = _new_id(cell, given)
            given.add(new)
            yield Put((*cell.path, "id"), new)
        else:
            seen.add(cell.id)


def _new_id(cell: Cell, taken: Collection[str | None]) -> str:
    import hashlib  # late: few notebooks need ids

    for attempt in count():
        words = f"{attempt}\n{cell.number}\n{cell.text}"
        new = hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        if new not in taken:
            return new
    raise AssertionError("counting never ends")


NOTEBOOK_NOISE = frozenset(
    {"celltoolbar", "colab", "hide_input", "nbTranslate", "toc", "toc-autonumbering", "toc-showcode", "varInspector"}
    | {"toc-showmarkdowntxt", "vscode"}
)
"""What extensions and editors keep of their own state in a notebook's metadata."""
CELL_NOISE = frozenset(
    {"ExecuteTime", "colab", "colab_type", "executionInfo", "heading_collapsed", "hidden", "outputId", "vscode"}
    | {"execution"}
)
USUAL_KERNEL = ("python3", "Python 3")
"""Name and display name of the kernel that every Jupyter has."""


def noise_of(notebook: Notebook) -> tuple[str, ...]:
    """The names of what `without_noise` would take out, each once, in their order."""
    names = [key for key in notebook.metadata if key in NOTEBOOK_NOISE]
    names += ["kernelspec"] if _has_own_kernel(notebook) else []
    names += [key for cell in notebook.cells for key in cell.metadata if key in CELL_NOISE]
    return tuple(dict.fromkeys(names))


def without_noise(notebook: Notebook) -> tuple[Change, ...]:
    """Takes out what tools keep of their own; a Python kernel of one's own name becomes the usual one."""
    changes = without_metadata(notebook, NOTEBOOK_NOISE, CELL_NOISE)
    if _has_own_kernel(notebook):
        name, shown = USUAL_KERNEL
        path: JsonPath = ("metadata", "kernelspec")
        changes += (Put((*path, "display_name"), shown), Put((*path, "name"), name))
    return changes


def _has_own_kernel(notebook: Notebook) -> bool:
    kernel = notebook.metadata.get("kernelspec")
    if not isinstance(kernel, dict) or notebook.language != "python":
        return False
    return kernel.get("name") not in (USUAL_KERNEL[0], "python2", "python")
