"""Site generators (Jekyll, MkDocs, Quarto …): which one makes pages of a document, and what its links mean there.

What each of them is known by and makes pages of is data: `rules/generators/*.toml`. A link that leads nowhere in the
tree may lead to a page, whose address is not its file's. What no rule here explains is not judged: plugins, themes and
settings make addresses, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path

from msgspec import Struct, field

from repotool.data import read_toml, rules_folder
from repotool.model import Document, Refused, Tree
from repotool.model.regex import regex
from repotool.reading.links.targets import normal
from repotool.reading.tree import read_bytes

MAX_SETTINGS = 256 * 1024

_PERMALINK = regex(r"""^permalink\s*:\s*["']?([^"'\n#]+?)["']?\s*$""", re.M)
_FRONT_MATTER = regex(r"\ufeff?---[ \t]*\r?\n(.*?)\n---[ \t]*(?:\r?\n|$)", re.S)
_DATED = regex(r"\d{4}-\d{1,2}-\d{1,2}-(.+)")


class Generator(Struct, frozen=True):
    """One kind of generator. Endings are lower case, with their dot.

    `markers` are the files it is known by, with one of those `beside` them, if any are named; `unless` are files beside
    them that tell of another one. `content` is the folder of its pages, or the key of its settings that names it.
    `pages` are the endings it makes pages of; a link to a file with one of the endings `exact` that nothing in the
    repository resembles is missing on its site, too.
    """

    name: str
    markers: tuple[str, ...]
    beside: tuple[str, ...]
    unless: tuple[str, ...]
    content: str
    content_key: str
    static: tuple[str, ...]
    pages: tuple[str, ...]
    exact: tuple[str, ...]


@cache
def generators(folder: Path | None = None) -> tuple[Generator, ...]:
    """All generators of a folder of data (by default `rules/generators`)."""
    tables = (read_toml(path) for path in sorted((folder or rules_folder() / "generators").glob("*.toml")))
    return tuple(
        Generator(
            name=table["name"],
            markers=tuple(table["markers"]),
            beside=tuple(table.get("beside", ())),
            unless=tuple(table.get("unless", ())),
            content=table.get("content", ""),
            content_key=table.get("content-key", ""),
            static=tuple(table.get("static", ())),
            pages=tuple(table["pages"]),
            exact=tuple(table["exact"]),
        )
        for table in tables
    )


class Site(Struct, frozen=True):
    """A site within a repository. `folder` is where its settings are, `content` where its documents are."""

    generator: Generator
    folder: str
    content: str
    base: str = ""
    """What stands before every address of the site (`baseurl`), without slashes at its ends."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The file each page is made of, by the page's address within the site, without its ending and slashes."""
    names: frozenset[str] = frozenset()
    """The names of the repository's files, folded, without the endings of pages."""

    def holds(self, path: str) -> bool:
        return not self.content or path.startswith(f"{self.content}/")

    def leads_to(self, path: str, document: str, tree: Tree) -> str | None:
        """The file that a link to `path` (decoded, without query) leads to from the page that `document` becomes."""
        for place in self._places(path, document):
            if place in tree:
                return place
            inner = _below(place, self.content)
            page = self._page(inner) if inner is not None else None
            if page is not None:
                return page
        return None

    def surely_lacks(self, path: str) -> bool:
        """Whether no such site can have `path`: a file that is copied or read by its own name, and is nowhere."""
        name = path.rpartition("/")[2].casefold()
        exact = not path.startswith("/") and name.endswith(self.generator.exact)
        return exact and self._plain(name) not in self.names

    def _places(self, path: str, document: str) -> Iterable[str]:
        """Where in the repository a link may lead: as on GitHub, and as in a browser that shows the page."""
        if path.startswith("/"):
            bare = path.strip("/")
            roots = [self.content, self.folder, *(_join(self.folder, s) for s in self.generator.static)]
            yield from (
                _join(root, short) for short in (_below(bare, self.base), bare) if short is not None for root in roots
            )
            return
        folder, _, name = document.rpartition("/")
        stem = self._plain(name)
        own = folder if stem.casefold() in ("index", "readme", "_index") else f"{folder}/{stem}".strip("/")
        for start in (folder, own, own.rpartition("/")[0], self.content, self.folder):
            place = normal(start, path)
            if place is not None:
                yield place

    def _page(self, path: str) -> str | None:
        key = page_key(path, self.generator.pages)
        return self.pages.get(key) or self.pages.get(_post(key.rpartition("/")[2]))

    def _plain(self, name: str) -> str:
        return _without_ending(name, self.generator.pages)


def page_key(path: str, endings: tuple[str, ...]) -> str:
    """An address or a file, without what the generators add or take away: `_lectures/01/index.md` is `lectures/01`."""
    parts = [part.removeprefix("_") for part in _without_ending(path.strip("/"), endings).split("/")]
    if parts[-1].casefold() in ("index", "readme"):
        parts.pop()
    return "/".join(parts).casefold()


def _without_ending(path: str, endings: tuple[str, ...]) -> str:
    for ending in (*endings, ".html", ".htm"):
        if path.lower().endswith(ending):
            return path[: len(path) - len(ending)]
    return path


def _join(folder: str, path: str) -> str:
    return f"{folder}/{path}".strip("/")


def _below(path: str, folder: str) -> str | None:
    if not folder:
        return path
    if path == folder:
        return ""
    return path[len(folder) + 1 :] if path.startswith(f"{folder}/") else None


Settings = Callable[[str], str]
"""The text of a file of the repository that holds settings, "" where it cannot be read."""


def find_sites(tree: Tree, documents: Mapping[str, Document], settings: Settings) -> tuple[Site, ...]:
    """The sites of a repository, the innermost first."""
    by_marker: dict[str, list[Generator]] = {}
    for generator in generators():
        for marker in generator.markers:
            by_marker.setdefault(marker.rpartition("/")[2], []).append(generator)
    found: dict[tuple[str, str], tuple[str, Generator]] = {}
    for path in tree.files:
        for generator in by_marker.get(path.rpartition("/")[2], ()):
            folder = _folder_of(path, generator)
            if folder is not None and _is_told(folder, generator, tree):
                found.setdefault((folder, generator.name), (path, generator))
    if not found:
        return ()
    reader = _SiteReader(tree, documents)
    sites = [reader.read(settings(path), folder, generator) for (folder, _), (path, generator) in found.items()]
    return tuple(sorted(sites, key=lambda site: (-len(site.content), -len(site.folder), site.generator.name)))


def _is_told(folder: str, generator: Generator, tree: Tree) -> bool:
    """Whether the files beside a marker tell of this generator."""
    if any(_join(folder, other) in tree for other in generator.unless):
        return False
    return not generator.beside or any(_join(folder, other) in tree for other in generator.beside)


def _folder_of(path: str, generator: Generator) -> str | None:
    for marker in generator.markers:
        if path == marker or path.endswith(f"/{marker}"):
            return path[: len(path) - len(marker)].rstrip("/")
    return None


class _SiteReader:
    """Makes sites of one repository. Its files are sorted, so that those of a folder are found at once."""

    def __init__(self, tree: Tree, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.files = sorted(tree.files)
        self._names: dict[tuple[str, ...], frozenset[str]] = {}

    def read(self, settings: str, folder: str, generator: Generator) -> Site:
        named = _setting(settings, generator.content_key) if generator.content_key else None
        content = normal(folder, named if named is not None else generator.content) or ""
        base = (_setting(settings, "baseurl") or "").strip("/")
        pages: dict[str, str] = {}
        for file in self._below(content):
            if file.lower().endswith((*generator.pages, ".html", ".htm")):
                inner = _below(file, content)
                for key in _addresses(inner or "", generator, self.documents.get(file)):
                    pages.setdefault(key, file)
        return Site(generator, folder, content, base, pages, self._names_without(generator.pages))

    def _below(self, folder: str) -> list[str]:
        if not folder:
            return self.files
        first, last = bisect_left(self.files, f"{folder}/"), bisect_left(self.files, f"{folder}0")
        return self.files[first:last]  # "0" follows "/"

    def _names_without(self, endings: tuple[str, ...]) -> frozenset[str]:
        if endings not in self._names:
            names = (_without_ending(file.rpartition("/")[2].casefold(), endings) for file in self.files)
            self._names[endings] = frozenset(names)
        return self._names[endings]


def _addresses(inner: str, generator: Generator, document: Document | None) -> Iterable[str]:
    key = page_key(inner, generator.pages)
    yield key
    name = key.rpartition("/")[2]
    dated = _DATED.fullmatch(name)
    if dated:
        yield _post(dated[1])
    permalink = _permalink(document) if document else None
    if permalink:
        yield page_key(permalink, generator.pages)


def _post(title: str) -> str:
    """The key of a post, whose address may begin with its categories or its date, as the settings say."""
    return f"*/{title}"


def _permalink(document: Document) -> str | None:
    front = _FRONT_MATTER.match(document.view.text)
    found = _PERMALINK.search(front[1]) if front else None
    return found[1].strip() if found else None


def settings_below(root: Path) -> Settings:
    """Reads settings below `root`."""
    return settings_of(partial(read_bytes, root))


def settings_of(read: Callable[..., bytes]) -> Settings:
    """Reads settings with `read(path, limit=bytes)`."""

    def text(path: str) -> str:
        try:
            return read(path, limit=MAX_SETTINGS).decode("utf-8", "replace")
        except Refused:
            return ""

    return text


def _setting(settings: str, key: str) -> str | None:
    """A plain setting at the top of a YAML or TOML file; nothing else of it is understood."""
    found = re.search(rf"""^{re.escape(key)}\s*[:=]\s*["']?([^"'\n#]*?)["']?\s*(?:#.*)?$""", settings, re.M)
    return found[1].strip() or None if found else None
