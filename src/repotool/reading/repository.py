"""A folder -> Repository: tree, texts, documents, courses, and where each link leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from repotool.config import Config
from repotool.model import Course, Document, Refused, Repository, Source, Tree, View
from repotool.reading import git
from repotool.reading.damage import find_repair
from repotool.reading.generators import find_sites, settings_below
from repotool.reading.gitignore import Gitignore
from repotool.reading.own_urls import OwnAddresses
from repotool.reading.resolve import Resolver
from repotool.reading.source import plain_view, read_source, repaired_view
from repotool.reading.tree import read_bytes, read_tree
from repotool.reading.units import with_units
from repotool.reading.vocabulary import vocabulary
from repotool.reading.year_links import read_year_links

DOCUMENTS = (".md", ".markdown")


def read_repository(
    root: Path,
    config: Config,
    *,
    today: date | None = None,
    only: frozenset[str] | None = None,
    overlay: Mapping[str, bytes] | None = None,
    previous: Repository | None = None,
) -> Repository:
    """The repository at `root`, as it would be with the bytes of `overlay` written over its files.

    Files named in `only` are read even where git ignores them: who names a file means it.

    What did not change since `previous` is not parsed again. `today` defaults to the date of HEAD's commit, else to the
    local date.
    """
    overlay = overlay or {}
    tree = previous.tree if previous and previous.tree else read_tree(root)
    sources: dict[str, Source] = {}
    documents: dict[str, Document] = {}
    for path in _judged_paths(tree, config, only or frozenset()):
        if (root / path).is_symlink() and _is_known(root, path, tree):
            continue  # the same document under its own name
        raw, refusal = _bytes(root, path, overlay)
        if previous and path in previous.documents and previous.sources[path].raw == raw:
            sources[path], documents[path] = previous.sources[path], previous.documents[path]
        else:
            sources[path], documents[path] = _read(path, raw, refusal, tree)
    if config.path is not None and config.path.resolve().parent == root.resolve():
        # Settings can be reported too: an ignore that silences nothing has its place in this file.
        sources[config.path.name] = read_source(config.path.name, config.text.encode())
    name, branch = _own_name(root, tree, config, documents, previous)
    resolutions = _resolver(root, tree, documents, name, branch).all()
    courses = _courses(documents, config, name)
    courses = tuple(with_units(course, tree, resolutions.values()) for course in courses)
    return Repository(
        root=root,
        tree=tree,
        today=today or (previous.today if previous else None) or git.head_date(root) or date.today(),
        name=name,
        branch=branch,
        sources=sources,
        documents=documents,
        courses=courses,
        resolutions=resolutions,
        year_links=tuple(read_year_links(documents, courses, name, vocabulary())),
    )


def read_text(path: str, raw: bytes, *, today: date | None = None) -> Repository:
    """A text without a repository, as it comes from stdin: there is no tree to judge its links against."""
    source, document = _read(path, raw, None, None)
    documents = {path: document}
    return Repository(
        root=Path(),
        tree=None,
        today=today or date.today(),
        sources={path: source},
        documents=documents,
        courses=_courses(documents, Config(), None),
        resolutions=Resolver(None, documents).all(),
    )


def _judged_paths(tree: Tree, config: Config, named: frozenset[str]) -> list[str]:
    paths = sorted(path for path in {*tree.files, *named} if path.lower().endswith(DOCUMENTS))
    if not config.exclude:
        return paths
    excluded = Gitignore("\n".join(config.exclude))
    return [path for path in paths if not excluded.ignores(path)]


def _is_known(root: Path, path: str, tree: Tree) -> bool:
    """Whether what a link leads to is a file of the tree itself."""
    try:
        real = (root / path).resolve().relative_to(root.resolve())
    except (OSError, RuntimeError, ValueError):
        return False
    return real.as_posix() in tree.files


def _bytes(root: Path, path: str, overlay: Mapping[str, bytes]) -> tuple[bytes, str | None]:
    """The bytes of a file, or why they cannot be had: one unreadable file does not hide the others."""
    if path in overlay:
        return overlay[path], None
    try:
        return read_bytes(root, path), None
    except Refused as refusal:
        return b"", str(refusal).removeprefix(f"{path}: ")


def _read(path: str, raw: bytes, refusal: str | None, tree: Tree | None) -> tuple[Source, Document]:
    """A file's text, and the document in it, read through what can be repaired for certain."""
    source = read_source(path, raw)
    if refusal is not None:
        return source, Document(path, plain_view(source), unparsable=refusal)
    from repotool.reading.markdown import parse

    repair = find_repair(source.text, lambda text: parse(path, View(text)), path, tree)
    if repair is not None:
        source = replace(source, repair=repair)
    return source, parse(path, repaired_view(source))


def _own_name(
    root: Path,
    tree: Tree,
    config: Config,
    documents: Mapping[str, Document],
    previous: Repository | None,
) -> tuple[str | None, str | None]:
    """The repository's own name and default branch: configuration, git, else what its links plainly say."""
    if previous is not None:
        return previous.name, previous.branch
    name, branch = config.name or git.origin_name(root), config.branch or git.default_branch(root)
    if name is None or branch is None:
        targets = (link.target for document in documents.values() for link in document.links)
        told_name, told_branch = git.own_name_from_links(targets, tree)
        name, branch = name or told_name, branch or told_branch
    return name, branch


def _courses(documents: Mapping[str, Document], config: Config, name: str | None) -> tuple[Course, ...]:
    from repotool.reading.schedule import read_courses

    try:
        return read_courses(documents, facts=config.course, name=name)
    except Refused as refusal:  # a column that the configuration names and nobody knows
        raise Refused(f"{config.path}: {refusal}") from None


def _resolver(
    root: Path, tree: Tree, documents: Mapping[str, Document], name: str | None, branch: str | None
) -> Resolver:
    own = OwnAddresses(root, tree, name, branch) if name else None
    return Resolver(tree, documents, find_sites(tree, documents, settings_below(root)), own)
