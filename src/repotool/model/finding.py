"""Rules, what checks find, and the operations that mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct, field

from repotool.model.ops import Edit, Op
from repotool.model.repository import Repository
from repotool.model.text import Span

Severity = Literal["error", "warning", "info"]
Scope = Literal["source", "document", "notebook", "course", "repository", "ignore"]
Needs = Literal["links", "near_links", "headings", "tables", "tags"]


class Rule(Struct, frozen=True, eq=False):
    """A rule as `rules/<stem>.toml` tells it.

    `message` and `help` are templates; of each, the first whose facts are all known is used.
    """

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
    needs: Needs | None = None
    """What a document has at least, or the check is not asked about it: most texts have no link, no table, no tag."""
    preview: bool = False
    """New, and may yet change: it runs when it is named, or when previews are asked for."""
    check: Check | None = None
    """How it is found, where that does not stand in `checks`: rules of plugins and of the checked repository."""
    tellers: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    """How facts that are English words are told in the language of the rule's own words."""

    @property
    def family(self) -> str:
        return self.code[:3]


class Fix(Struct, frozen=True):
    """Operations that belong together: all or none. `safe`: provably reversible or provably right."""

    ops: tuple[Op, ...]
    safe: bool
    title: str

    @staticmethod
    def replacing(file: str, span: Span, text: str | None, title: str, *, safe: bool) -> Fix | None:
        """The fix that writes `text` in place of one span; None where it is not known what to write."""
        return None if text is None else Fix((Edit(file, span, text),), safe, title)


class Hit(Struct, frozen=True):
    """What a check found, in the spans of its subject; `facts` fill the rule's message."""

    file: str
    span: Span
    facts: Mapping[str, Any] = field(default_factory=dict)
    fix: Fix | None = None
    severity: Severity | None = None


class Finding(Struct, frozen=True):
    """A hit joined with its rule; spans and edits are of the file's text."""

    rule: Rule
    file: str
    span: Span
    severity: Severity
    message: str
    help: str | None
    target: str | None
    fix: Fix | None
    path: str | None = None
    """The path in the repository that the finding is about, where it is about one: what a link names."""


Check = Callable[[Any, Repository], Iterator[Hit]]


class Ignore(Struct, frozen=True):
    """A request to silence rules: where it stands, which rules it names, where it holds, and what became of it."""

    file: str | None
    """None: a configuration that does not lie in the repository."""
    cell: int | None
    """The notebook's cell whose lines `lines` are."""
    span: Span
    codes: tuple[str, ...]
    reason: str
    lines: tuple[int, int] | None
    """First and last line it holds for, 1-based; None: the whole file, or (in the configuration) the repository."""
    removal: Span | None = None
    """What to cut out of the file to take a comment back; None for a setting."""
    unused: tuple[str, ...] = ()
    """The codes of rules that ran and found nothing here."""
    unknown: tuple[str, ...] = ()
    """The words that name no rule."""
    misspelt: str | None = None
    """What a comment says that speaks to repotool and is not understood."""


class Result(Struct, frozen=True):
    """What was found in one repository; `label` is how the user would name its folder.

    `documents` and `notebooks` count those that were to be reported on; `title` names the repository in summaries.
    """

    label: str
    repository: Repository
    findings: tuple[Finding, ...]
    documents: int = 0
    notebooks: int = 0
    title: str = ""
