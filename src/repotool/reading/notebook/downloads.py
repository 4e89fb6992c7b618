"""What a notebook takes from its own repository: addresses it downloads, paths of a clone it goes to."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from repotool.model import Download, Notebook, Resolution, Span
from repotool.model.regex import regex
from repotool.reading.links.own_urls import OwnAddresses
from repotool.reading.notebook.clones import paths_of_clones

_LOADS = ("wget", "curl", "urlretrieve", "git clone", "urlopen", "requests.get")
_ADDRESS = regex(r"https?://[^\s'\"`<>()\[\]{}\\|;,$]+")


def downloads_of(notebook: Notebook, own: OwnAddresses) -> Iterator[Download]:
    """The addresses of files of this repository that code cells download, and the paths they use in a clone of it."""
    yield from _addresses(notebook, own)

    def exists(path: str) -> bool:
        found = own.at_head(path)
        return found is not None and found.kind == "ok"

    for cell, span, word, path in paths_of_clones(notebook, own.name, exists):
        resolution = own.at_head(path)
        if resolution is not None:
            yield Download(cell, span, word, _with_suggestion(resolution, own), of_clone=True)


def _addresses(notebook: Notebook, own: OwnAddresses) -> Iterator[Download]:
    name = own.name.rpartition("/")[2]
    for cell in notebook.cells:
        text = cell.text
        if cell.kind != "code" or name not in text or not any(word in text for word in _LOADS):
            continue
        for found in _ADDRESS.finditer(text):
            whole = not text.startswith(("{", "[", "(", "$"), found.end())  # what goes on so is put together by code
            resolution = own.resolve(found[0]) if whole and _loads(text, found.start()) else None
            if resolution is not None:
                yield Download(cell.number, Span(*found.span()), found[0], _with_suggestion(resolution, own))


def _with_suggestion(resolution: Resolution, own: OwnAddresses) -> Resolution:
    """The answer with the file that has moved, where one path of the tree is clearly it."""
    if resolution.kind != "own-missing" or not resolution.path:
        return resolution
    from repotool.reading.links.suggest import suggest

    return replace(resolution, suggestion=suggest(resolution.path, own.tree))


def _loads(text: str, at: int) -> bool:
    """Whether the line that an address stands on downloads it; a backslash may have joined it to the one before."""
    begin = text.rfind("\n", 0, at) + 1
    if text.endswith("\\\n", 0, begin):
        begin = text.rfind("\n", 0, begin - 1) + 1
    return any(word in text[begin:at] for word in _LOADS)
