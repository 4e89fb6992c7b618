"""A folder -> Repository: tree, texts, documents, courses, and where each link leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from repotool.config import Config
from repotool.model import NOT_UTF8, CellRepairs, Document, Notebook, Refused, Repair, Repository, Tree, View
from repotool.model.progress import watched
from repotool.reading import git
from repotool.reading.damage import decoded_view, find_decoding, find_repair
from repotool.reading.facts import FoundOut
from repotool.reading.gitignore import Gitignore
from repotool.reading.links.members import Members
from repotool.reading.names import own_name_from_links
from repotool.reading.places import OnDisk, Place
from repotool.reading.source import Sources, encode, read_source, repaired_view

DOCUMENTS = (".md", ".markdown")
NOTEBOOK = ".ipynb"

CHECKPOINTS = ".ipynb_checkpoints/"
"""Jupyter's own copies: what is wrong in them is wrong in the notebooks they were made of."""


def read_repository(
    root: Path | Place,
    config: Config,
    *,
    today: date | None = None,
    only: frozenset[str] | None = None,
    overlay: Mapping[str, bytes] | None = None,
    previous: Repository | None = None,
    links: bool = True,
    history: bool = False,
    members: Members | None = None,
) -> Repository:
    """The repository at `root`, a folder or a commit, as it would be with the bytes of `overlay` in place of its files.

    Files named in `only` are read even where git ignores them: who names a file means it.

    Without `links`, those cells of notebooks alone are documents that speak to repotool, hold an attachment or an
    unfinished merge: that is what rules of notebooks look at, and most of the time goes elsewhere.

    What did not change since `previous` is not parsed again. `today` defaults to the date of HEAD's commit, else to the
    local date. With `history`, former versions of a damaged file in git confirm its repair and fill its gaps. Links to
    other repositories that are `members` of the same fleet are judged by their trees.
    """
    place = OnDisk(root) if isinstance(root, Path) else root
    tree = (previous.tree if previous and previous.tree else place.tree()).with_files(overlay or ())
    read = _Reader(place, tree, overlay or {}, previous, history=history, links=links)
    for path in watched(_judged_paths(tree, config, only or frozenset()), "reading"):
        read.file(path)
    if config.path is not None and config.path.resolve().parent == place.root.resolve():
        # Settings can be reported too: an ignore that silences nothing has its place in this file.
        read.sources.add(read_source(config.path.name, config.text.encode()))
    name, branch = _own_name(place, tree, config, read.documents, previous)
    facts = FoundOut(place, tree, config, name, branch, read.documents, read.notebooks, read.cells, today, members)
    if previous is not None:
        facts.day, facts.names = today or previous.today, previous.damaged_names
    if config.course.columns:
        _ = facts.courses  # a column that nobody knows is refused, whatever the rules ask for
    return read.repository(facts)


def read_text(path: str, raw: bytes, *, today: date | None = None) -> Repository:
    """A text without a repository, as it comes from stdin: there is no tree to judge its links against."""
    place = OnDisk(Path())
    read = _Reader(place, None, {path: raw}, None)
    read.file(path)
    return read.repository(
        FoundOut(place, None, Config(), None, None, read.documents, read.notebooks, read.cells, today)
    )


def read_imagined(
    root: Path, tree: Tree, contents: Mapping[str, bytes], config: Config, name: str | None, branch: str | None
) -> Repository:
    """A repository that is not on disk yet: `contents` are the files that are read, `tree` holds all of them."""
    place = OnDisk(root)
    read = _Reader(place, tree, contents, None)
    for path in sorted(contents):
        if path.lower().endswith((*DOCUMENTS, NOTEBOOK)):
            read.file(path)
    return read.repository(
        FoundOut(place, tree, config, name, branch, read.documents, read.notebooks, read.cells, date.today())
    )


def targets_in(path: str, text: str) -> frozenset[str]:
    """The targets of all links in a text that has this name."""
    read = _Reader(OnDisk(Path()), None, {path: encode(text)}, None)
    read.file(path)
    texts = (*read.documents.values(), *(cell for cells in read.cells.values() for cell in cells))
    return frozenset(link.target for document in texts for link in document.links)


class _Reader:
    """Reads files into documents and notebooks; what did not change since `previous` is taken from there."""

    def __init__(
        self,
        place: Place,
        tree: Tree | None,
        overlay: Mapping[str, bytes],
        previous: Repository | None,
        *,
        history: bool = False,
        links: bool = True,
    ) -> None:
        self.place = place
        self.tree = tree
        self.overlay = overlay
        self.previous = previous
        self.history = history
        self.links = links
        self.sources = Sources()
        self.documents: dict[str, Document] = {}
        self.notebooks: dict[str, Notebook] = {}
        self.cells: dict[str, tuple[Document, ...]] = {}
        self.cell_repairs: dict[str, CellRepairs] = {}

    def file(self, path: str) -> None:
        if self.tree is not None and self.place.is_alias(path, self.tree):
            return  # the same document under its own name
        raw, refusal = _bytes(self.place, path, self.overlay)
        if refusal is not None:
            self.sources.add(read_source(path, raw))
            self.documents[path] = Document(path, View(""), unparsable=refusal)
        elif path.lower().endswith(NOTEBOOK):
            self._notebook(path, raw)
        else:
            self._document(path, raw)

    def repository(self, facts: FoundOut) -> Repository:
        """What was read, with the facts that follow from it."""
        return Repository(
            root=self.place.root,
            tree=self.tree,
            facts=facts,
            name=facts.name,
            branch=facts.branch,
            sources=self.sources,
            documents=self.documents,
            notebooks=self.notebooks,
            cells=self.cells,
            cell_repairs=self.cell_repairs,
        )

    def _notebook(self, path: str, raw: bytes) -> None:
        known = self.previous
        if known is not None and path in known.notebooks and known.sources[path].raw == raw:
            self.notebooks[path], self.cells[path] = known.notebooks[path], known.cells[path]
            self.sources.add_late(path, raw, known.notebooks[path].text)
            if path in known.cell_repairs:
                self.cell_repairs[path] = known.cell_repairs[path]
            return
        from repotool.reading.notebook.documents import cell_documents, telling_documents
        from repotool.reading.notebook.reading import read_notebook

        notebook = self.notebooks[path] = read_notebook(path, raw)
        self.sources.add_late(path, raw, notebook.text)
        if not self.links:
            self.cells[path] = tuple(telling_documents(notebook))
            return
        from repotool.reading.notebook.repairs import repair_cells

        repaired = repair_cells(notebook, self.tree)
        if repaired is not None:
            self.cell_repairs[path] = repaired[0]
        self.cells[path] = tuple(cell_documents(notebook, repaired[1] if repaired else {}))

    def _document(self, path: str, raw: bytes) -> None:
        known = self.previous
        if known is not None and path in known.documents and known.sources[path].raw == raw:
            self.sources.add(known.sources[path])
            self.documents[path] = known.documents[path]
            return
        source = read_source(path, raw)
        decoding = find_decoding(raw) if NOT_UTF8.search(source.text) or "\0" in source.text else None
        if decoding is not None:
            source = replace(source, decoding=decoding)
            view = decoded_view(source, decoding)
        else:
            source = replace(source, repair=self._repair(path, source.text))
            view = repaired_view(source)
        from repotool.reading.markdown import parse

        self.sources.add(source)
        self.documents[path] = parse(path, view)

    def _repair(self, path: str, text: str) -> Repair | None:
        from repotool.reading.markdown import parse

        def earlier() -> list[str]:
            versions = self.place.earlier(path) if self.history else []
            return [read_source(path, version).text for version in versions]

        return find_repair(text, lambda text: parse(path, View(text)), path, self.tree, earlier)


def _judged_paths(tree: Tree, config: Config, named: frozenset[str]) -> list[str]:
    wanted = (*DOCUMENTS, NOTEBOOK)
    paths = sorted(p for p in {*tree.files, *named} if p.lower().endswith(wanted) and CHECKPOINTS not in p)
    if not config.exclude:
        return paths
    excluded = Gitignore("\n".join(config.exclude))
    return [path for path in paths if not excluded.ignores(path)]


def _bytes(place: Place, path: str, overlay: Mapping[str, bytes]) -> tuple[bytes, str | None]:
    """The bytes of a file, or why they cannot be had: one unreadable file does not hide the others."""
    if path in overlay:
        return overlay[path], None
    try:
        return place.read(path), None
    except Refused as refusal:
        return b"", str(refusal).removeprefix(f"{path}: ")


def _own_name(
    place: Place,
    tree: Tree,
    config: Config,
    documents: Mapping[str, Document],
    previous: Repository | None,
) -> tuple[str | None, str | None]:
    """The repository's own name and default branch: configuration, git, else what its links plainly say."""
    if previous is not None:
        return previous.name, previous.branch
    name, branch = config.name or git.origin_name(place.root), config.branch or place.branch()
    if name is None or branch is None:
        targets = (link.target for document in documents.values() for link in document.links)
        told_name, told_branch = own_name_from_links(targets, tree)
        name, branch = name or told_name, branch or told_branch
    return name, branch
