"""The file a link to a missing path most likely means. Only what is clearly similar is named, else nothing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import islice, takewhile
from urllib.parse import unquote

from repotool.model import Tree
from repotool.model.regex import regex

# Bounds of the search: longer paths are not looked for, and of more candidates only the first are compared.
MAX_LENGTH = 512
MAX_CANDIDATES = 4_000
MAX_SAME = 200

# Out of 100. Lower, and `intro.md` would be taken for `index.md`.
SIMILAR_NAME = 82
CLEARLY_BETTER = 4

# Letters from which on a name tells its file even in another folder.
TELLING_NAME = 10

_DIGITS = regex(r"\d+")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SEPARATORS = regex(r"[\s_+-]+")


def suggest(path: str, tree: Tree, linked: frozenset[str] = frozenset()) -> str | None:
    """The existing path that `path`, which does not exist, most likely means; None where nothing is clearly it.

    In this order: the same path in another case or normal form, with backslashes for slashes or spaces encoded; the
    same file name elsewhere, the nearest if one is nearest; the same name with another ending in the same folder; a
    name of the same ending that differs in few letters and in no number. Of several, those that no link leads to come
    first: `linked` are the others.
    """
    if len(path) > MAX_LENGTH:
        return None
    return path if path in tree else _suggest(path, tree, linked)


def same_name(path: str, tree: Tree) -> list[str]:
    """The files and folders with the very name of `path`."""
    return [p for p in _names(tree).by_name.get(_loose(_name(path)), []) if _name(p) == _name(path)]


@lru_cache(maxsize=4096)
def _suggest(path: str, tree: Tree, linked: frozenset[str]) -> str | None:
    known = _names(tree)
    alike = dict(islice(known.by_shape.get(_shape(path), {}).items(), MAX_CANDIDATES))
    same = known.by_name.get(_loose(_name(path)), [])[:MAX_SAME]
    years = _years(path)
    if years:  # the homework of another year is another homework
        alike = {p: name for p, name in alike.items() if _may_be_of(years, p)}
        same = [p for p in same if _may_be_of(years, p)]
    return (
        _respelled(path, tree)
        or _nearest(path, same, linked)
        or _only([p for p in known.by_stem.get(_stem(path), []) if _folder(p) == _folder(path)])
        or _similar(path, {p: name for p, name in alike.items() if p not in linked})
        or _similar(path, alike)
    )


class _Names:
    """The paths of a tree by what links get wrong and what they get right."""

    def __init__(self, tree: Tree) -> None:
        self.by_name: dict[str, list[str]] = {}
        self.by_stem: dict[str, list[str]] = {}
        self.by_shape: dict[tuple[str, ...], dict[str, str]] = {}
        for path in sorted([*tree.files, *tree.folders - {""}]):
            if len(path) <= MAX_LENGTH:
                self.by_name.setdefault(_loose(_name(path)), []).append(path)
                self.by_stem.setdefault(_stem(path), []).append(path)
                self.by_shape.setdefault(_shape(path), {})[path] = _loose(_name(path))


@lru_cache(maxsize=2)
def _names(tree: Tree) -> _Names:
    return _Names(tree)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _ending(path: str) -> str:
    """`.ipynb`, or nothing: `Лекция 1. Введение` has no ending, for endings are short and Latin."""
    stem, dot, ending = _name(path).rpartition(".")
    return f".{ending.lower()}" if stem and dot and ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""


def _shape(path: str) -> tuple[str, ...]:
    """What similar names have in common: the ending and every number."""
    return (_ending(path), *_numbers(_name(path)))


def _stem(path: str) -> str:
    return _loose(_name(path)[: len(_name(path)) - len(_ending(path))])


def _loose(name: str) -> str:
    """A name without what is easily mistaken: case, normal form, and what stands between words."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())).strip()


def _respelled(path: str, tree: Tree) -> str | None:
    for spelling in (path, path.replace("\\", "/"), unquote(path)):
        if spelling != path and spelling in tree:
            return spelling
        twins = tree.twins(spelling)
        if twins:
            return twins[0]
    return None


def _only(paths: list[str]) -> str | None:
    return paths[0] if len(paths) == 1 else None


def _nearest(path: str, candidates: list[str], linked: frozenset[str]) -> str | None:
    """Of files with the same name the one whose folders share most with `path`; None where two share as much.

    Every lecture has its `slides.pdf`: for a short name the numbers of the folders must be the same, too.
    """
    tail = _only(_with_longest_tail(path, candidates))
    if tail is not None:
        return tail
    if len(_stem(path)) < TELLING_NAME:
        candidates = [p for p in candidates if _numbers(_folder(p)) == _numbers(_folder(path))]
    if len(candidates) < 2:
        return _only(candidates)
    orphans = [p for p in candidates if p not in linked]
    if len(orphans) == 1:
        return orphans[0]
    from rapidfuzz import fuzz

    folder = _loose(_folder(path))
    ranked = sorted(((fuzz.ratio(folder, _loose(_folder(p))), p) for p in candidates), reverse=True)
    return ranked[0][1] if ranked[0][0] > ranked[1][0] + CLEARLY_BETTER else None


@lru_cache(maxsize=2 * MAX_CANDIDATES)
def _years(path: str) -> frozenset[str]:
    return frozenset(_YEAR.findall(path))


def _may_be_of(years: frozenset[str], path: str) -> bool:
    named = _years(path)
    return not named or bool(years & named)


def _with_longest_tail(path: str, candidates: list[str]) -> list[str]:
    """Those of the candidates that end as `path` does, for more than their name: only the way to them was wrong."""
    names = _loose(path).split("/")
    tails = {p: _common_tail(names, _loose(p).split("/")) for p in candidates}
    longest = max(tails.values(), default=0)
    return [p for p, length in tails.items() if length == longest > 1]


def _common_tail(names: list[str], others: list[str]) -> int:
    pairs = zip(reversed(names), reversed(others), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _similar(path: str, candidates: dict[str, str]) -> str | None:
    """The path whose name differs in a few letters; 2024 is not 2025, and seminar 5 is not seminar 6.

    `candidates` maps paths with the same ending and numbers to their loose names.
    """
    from rapidfuzz import fuzz, process

    own = _loose(_name(path))
    if list(candidates.values()).count(own) > 1:  # a name that many folders have, as README.md: it tells nothing
        candidates = {p: name for p, name in candidates.items() if name != own}
    alike = process.extract(own, candidates, scorer=fuzz.ratio, score_cutoff=SIMILAR_NAME, limit=20)
    ranked = sorted(((score + fuzz.ratio(path, p) / 10, p) for _, score, p in alike), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] < ranked[1][0] + CLEARLY_BETTER / 10):
        return None
    return ranked[0][1]


def _numbers(text: str) -> list[str]:
    return [digits.lstrip("0") for digits in _DIGITS.findall(text)]
