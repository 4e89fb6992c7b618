"""What a file says, in a form that can be compared: cells and shingles of notebooks, hashes of everything else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zlib import crc32

from repotool.model import Notebook, Refused, Repository
from repotool.model.regex import regex

Read = Callable[[str], bytes]
"""The bytes of a file of the repository; Refused tells why they cannot be had."""
WORD = regex(r"\w+")
SHINGLE = 4
"""Words that stand beside each other: as many as are not often the same by chance."""
SAMPLE = 4
"""One shingle of so many stands for a notebook as a whole; a cell is compared by all of its own."""
MOST_SAMPLED = 2500
"""Of these the smallest: two notebooks that share text share them."""
MOST_OF_CELL, MOST_OF_NOTEBOOK = 10_000, 2_000_000
"""Characters that are compared: a cell may hold an image as base64, which would hide all that follows."""
MOST_CELLS, MOST_HOLDERS = 2000, 20
"""Cells of a notebook, and cells with one shingle, that are compared."""
TELLING = (".pdf", ".pptx", ".ppt", ".docx", ".odp", ".html", ".qmd", ".rmd", ".tex", ".py", ".zip", ".md")
"""Endings of files that are a lesson's material, beside notebooks; pictures and settings are not."""


@dataclass(frozen=True)
class Cells:
    """A notebook's cells that hold anything: each as its text, without regard to white space."""

    path: str
    texts: tuple[str, ...]

    @cached_property
    def shingles(self) -> tuple[frozenset[int], ...]:
        return tuple(map(shingles, self.texts))

    @cached_property
    def sample(self) -> frozenset[int]:
        """Some of all shingles, always the same ones."""
        every = frozenset().union(*self.shingles)
        return frozenset(sorted(shingle for shingle in every if shingle % SAMPLE == 0)[:MOST_SAMPLED])

    @cached_property
    def holders(self) -> Mapping[int, Sequence[int]]:
        """The cells that a shingle stands in: the first ones of many."""
        found: dict[int, list[int]] = {}
        for at, own in enumerate(self.shingles):
            for shingle in own:
                cells = found.setdefault(shingle, [])
                if len(cells) < MOST_HOLDERS:
                    cells.append(at)
        return found


def cells_of(notebook: Notebook) -> Cells:
    left = MOST_OF_NOTEBOOK
    texts = []
    for cell in notebook.cells[:MOST_CELLS]:
        text = " ".join(cell.text[:MOST_OF_CELL].split())
        left -= len(text)
        if left < 0:
            break
        texts.append(text)
    return Cells(notebook.path, tuple(text for text in texts if text))


def shingles(text: str) -> frozenset[int]:
    """Every `SHINGLE` neighbouring words, as numbers that are the same in each run; of a shorter text, all of it."""
    words = [_number(word) for word in WORD.findall(text)]
    if len(words) < SHINGLE:
        return frozenset([hash(tuple(words))])
    return frozenset(map(hash, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def files_at(repo: Repository, paths: Iterable[str]) -> tuple[str, ...]:
    """Files for paths: a file for itself, for a folder what lies in it; only what can be a lesson's material."""
    if repo.tree is None:
        return ()
    found: dict[str, None] = {}
    for path in paths:
        inside = [path] if path in repo.tree.files else [f for f in repo.tree.files if f.startswith(f"{path}/")]
        found |= {file: None for file in inside if file.lower().endswith((".ipynb", *TELLING))}
    return tuple(found)


def digest_of(read: Read, path: str) -> str | None:
    """A hash of the bytes of a file; None of an empty one, and of one that cannot be read."""
    try:
        raw = read(path)
    except Refused:
        return None
    return hashlib.sha256(raw).hexdigest() if raw.strip() else None
