"""A link to a path of the repository x tree -> where it leads, or the cause why it leads nowhere."""

from __future__ import annotations

import re
import unicodedata

from repotool.model import Link, Resolution, Tree
from repotool.model.regex import regex
from repotool.reading.links.generators import Site
from repotool.reading.links.mistaken import cure_of_scheme, is_placeholder, is_repository_page
from repotool.reading.links.targets import Written, decode, normal, split

# What HTML strips from an attribute that holds an address.
BLANKS = " \t\n\r\f"

_ADDRESS = regex(r"https?://\S+|www\.\S+", re.IGNORECASE)
_NAME = regex(r"[^/\\.#?]+|[^/\\.#?]* [^/\\#?]*")


class Local:
    """One link whose target is a `path`: where it leads, or what is wrong with it. `site` makes the document's page."""

    def __init__(self, tree: Tree, site: Site | None, link: Link, path: str, document: str, raw: Written) -> None:
        self.tree, self.site, self.link, self.document, self.raw = tree, site, link, document, raw
        self.path = path
        self.decoded = decode(self.path)
        self.folder = "" if self.path.startswith("/") else document.rpartition("/")[0]
        self.named = normal(self.folder, self.decoded)

    def resolution(self) -> Resolution:
        """The answer, without a word on the fragment."""
        for place in (self.named, normal(self.folder, self.path)):
            if place is not None and place in self.tree:
                return Resolution("ok", place)
        if self.named is not None and self.tree.in_sealed(self.named):
            return Resolution("unjudged", self.named)
        page = self.site.leads_to(self.decoded, self.document, self.tree) if self.site else None
        if page is not None:
            return Resolution("ok", page)
        return self._respelled() or self._no_path() or self._nowhere()

    def _respelled(self) -> Resolution | None:
        """The answer where the link means a path that is there, and spells it wrong in a way that can be named."""
        if self.named is None:
            return None
        twins = self.tree.twins(self.named)
        if twins:
            form = any(_nfc(twin) == _nfc(self.named) for twin in twins)
            twins = [twin for twin in twins if not form or _nfc(twin) == _nfc(self.named)]
            cure = self._cured(self.raw.respelled(twins[0], self.folder)) if len(twins) == 1 else None
            return Resolution("form" if form else "case", twins[0], cure=cure)
        twice = normal(self.folder, decode(self.decoded))
        if twice is not None and twice in self.tree:
            once = self.raw.path.replace("%25", "%") + self.raw.tail
            return Resolution("encoded", twice, cure=self._cured(once))
        if "\\" in self.raw.path:
            slashed = self.raw.path.replace("\\", "/")
            place = normal(self.folder, decode(self.raw.understood(slashed)))
            if place is not None and place in self.tree:
                return Resolution("backslash", place, cure=self._cured(slashed + self.raw.tail))
        return None

    def _cured(self, cure: str | None) -> str | None:
        """`cure`, if it proves to lead to a path that is there."""
        if cure is None or self.raw.kind == "reference":
            return None
        place = normal(self.folder, decode(split(self.raw.understood(cure))[0]))
        return cure if place is not None and place in self.tree else None

    def _no_path(self) -> Resolution | None:
        """The answer where no path was meant at all."""
        target = self.link.target.strip(BLANKS)
        if is_placeholder(target, self.link.text):
            return Resolution("placeholder")
        scheme = cure_of_scheme(target)
        if scheme is not None:
            return Resolution("schemeless", cure=f"{scheme}{self.raw.path}{self.raw.tail}")
        if self.link.kind == "link" and _ADDRESS.fullmatch(self.link.text.strip()) and _NAME.fullmatch(decode(target)):
            return Resolution("swapped")
        return None

    def _nowhere(self) -> Resolution:
        """The answer where a path was meant that is not there."""
        if self.site is not None and not self.site.surely_lacks(self.decoded):
            return Resolution("unjudged", self.named, site=self.site.generator.name)
        return Resolution("missing", self.named) if self.named is not None else self._outside()

    def _outside(self) -> Resolution:
        """The answer where the path leaves the repository: into GitHub's own pages, or nowhere."""
        steps = self._steps_out()
        rest = [name for name in self.decoded.split("/") if name not in ("", ".", "..")]
        first = rest[0] if rest else ""
        if steps == 2 and (not first or is_repository_page(first)):
            return Resolution("unjudged")
        if steps >= 3 and first and len(rest) > steps - 3 and first not in self.tree:
            return Resolution("unjudged")  # another repository of the owner, or of another one
        inner = "/".join(rest)
        return Resolution("outside", inner or None)

    def _steps_out(self) -> int:
        """So many folders above the root the path reaches."""
        depth, lowest = (self.folder.count("/") + 1 if self.folder else 0), 0
        for name in self.decoded.split("/"):
            if name == "..":
                depth -= 1
                lowest = min(lowest, depth)
            elif name not in ("", "."):
                depth += 1
        return -lowest


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
