"""The paths that a notebook uses in a clone of its own repository: `!git clone …`, then `%cd course/week1`.

Followed is what is plain: a clone of the default branch, `cd` with a plain path, scripts and requirements that are
named. Where a variable, another branch or an archive comes in, nothing is known any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from repotool.model import Notebook, Span
from repotool.model.regex import regex
from repotool.reading.links.targets import normal

_COMMAND = regex(r"[^;&|]+")
_WORD = regex(r"'[^']*'|\"[^\"]*\"|[^\s'\"()]+")
_NAME = regex(r"[\w.-]+")
_PLAIN = regex(r"[\w./+ -]+")
_RUNS = regex(r"(?:python[\d.]*|bash|sh|source)")
_SCRIPT = regex(r".+\.(?:py|sh)")
_HOST = regex(r"(?:https?://(?:www\.)?|git@)git(?:hub|lab)\.com[/:]")
_BRINGS = regex(r"\b(?:checkout|switch|submodule|unzip|untar|tar|unpack_archive|extractall|gdown)\b")
"""What may make paths that the repository does not have."""
_BESIDE = ".."
"""Where the clone lies, seen from its root."""

Used = tuple[int, Span, str, str]
"""The cell's number, the word's span in the cell, the word, the path in the repository."""


def paths_of_clones(notebook: Notebook, name: str, exists: Callable[[str], bool]) -> Iterator[Used]:
    """The paths used in a clone of the repository `name` ("owner/repo"), in their order.

    What the notebook itself may have made is left out: a path whose last name stands in an earlier line. After a `cd`
    into what does not exist, nothing is known.
    """
    codes = [(cell.number, cell.text) for cell in notebook.cells if cell.kind == "code"]
    if not any("git clone" in text for _, text in codes) or any(_BRINGS.search(text) for _, text in codes):
        return
    shell, told = _Shell(name.lower(), exists), set[str]()
    for number, text in codes:
        at = 0
        for line in text.splitlines(keepends=True):
            for span, word, path in shell.line(line):
                if path.rpartition("/")[2] not in told:
                    yield number, span.shift(at), word, path
            told.update(_NAME.findall(line))
            at += len(line)


@dataclass
class _Shell:
    """Where a notebook is: `here` is a path in the clone, `_BESIDE` it, or None where that is not known."""

    name: str
    exists: Callable[[str], bool]
    folder: str | None = None
    here: str | None = None

    def line(self, line: str) -> Iterator[tuple[Span, str, str]]:
        """The paths that a line uses. What a `!` line changes is forgotten after it, but for the clone."""
        code = line.lstrip("# \t")
        mark = len(line) - len(code)
        if code.startswith(("os.chdir", "sys.path")):
            self.here = None
        if not code.startswith(("!", "%cd ", "%pip ", "cd ", "git clone ", "pip install ")):
            return
        here, moved = self.here, False
        for command in _COMMAND.finditer(line, mark + (code[0] in "!%")):
            words = [(Span(*found.span()), found[0].strip("'\"")) for found in _WORD.finditer(line, *command.span())]
            names = [word for _, word in words]
            if names[:2] == ["git", "clone"]:
                self._clone(names[2:])
                here = None if moved else self.here
            moved |= names[:1] == ["cd"]
            yield from self._uses(words, names)
        if code.startswith("!"):
            self.here = here

    def _uses(self, words: list[tuple[Span, str]], names: list[str]) -> Iterator[tuple[Span, str, str]]:
        if names[:1] == ["cd"]:
            place = self._place(names[1]) if len(names) == 2 else None
            if place and place != _BESIDE:
                yield words[1][0], names[1], place
            self.here = place if place in ("", _BESIDE) or (place and self.exists(place)) else None
        else:
            for span, word in _named(words):
                place = self._place(word)
                if place and place != _BESIDE:
                    yield span, word, place

    def _clone(self, names: list[str]) -> None:
        addresses = [name for name in names if re.search(r"://|@", name)]
        if len(addresses) != 1 or not _is_of(addresses[0], self.name):
            return
        rest = names[names.index(addresses[0]) + 1 :]
        options = names[: names.index(addresses[0])]
        branch = any(option.startswith(("-b", "--branch")) for option in names)
        plain = not branch and len(rest) <= 1 and all(_PLAIN.fullmatch(word) for word in rest)
        self.folder = (rest[0] if rest else addresses[0].rstrip("/").rpartition("/")[2].removesuffix(".git")) or None
        self.here = _BESIDE if plain and all(o.startswith("-") or o.isdigit() for o in options) else None

    def _place(self, word: str) -> str | None:
        """The path in the repository that a word means here; None where it means another place, or nobody knows."""
        if self.here is None or self.folder is None or word.startswith("/") or not _PLAIN.fullmatch(word):
            return None
        if self.here == _BESIDE:
            first, _, rest = word.removeprefix("./").partition("/")
            return normal("", rest) if first == self.folder else None
        if word == ".." and not self.here:
            return _BESIDE
        return normal(self.here, word)


def _named(words: list[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """The files of the repository that a command names: its script, its list of requirements."""
    for (_, before), (span, word) in pairwise(words):
        if (_RUNS.fullmatch(before) and _SCRIPT.fullmatch(word)) or (
            words[0][1] == "pip" and before in ("-r", "--requirement")
        ):
            yield span, word


def _is_of(address: str, name: str) -> bool:
    """Whether a clone of `address` is one of the repository."""
    bare = address.lower().rstrip("/").removesuffix(".git")
    found = _HOST.match(bare)
    return found is not None and bare[found.end() :] == name
