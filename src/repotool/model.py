"""The nouns of repotool: what is read, what is judged, what is written.

Standard library only. Everything is frozen; spans are half-open ranges of *characters*; a file's text is its bytes
decoded as UTF-8 with surrogateescape, line endings and byte-order mark kept, so that every byte survives the way back.
Lines and columns are computed when reporting, never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
Scope = Literal["source", "document", "course", "repository", "ignore"]
Newline = Literal["\n", "\r\n", "\r", "mixed", ""]
LinkKind = Literal["link", "image", "autolink", "bare", "reference", "definition", "html"]
LessonKind = Literal["lecture", "seminar", "class"]
Season = Literal["spring", "autumn"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The characters `start <= i < end` of one text."""

    start: int
    end: int

    def cut(self, text: str) -> str:
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


def _same_span(span: Span) -> Span:
    return span


def _same_text(text: str) -> str | None:
    return text


@dataclass(frozen=True, slots=True)
class View:
    """A text that is judged, with the way back into its file.

    `place` maps a span of `text` to a span of the file's text; `spell` tells how the file would write a replacement (a
    damaged file: damaged again; a JSON string: escaped), or None where the file cannot hold it.
    """

    text: str
    place: Callable[[Span], Span] = _same_span
    spell: Callable[[str], str | None] = _same_text


# -- damaged text ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Region:
    """One stretch of damaged text and what it was: `span` cuts the damaged text, `repaired` the repaired text."""

    span: Span
    repaired: Span
    replacement: str
    plan: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Repair:
    """What a damaged text was. `proven`: the repaired text, damaged again, is the damaged text, character for character.

    `damage` damages text of this file again, or answers None where that is impossible.
    """

    text: str
    regions: tuple[Region, ...]
    proven: bool
    damage: Callable[[str], str | None]


# -- what is read ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """A text file: `path` is posix and relative to the repository's root ("-" is stdin)."""

    path: str
    raw: bytes
    text: str
    newline: Newline
    repair: Repair | None = None


@dataclass(frozen=True, slots=True)
class InCell:
    """Where a link stands: cell `column` of row `row` (the header is row -1) of `Document.tables[table]`."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link, image, address or reference definition.

    `text` is the label as a reader sees it, `target` the destination as CommonMark understands it (backslash escapes and
    entities resolved, percent-encoding kept), `target_span` the destination as written, without `<…>`; where nothing is
    written, as in `[a]()`, it is the empty span at which a target belongs. A reference link carries the target of its definition and the
    span of its own label.
    """

    span: Span
    text: str
    target: str
    target_span: Span
    kind: LinkKind
    where: InCell | None = None
    title: str = ""
    text_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the anchor GitHub gives it (`-1`, `-2` … on repeated ones). `text` is without markup."""

    span: Span
    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name="value"` of an HTML tag; entities in `value` are resolved, `span` cuts the value as written."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Tag:
    """One HTML tag outside code and comments. `role` tells `<ul>`, `</ul>` and `<br/>` apart; names are lower case."""

    span: Span
    name: str
    role: Literal["open", "close", "empty"]
    attributes: tuple[Attribute, ...] = ()

    def get(self, name: str) -> Attribute | None:
        return next((a for a in self.attributes if a.name == name), None)


@dataclass(frozen=True, slots=True)
class TableCell:
    """A table cell without its padding. `text` is what a reader sees: no markup, `<br>` and list items as lines."""

    span: Span
    raw: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its whole line (or `<tr>…</tr>`) and its cells. A cell that spans rows stands in each of them."""

    span: Span
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A Markdown or HTML table; `alignment` has one of "left", "right", "center", "" for each header cell."""

    span: Span
    kind: Literal["pipe", "html"]
    header: Row
    rows: tuple[Row, ...]
    alignment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown text, understood. All spans are of `view.text`. `unparsable` says why nothing but the text is known."""

    path: str
    view: View
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    tags: tuple[Tag, ...] = ()
    code: tuple[Span, ...] = ()
    comments: tuple[Span, ...] = ()
    unparsable: str | None = None

    def anchors(self) -> frozenset[str]:
        """Every fragment that leads to a place of this document on GitHub: headings, ids and names."""
        named = (a.value for t in self.tags for a in t.attributes if a.name in ("id", "name") and a.value)
        return frozenset([*(h.anchor for h in self.headings), *named])


# -- the course --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DateMark:
    """A date as the table writes it; `value` is None where it is not readable or the year is not known."""

    span: Span
    text: str
    value: date | None
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Material:
    """A material of a lesson: a link, or words without one (`target` None)."""

    text: str
    target: str | None
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Homework:
    """A homework of a lesson. `target` is None where there is no link or an empty one."""

    label: str
    target: str | None
    span: Span
    link: Link | None = None
    issued: date | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A row of the schedule. `number` is as written; `holiday` is the mark of a day without a lesson."""

    row: Row
    number: str | None
    kind: LessonKind
    dates: tuple[DateMark, ...]
    date_text: str
    time: str | None
    topics: tuple[str, ...]
    materials: tuple[Material, ...]
    homework: tuple[Homework, ...]
    holiday: bool
    cells: Mapping[str, TableCell] = field(default_factory=dict)
    """The row's cells by the name of their column: date, number, topic, materials, homework … (see the vocabularies)"""


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """One earlier year of a series: `year` as written ("2023-2024", "2022"), the link's label and target."""

    year: str
    text: str
    target: str
    link: Link


@dataclass(frozen=True, slots=True)
class Archive:
    """A series of earlier years: what it is, without the years, and its entries in the order of the document."""

    series: str
    entries: tuple[ArchiveEntry, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A line of the grading: from `points` points and `assignments` assignments of `min_mark` or better, `mark`."""

    points: float
    assignments: int | None
    min_mark: float | None
    mark: str
    span: Span


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the schedule: its name in the vocabularies (None: an extra one), its header as written."""

    name: str | None
    header: str
    table: int
    index: int


@dataclass(frozen=True, slots=True)
class Course:
    """A course as its documents tell it. `document` holds the schedule; spans of lessons are spans of its text."""

    document: Document
    title: str | None
    season: Season | None
    year: int | None
    academic_year: str | None
    lessons: tuple[Lesson, ...] = ()
    archives: tuple[Archive, ...] = ()
    grading: tuple[Threshold, ...] = ()
    columns: tuple[Column, ...] = ()
    placeholder: str | None = None


# -- the repository ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a link leads. `path` is the file or folder it names, `suggestion` the likeliest one where it names none.

    ok: it leads to `path` · missing · outside: it leaves the repository · empty · web: http(s), judged elsewhere ·
    unjudged: mail addresses, templates, other schemes, or no tree to judge against.
    """

    kind: Literal["ok", "missing", "outside", "empty", "web", "unjudged"]
    path: str | None = None
    fragment: str | None = None
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Ignore:
    """A request to silence rules: where it stands, which rules it names, where it holds, and what it silenced."""

    file: str
    span: Span
    codes: tuple[str, ...]
    reason: str
    lines: tuple[int, int] | None
    """First and last line it holds for, 1-based; None: the whole file, or (in the configuration) the repository."""
    used: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()


# -- rules and findings ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `rules/<stem>.toml` tells it. `message` and `help` are templates: the first whose facts are all there."""

    stem: str
    code: str
    name: str
    scope: Scope
    severity: Severity
    default: bool
    message: tuple[str, ...]
    help: tuple[str, ...]
    fix: Literal["safe", "unsafe", "some", "none"]
    what: str
    why: str
    bad: str
    good: str
    since: str

    @property
    def family(self) -> str:
        return self.code[:3]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `span` of `file`'s text."""

    file: str
    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Create:
    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    source: Path
    file: str


@dataclass(frozen=True, slots=True)
class Move:
    file: str
    to: str


Op = Edit | Create | Copy | Move


@dataclass(frozen=True, slots=True)
class Fix:
    """Operations that belong together: all or none. `safe`: provably reversible or provably right."""

    ops: tuple[Op, ...]
    safe: bool
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check found, in the spans of its subject; `facts` fill the rule's message."""

    file: str
    span: Span
    facts: Mapping[str, Any] = field(default_factory=dict)
    fix: Fix | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit joined with its rule; spans and edits are of the file's text."""

    rule: Rule
    file: str
    span: Span
    severity: Severity
    message: str
    help: str | None
    target: str | None
    fix: Fix | None


Check = Callable[[Any, "Repository"], Iterator[Hit]]


class Tree:
    """The paths of a repository, in memory: does a path exist, under which case and which Unicode normal form.

    `files` maps each posix path to whether git tracks it. Folders are derived; the root is "".
    """

    __slots__ = ("_twins", "files", "folders")

    def __init__(self, files: Mapping[str, bool]) -> None:
        self.files = dict(files)
        self.folders = {""} | {parent for path in files for parent in _parents(path)}
        self._twins: dict[str, list[str]] | None = None

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self.folders

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
    import unicodedata

    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


@dataclass(frozen=True, slots=True)
class Repository:
    """A folder of course material, read. `name` is "owner/repo" and `branch` the default branch, where known."""

    root: Path
    tree: Tree | None
    """None for a text from stdin: there is nothing to judge links against."""
    today: date
    name: str | None = None
    branch: str | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    courses: tuple[Course, ...] = ()
    resolutions: Mapping[tuple[str, Span], Resolution] = field(default_factory=dict)

    def resolution(self, document: Document, link: Link) -> Resolution:
        return self.resolutions[document.path, link.span]
