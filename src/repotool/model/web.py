"""What is known of a link over HTTP, and where it stands."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from repotool.model.document import Document, Link
from repotool.model.text import Span

VerdictKind = Literal["ok", "moved", "broken", "unsure", "skipped"]
KINDS: tuple[VerdictKind, ...] = ("broken", "moved", "unsure", "ok", "skipped")
"""The verdicts, those that a reader looks for first."""

MASK = "***"
"""Stands for what is nobody's business."""
LONGEST = 500
"""Characters of a fragment that is looked for."""

_ENDS_A_TARGET = str.maketrans({"(": "%28", ")": "%29", "|": "%7C", " ": "%20", "<": "%3C", ">": "%3E"})


class Verdict(Struct, frozen=True):
    """What is known of one address (without fragment).

    ok: it answers · moved: it answers, and says for good that it lives at `moved_to` · broken: it is surely gone ·
    unsure: `reason` tells what kept us from knowing · skipped: it was not asked

    All addresses are as they may be shown: user names, passwords and secrets of the query are masked. `why` is the
    reason in words. `anchors` are the places of the page, None where they are not known (not read, not a page, too
    long). `secure`: https answers the same. `archive` is where a copy may be kept.
    """

    url: str
    kind: VerdictKind
    reason: str | None = None
    why: str = ""
    status: int | None = None
    final_url: str | None = None
    moved_to: str | None = None
    anchors: frozenset[str] | None = None
    secure: bool = False
    archive: str | None = None

    @property
    def rewrite(self) -> str | None:
        """The address to write instead of this one; None where it would hold a secret, or nothing has moved."""
        return self.moved_to if self.kind == "moved" and self.moved_to and MASK not in self.moved_to else None


class Place(Struct, frozen=True):
    """Where an address is used. `target` is as written, `span` is where it stands in the file's text.

    `line` and `column` are 1-based; in a notebook `cell` and `cell_line` tell the place in its cells.
    """

    repository: str
    file: str
    span: Span
    target: str
    fragment: str | None
    line: int
    column: int
    cell: int | None = None
    cell_line: int | None = None


class Checked(Struct, frozen=True):
    """One address with its verdict and every place that uses it."""

    verdict: Verdict
    places: tuple[Place, ...]


def address_key(target: str) -> str:
    """What verdicts are filed under: the target as it is written, without its fragment."""
    return target.strip().partition("#")[0]


def fragment_of(target: str) -> str | None:
    """The fragment that names a place of a page, decoded; None where there is none, or where it is something else.

    A text fragment (`:~:text=`) is for the browser alone; what holds a slash, `!`, `=` or `&` speaks to a script. What
    is endless, or encoded otherwise than in UTF-8, nobody can look for.
    """
    if "#" not in target:
        return None
    from urllib.parse import unquote

    fragment = unquote(target.strip().partition("#")[2].partition(":~:")[0])
    return None if not 0 < len(fragment) <= LONGEST or set(fragment) & set("/!=&:?<>\ufffd") else fragment


def has_anchor(anchors: frozenset[str], fragment: str) -> bool:
    """Whether a page has the place: under its own name, or the one GitHub gives to what people write. `top` is always
    there.
    """
    return fragment.lower() == "top" or fragment in anchors or f"user-content-{fragment}" in anchors


def as_target(link: Link, document: Document, address: str) -> str:
    """`address` as it is written in place of the link's own target, with that one's fragment."""
    written = link.target_span.cut(document.view.text)
    _, mark, fragment = written.partition("#")
    address = address.translate(_ENDS_A_TARGET)
    address = address.replace("&", "&amp;").replace('"', "%22").replace("'", "%27") if link.kind == "html" else address
    return address + mark + fragment
