"""One .gitignore file, where there is no git to ask: patterns as git reads them, in time linear in path and pattern.

Ready-made translations of globs into regular expressions backtrack: eight `*` and a name of 60 letters take half a
minute, and the patterns come from strangers. Here what stands between two stars is matched once, at its first place.
"""

from __future__ import annotations

import re
from itertools import islice

from msgspec import Struct

from repotool.model.regex import regex

MAX_PATTERNS = 5_000
MAX_LENGTH = 2_000

_CLASSES = {
    "alpha": r"a-zA-Z",
    "digit": r"0-9",
    "alnum": r"a-zA-Z0-9",
    "upper": r"A-Z",
    "lower": r"a-z",
    "space": r"\s",
    "blank": r" \t",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": r"0-9a-fA-F",
}


class _Pattern(Struct, frozen=True):
    regex: re.Pattern[str]
    again: bool
    """It begins with "!": what it matches is not ignored after all."""
    folders_only: bool
    name_only: bool
    """It holds no slash: it is matched with the last name of a path, at any depth."""


class Gitignore:
    """The patterns of one .gitignore file; paths are relative to the folder it lies in."""

    def __init__(self, text: str) -> None:
        lines = (line.removesuffix("\r") for line in _bytes(text.removeprefix("\ufeff")).split("\n"))
        parsed = (_parse(line) for line in lines if len(line) <= MAX_LENGTH)
        found = islice((pattern for pattern in parsed if pattern is not None), MAX_PATTERNS)
        self._patterns = list(found)[::-1]

    def ignores(self, path: str) -> bool:
        """Whether the file `path` is ignored, or a folder on the way to it: nothing brings back what lies in that."""
        folders = [path[:at] for at, character in enumerate(path) if character == "/"]
        return any(self.verdict(folder, folder=True) for folder in folders) or bool(self.verdict(path, folder=False))

    def verdict(self, path: str, *, folder: bool) -> bool | None:
        """True: ignored; False: expressly not; None: no pattern speaks of it. The last pattern that matches wins."""
        path = _bytes(path)
        name = path.rpartition("/")[2]
        for pattern in self._patterns:
            if pattern.folders_only and not folder:
                continue
            if pattern.regex.fullmatch(name if pattern.name_only else path):
                return not pattern.again
        return None


def _bytes(text: str) -> str:
    """A character for each byte: to git, `?` is one byte of "é"."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _parse(line: str) -> _Pattern | None:
    line = _without_trailing_spaces(line)
    if not line or line.startswith("#"):
        return None
    again = line.startswith("!")
    line = line.removeprefix("!")
    folders_only = line.endswith("/")
    line = line.removesuffix("/")
    name_only = "/" not in line
    line = line.removeprefix("/")
    try:
        regex = re.compile(_path_regex(line.split("/")), re.DOTALL | re.ASCII)
    except (_Unmatchable, re.error):
        return None
    return _Pattern(regex, again, folders_only, name_only) if line else None


def _without_trailing_spaces(line: str) -> str:
    stripped = line.rstrip(" ")
    escaped = (len(stripped) - len(stripped.rstrip("\\"))) % 2 == 1
    return stripped + " " if escaped and stripped != line else stripped


class _Unmatchable(Exception):
    """A pattern git gives up on: an open bracket, a backslash at the end."""


def _path_regex(names: list[str]) -> str:
    """The names between two `**` are matched at their first place (atomically), those after the last one at the end."""
    if names == ["**"]:
        return ".+"
    groups: list[list[str]] = [[]]
    for name in names:
        if name == "**":
            groups.append([])
        else:
            groups[-1].append(_name_regex(name))
    first, last = groups[0], groups[-1]
    if len(groups) == 1:
        return "/".join(first)
    middle = "".join(f"(?>(?:[^/]+/)*?{'/'.join(group)}/)" for group in groups[1:-1] if group)
    head = "".join(name + "/" for name in first)
    return head + middle + (f"(?:[^/]+/)*{'/'.join(last)}" if last else ".+")


def _name_regex(name: str) -> str:
    chunks = [""]
    for token in _tokens(name):
        if token == "*":
            chunks.append("")
        else:
            chunks[-1] += token
    if len(chunks) == 1:
        return chunks[0]
    first, *middle, last = chunks
    return first + "".join(f"(?>[^/]*?{chunk})" for chunk in middle if chunk) + f"[^/]*{last}(?![^/])"


def _tokens(name: str) -> list[str]:
    """`*`, or a regular expression of one character, for each part of a name."""
    tokens = []
    at = 0
    while at < len(name):
        character = name[at]
        at += 1
        if character == "\\":
            if at == len(name):
                raise _Unmatchable
            tokens.append(re.escape(name[at]))
            at += 1
        elif character == "[":
            bracket, at = _bracket(name, at)
            tokens.append(bracket)
        else:
            tokens.append({"*": "*", "?": "[^/]"}.get(character) or re.escape(character))
    return tokens


_MEMBER = regex(r"\[:(?P<named>[a-z]+):\]|(?P<low>\\?.)(?:-(?P<high>\\[^\]]|\\\]|[^\]\\]))?", re.DOTALL)


def _bracket(name: str, at: int) -> tuple[str, int]:
    """`[a-z]`, `[!a]`, `[^a]`, `[]a]`, `[[:digit:]]` as a regular expression; `at` is behind the opening bracket."""
    negated = name[at : at + 1] in ("!", "^")
    at += negated
    members: list[str] = []
    while not members or name[at : at + 1] != "]":
        match = _MEMBER.match(name, at)
        if match is None or match["low"] == "\\":
            raise _Unmatchable
        members.append(_member(match))
        at = match.end()
    return f"(?!/)[{'^' if negated else ''}{''.join(members)}]", at + 1


def _member(match: re.Match[str]) -> str:
    if match["named"]:
        if match["named"] not in _CLASSES:
            raise _Unmatchable
        return _CLASSES[match["named"]]
    low = match["low"].removeprefix("\\") or "\\"
    if match["high"] is None:
        return re.escape(low)
    high = match["high"].removeprefix("\\") or "\\"
    return f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low)
