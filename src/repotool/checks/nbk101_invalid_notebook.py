"""NBK101: a notebook that Jupyter refuses. What its format allows, and in which words, nbformat tells while reading."""

from collections.abc import Iterator

from repotool.model import Edit, Fix, Hit, Notebook, Repository, Source, Span
from repotool.model.cleaning import with_sound_ids

CURRENT = 4


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if notebook.invalid is None:
        return
    span = notebook.invalid_span or Span(0, 0)
    if notebook.version is not None and notebook.version[0] < CURRENT:
        old = {"old": str(notebook.version[0])}
        yield Hit(notebook.path, span, old, _upgrade(notebook, repo.sources[notebook.path]), "warning")
    else:
        yield Hit(notebook.path, span, {"reason": notebook.invalid}, _sound_ids(notebook))


def _upgrade(notebook: Notebook, source: Source) -> Fix | None:
    return Fix.replacing(
        notebook.path, Span(0, len(source.text)), notebook.upgrade(), "write it in notebook format 4", safe=False
    )


def _sound_ids(notebook: Notebook) -> Fix | None:
    """New ids mend a notebook only where it is the ids that are wrong."""
    changes = with_sound_ids(notebook) if notebook.invalid and "id" in notebook.invalid else ()
    edits: tuple[Edit, ...] | None = notebook.edit(changes) if changes else None
    return Fix(edits, True, "give each cell an id of its own") if edits else None
