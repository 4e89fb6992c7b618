"""A repository, read: its paths, its documents, where its links lead."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, takewhile
from pathlib import Path
from typing import Literal, Protocol

from msgspec import Struct, field

from repotool.model.course import Course
from repotool.model.document import Document, Link, NearLink
from repotool.model.notebook import CellRepairs, DamagedOutput, Notebook
from repotool.model.origin import Origin
from repotool.model.text import MixedWord, Repair, Source, Span, Spans
from repotool.model.web import Verdict, address_key
from repotool.model.years import YearLink, Years

ResolutionKind = Literal[
    "ok",
    "missing",
    "case",
    "form",
    "backslash",
    "encoded",
    "anchor",
    "outside",
    "empty",
    "placeholder",
    "schemeless",
    "swapped",
    "own-missing",
    "own-branch",
    "own-unknown",
    "member-missing",
    "web",
    "unjudged",
]


class DamagedName(Struct, frozen=True):
    """What a file or folder was called before a program read its name in a wrong encoding; `plan` tells how."""

    name: str
    plan: str


LinkKey = tuple[str, int | None, Span]
"""Which link: its file, the notebook's cell, its span in that text."""


class Resolution(Struct, frozen=True):
    """Where a link leads. `path` is the file or folder it names, `suggestion` the likeliest one where it names none.

    ok: it leads to `path`, also where it is an address of this repository (then `ref` is the branch or commit it names)
    missing: there is no `path`
    case, form: `path` is there, in other letter case, or in another Unicode normal form
    backslash, encoded: `path` would be there with slashes for backslashes, or percent-encoded once instead of twice
    anchor: `path` is there and has no place named `fragment`; `suggestion` is an anchor
    outside: it leaves the repository · empty · placeholder: a word that stands for a link to come
    schemeless: an address without `https://` · swapped: an address as label, a label as target
    own-missing, own-branch, own-unknown: an address of this repository whose `path` is not there at `ref`, whose `ref`
    is not there, or is not known here
    member-missing: an address of another repository that is judged along with this one, `member`, and has no `path`
    web: http(s), judged elsewhere, or by the tree of `member`, which has it
    unjudged: mail addresses, templates, other schemes, or no tree to judge against; `site` names the generator that
    makes the address
    """

    kind: ResolutionKind
    path: str | None = None
    fragment: str | None = None
    suggestion: str | None = None
    cure: str | None = None
    """What to write in place of the target, in the link's own style, so that it leads where it should."""
    ref: str | None = None
    site: str | None = None
    member: str | None = None
    """ "owner/repo" of another repository that is judged along with this one."""


class Tree:
    """The paths of a repository, in memory: does a path exist, under which case and which Unicode normal form.

    `files` maps each posix path to whether git tracks it (True of all where there is no git to ask). Folders are
    derived; the root is "". `empty` names folders without files, `sealed` those whose content is not known: submodules,
    nested repositories, symlinked and unreadable folders, what a sparse checkout leaves out. Both count as folders.
    """

    __slots__ = ("_twins", "files", "folders", "sealed")

    def __init__(self, files: Mapping[str, bool], *, empty: Iterable[str] = (), sealed: Iterable[str] = ()) -> None:
        self.files = dict(files)
        self.sealed = frozenset(sealed)
        named = {*empty, *self.sealed}
        self.folders = {""} | named | {parent for path in [*files, *named] for parent in _parents(path)}
        self._twins: dict[str, list[str]] | None = None

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self.folders

    def with_files(self, paths: Iterable[str]) -> Tree:
        """This tree and files that are about to be made in it; where nothing is known to be untracked, nor are they."""
        new = dict.fromkeys((path for path in paths if path not in self), all(self.files.values()))
        return Tree({**self.files, **new}, empty=self.folders, sealed=self.sealed) if new else self

    def in_sealed(self, path: str) -> bool:
        """Whether `path` lies in a folder whose content is not known."""
        return bool(self.sealed) and any(parent in self.sealed for parent in _parents(path))

    def twins(self, path: str) -> list[str]:
        """Existing paths that differ from `path` only in letter case or Unicode normal form."""
        if self._twins is None:
            self._twins = {}
            for known in sorted([*self.files, *self.folders]):
                self._twins.setdefault(_folded(known), []).append(known)
        return [p for p in self._twins.get(_folded(path), []) if p != path]


def _parents(path: str) -> Iterable[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


class Deadline(Struct, frozen=True):
    """A deadline, or the title of a course, in a notebook's cell, with the years of the course it belongs to.

    Spans are of the cell's text. `year` is None where a deadline has none; `years` are the first and the last year that
    would be right. `text` is the date or the year as written.
    """

    cell: int
    span: Span
    kind: Literal["deadline", "title"]
    text: str
    year: int | None
    years: Years


class Download(Struct, frozen=True):
    """An address of this very repository that a code cell downloads, and where it leads. The span is of the cell.

    `of_clone`: a path that it uses in a clone of the repository.
    """

    cell: int
    span: Span
    target: str
    resolution: Resolution
    of_clone: bool = False


class Facts(Protocol):
    """What follows from the texts of a repository. Each is worked out when it is first asked for, and kept: most rules
    ask for little of it.
    """

    @property
    def today(self) -> date:
        """The day as of which is judged."""

    @property
    def courses(self) -> tuple[Course, ...]: ...

    @property
    def homework_cells(self) -> Mapping[str, Spans]:
        """The cells of the lessons' homework column, by the document that holds the schedule."""

    @property
    def resolutions(self) -> Mapping[LinkKey, Resolution]: ...

    @property
    def resolved(self) -> Mapping[tuple[str, int | None], Sequence[tuple[Link, Resolution]]]:
        """The links of each text, by file and cell, but for references; most rules of links look through them all."""

    @property
    def damaged_names(self) -> Mapping[str, DamagedName]:
        """Files and folders whose own name was read in a wrong encoding, by path."""

    @property
    def damaged_outputs(self) -> Mapping[str, tuple[DamagedOutput, ...]]:
        """By notebook; one without any is not named."""

    @property
    def mixed_words(self) -> Mapping[str, MixedWord]:
        """The words of two alphabets, in all texts."""

    @property
    def year_links(self) -> Mapping[tuple[str, int | None], tuple[YearLink, ...]]:
        """By file and, in a notebook, cell."""

    @property
    def inherited(self) -> frozenset[str]:
        """Targets of links that last year's repository has too, and that live for one year: forms, invitations."""

    @property
    def homework(self) -> frozenset[str]:
        """The notebooks that hold homework."""

    @property
    def solutions(self) -> frozenset[str]:
        """The notebooks that by their name, or that of a folder, are the answer to one."""

    @property
    def deadlines(self) -> Mapping[str, tuple[Deadline, ...]]:
        """By notebook; one without any is not named."""

    @property
    def downloads(self) -> Mapping[str, tuple[Download, ...]]:
        """By notebook; one without any is not named."""

    @property
    def origin(self) -> Origin | None:
        """What was written down when the repository was made of last year's; None where it was not."""


class Repository(Struct, frozen=True, eq=False):
    """A folder of course material, read. `name` is "owner/repo" and `branch` the default branch, where known."""

    root: Path
    tree: Tree | None
    """None for a text from stdin: there is nothing to judge links against."""
    facts: Facts
    name: str | None = None
    branch: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    notebooks: Mapping[str, Notebook] = field(default_factory=dict)
    cells: Mapping[str, tuple[Document, ...]] = field(default_factory=dict)
    """The Markdown cells of each notebook, as documents."""
    cell_repairs: Mapping[str, CellRepairs] = field(default_factory=dict)
    """By notebook; one that is not damaged is not named."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """Of addresses as they are written, without fragment; empty where the network was not asked."""

    @property
    def today(self) -> date:
        return self.facts.today

    @property
    def courses(self) -> tuple[Course, ...]:
        return self.facts.courses

    @property
    def homework_cells(self) -> Mapping[str, Spans]:
        return self.facts.homework_cells

    @property
    def resolutions(self) -> Mapping[LinkKey, Resolution]:
        return self.facts.resolutions

    @property
    def damaged_names(self) -> Mapping[str, DamagedName]:
        return self.facts.damaged_names

    @property
    def damaged_outputs(self) -> Mapping[str, tuple[DamagedOutput, ...]]:
        return self.facts.damaged_outputs

    @property
    def mixed_words(self) -> Mapping[str, MixedWord]:
        return self.facts.mixed_words

    @property
    def inherited(self) -> frozenset[str]:
        return self.facts.inherited

    @property
    def homework(self) -> frozenset[str]:
        return self.facts.homework

    @property
    def solutions(self) -> frozenset[str]:
        return self.facts.solutions

    @property
    def deadlines(self) -> Mapping[str, tuple[Deadline, ...]]:
        return self.facts.deadlines

    @property
    def downloads(self) -> Mapping[str, tuple[Download, ...]]:
        return self.facts.downloads

    @property
    def origin(self) -> Origin | None:
        return self.facts.origin

    def file_text(self, path: str) -> str:
        """The text of a file; of one that is not read (a picture, a folder) there is none to point into."""
        return self.sources[path].text if path in self.sources else ""

    def texts(self) -> Iterator[Document]:
        """Every document, and every Markdown cell of a notebook."""
        yield from self.documents.values()
        for cells in self.cells.values():
            yield from cells

    def repair_of(self, document: Document) -> Repair | None:
        """The repair that the document is read through; None where nothing is damaged."""
        if document.cell is None:
            return self.sources[document.path].repair
        cells = self.cell_repairs.get(document.path)
        return cells.repairs.get(document.cell) if cells else None

    def resolution(self, document: Document, link: Link | NearLink) -> Resolution:
        return self.facts.resolutions[document.path, document.cell, link.span]

    def resolved(self, document: Document) -> Iterator[tuple[Link, Resolution]]:
        """The document's links and where they lead; a reference is as good as its definition, which is among them."""
        return iter(self.facts.resolved.get((document.path, document.cell), ()))

    def judged(self, document: Document) -> Iterator[tuple[Link, Verdict]]:
        """The document's links over HTTP that there is a verdict on."""
        for link in document.links if self.verdicts else ():
            verdict = self.verdicts.get(address_key(link.target)) if link.kind != "reference" else None
            if verdict is not None:
                yield link, verdict

    def year_links_of(self, document: Document) -> tuple[YearLink, ...]:
        return self.facts.year_links.get((document.path, document.cell), ())

    def paths_in(self, document: Document, span: Span) -> Iterator[str]:
        """The paths of the repository that links in a stretch of the document lead to."""
        first = bisect_left(document.links, span.start, key=lambda link: link.span.start)
        for link in takewhile(lambda link: link.span.start < span.end, islice(document.links, first, None)):
            resolution = self.resolution(document, link)
            if resolution.kind in ("ok", "case", "form", "anchor") and resolution.path:
                yield resolution.path
