"""Links x tree -> Resolutions: where each link leads, the same on every system.

A path exists if the tree has exactly it: the same letters in the same case and normal form, as on GitHub. Not judged
are mail addresses and other schemes, templates, what lies in a folder whose content is not known (a submodule), and
what a site generator may make.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from repotool.model import Document, Link, NearLink, Resolution, Tree
from repotool.model.regex import regex
from repotool.model.repository import LinkKey
from repotool.reading.links.fragments import Fragments
from repotool.reading.links.generators import Site
from repotool.reading.links.local import BLANKS, Local
from repotool.reading.links.members import Members
from repotool.reading.links.mistaken import is_placeholder
from repotool.reading.links.own_urls import OwnAddresses, at_branch, read_address
from repotool.reading.links.targets import Written, split, written

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = regex(r"[A-Za-z]:[\\/]")
_TEMPLATE = regex(r"\{\{|\{%|<%|\$\{")
MOST_SUGGESTED = 500
"""For so many missing paths the likeliest is looked for: who has more of them has moved something else."""
_MISSING = ("missing", "outside", "own-missing")


def resolve(link: Link, document_path: str, tree: Tree | None) -> Resolution:
    """Where `link` leads from the document at `document_path`, with nothing but the tree known."""
    return Resolver(tree).resolve(link, document_path, written(link.target, 0, len(link.target), link.kind))


class Resolver:
    """Judges links. Without a tree nothing local is judged; `sites`, the innermost first, make addresses of their own;
    `own` knows the addresses of this repository, `members` those of the others of its fleet.
    """

    def __init__(
        self,
        tree: Tree | None,
        documents: Mapping[str, Document] | None = None,
        sites: Sequence[Site] = (),
        own: OwnAddresses | None = None,
        cells: Iterable[Document] = (),
        members: Members | None = None,
    ) -> None:
        self.tree = tree
        self.documents = documents or {}
        cells = tuple(cells)
        self.texts = (*self.documents.values(), *cells)
        self.sites = sites
        self.own = own
        self.members = members
        self.fragments = Fragments(self.documents, cells)
        self._site_of: dict[str, Site | None] = {}
        self._suggestions: dict[str, str | None] = {}
        self.linked: frozenset[str] = frozenset()
        """The files that a link leads to: a missing one is rather one of the others."""

    def all(self) -> dict[LinkKey, Resolution]:
        """Where every link of the documents leads, and what was meant as one."""
        found = {}
        links = {}
        for document in self.texts:
            for link in self._of(document):
                key = document.path, document.cell, link.span
                links[key] = link, document
                found[key] = self._of_document(link, document)
        self.linked = frozenset(r.path for r in found.values() if r.kind == "ok" and r.path is not None)
        for key, resolution in found.items():
            if resolution.kind in _MISSING and resolution.path:
                link, document = links[key]
                found[key] = self._with_suggestion(resolution, link, document)
        return found

    def _of(self, document: Document) -> Iterator[Link]:
        yield from document.links
        yield from (_as_link(near) for near in document.near_links)

    def _of_document(self, link: Link, document: Document) -> Resolution:
        raw = written(document.view.text, link.target_span.start, link.target_span.end, link.kind)
        if link.kind == "reference":
            raw = Written(link.target, "", "reference", False)
        return self._judged(link, document.path, raw)

    def resolve(self, link: Link, document: str, raw: Written) -> Resolution:
        """Where `link`, whose target is written `raw`, leads from the document at this path."""
        resolution = self._judged(link, document, raw)
        if resolution.kind in _MISSING and resolution.path:
            return replace(resolution, suggestion=self._suggestion(resolution.path))
        return resolution

    def _judged(self, link: Link, document: str, raw: Written) -> Resolution:
        target = link.target.strip(BLANKS)
        if not target:
            return Resolution("empty")
        if _TEMPLATE.search(target):
            return Resolution("unjudged")
        elsewhere = self._elsewhere(target, link, document, raw)
        if elsewhere is not None:
            return elsewhere
        if target == "#" or target[0] == "?":
            kept = _is_only_text(link) and is_placeholder(target, link.text)
            return Resolution("placeholder") if kept else Resolution("ok", path=document, fragment="")
        path, fragment = split(target)
        if not path:
            return self._at(document, fragment, document, raw)
        if self.tree is None:
            return Resolution("unjudged", fragment=fragment)
        found = Local(self.tree, self.site_of(document), link, path, document, raw).resolution()
        if found.kind == "ok" and found.path is not None:
            return self._at(found.path, fragment, document, raw)
        return replace(found, fragment=fragment)

    def _elsewhere(self, target: str, link: Link, document: str, raw: Written) -> Resolution | None:
        """The answer for a target that is no path; None for one that is."""
        lowered = target.lower()
        if lowered.startswith(("http:", "https:", "//")):
            return self._own(target, link, document, raw) or self._of_member(target) or Resolution("web")
        if _DRIVE.match(target) or target.startswith("\\\\") or lowered.startswith("file:"):
            return Resolution("outside")
        if _SCHEME.match(target):
            return Resolution("unjudged")
        if link.kind in ("autolink", "bare"):
            return Resolution("web" if lowered.startswith("www.") else "unjudged")
        return None

    def _of_member(self, target: str) -> Resolution | None:
        return self.members.resolve(target) if self.members else None

    def _own(self, target: str, link: Link, document: str, raw: Written) -> Resolution | None:
        """The answer for an address of this repository; it is cured by a relative link, or by its right branch."""
        resolution = self.own.resolve(target) if self.own else None
        if resolution is None or self.own is None or resolution.path is None:
            return resolution
        if resolution.kind == "ok":
            judged = self._at(resolution.path, resolution.fragment, document, raw)
            return replace(judged, ref=resolution.ref)
        if resolution.kind == "own-branch" and resolution.path in self.own.tree:
            cure = self._relative(resolution.path, link, raw, _folder(document))
            right = self.own.branch
            if cure is None and right is not None and raw.kind != "reference":
                cure = at_branch(raw.path + raw.tail, resolution.ref or "", right)
            return replace(resolution, cure=cure)
        return resolution

    def _relative(self, path: str, link: Link, raw: Written, folder: str) -> str | None:
        """A relative link to `path` in place of an address of this repository. Colab and its like need an address."""
        address = read_address(link.target.strip(BLANKS))
        if address is None or address.viewer == "tool" or raw.kind in ("autolink", "bare", "reference"):
            return None
        _, hash_mark, fragment = raw.tail.partition("#")
        return replace(raw, tail=hash_mark + fragment).anew(path, folder)

    def _with_suggestion(self, resolution: Resolution, link: Link, document: Document) -> Resolution:
        assert resolution.path is not None
        suggestion = self._suggestion(resolution.path)
        if suggestion is None:
            return resolution
        raw = written(document.view.text, link.target_span.start, link.target_span.end, link.kind)
        if not self._is_only(suggestion, resolution.path) or link.kind == "reference":
            return replace(resolution, suggestion=suggestion)
        folder = _folder(document.path)
        cure = self._relative(suggestion, link, raw, folder) if resolution.ref else raw.anew(suggestion, folder)
        return replace(resolution, suggestion=suggestion, cure=cure)

    def _suggestion(self, path: str) -> str | None:
        if self.tree is None:
            return None
        from repotool.reading.links.suggest import suggest

        if path not in self._suggestions and len(self._suggestions) < MOST_SUGGESTED:
            self._suggestions[path] = suggest(path, self.tree, self.linked)
        return self._suggestions.get(path)

    def _is_only(self, suggestion: str, path: str) -> bool:
        """Whether `suggestion` is the missing path itself, otherwise spelled, or the one file of its name."""
        from repotool.reading.links.suggest import same_name

        return self.tree is not None and (
            suggestion == path or suggestion in self.tree.twins(path) or same_name(path, self.tree) == [suggestion]
        )

    def _at(self, path: str, fragment: str | None, document: str, raw: Written) -> Resolution:
        """A link to a path that exists; its fragment is judged where the place is known."""
        if not fragment or self.fragments.has(path, fragment, judged=self._has_plain_anchors(path, document)):
            return Resolution("ok", path=path, fragment=fragment)
        nearest = self.fragments.nearest(path, fragment)
        cure = None
        if nearest is not None and raw.kind != "reference":
            before, _, after = raw.tail.partition("#")
            encoded = "%" in after
            cure = f"{raw.path}{before}#{_encoded(nearest) if encoded else nearest}"
        return Resolution("anchor", path=path, fragment=fragment, suggestion=nearest, cure=cure)

    def _has_plain_anchors(self, path: str, document: str) -> bool:
        """Whether the anchors of a file are GitHub's: generators have rules of their own, and labels."""
        return self.site_of(path) is None and self.site_of(document) is None

    def site_of(self, document: str) -> Site | None:
        if document not in self._site_of:
            self._site_of[document] = next((site for site in self.sites if site.holds(document)), None)
        return self._site_of[document]


def _as_link(near: NearLink) -> Link:
    """What the link would be if it were one. A reference without definition names nothing."""
    target = "" if near.kind == "undefined" else near.target
    return Link(near.span, near.text, target, near.target_span, "link")


def _is_only_text(link: Link) -> bool:
    """Whether a click on the link is meant to lead somewhere: a badge or a switch of a page has `#` on purpose."""
    return link.kind == "link" and bool(link.text)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _encoded(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="-_")
