"""NBK113: what tools leave in the metadata."""

from collections.abc import Iterator

from repotool.model import Fix, Hit, Notebook, Repository, Span
from repotool.model.cleaning import noise_of, without_noise


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    keys = noise_of(notebook)
    if keys:
        edits = notebook.edit(without_noise(notebook))
        fix = Fix(edits, True, "take it out") if edits else None
        yield Hit(notebook.path, notebook.locate(("metadata",)) or Span(0, 0), {"keys": ", ".join(keys)}, fix)
