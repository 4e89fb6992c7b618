"""HTML inside Markdown: tags, comments and attributes, each with its place. No tree is built.

Every pattern is possessive or bounded by the next `<`, so that tag soup costs time proportional to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from repotool.model.regex import regex

Role = Literal["open", "close", "empty"]

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp"})

# CommonMark's raw HTML: attributes need white space before them.
_STRICT_TAG = regex(
    r"""</([A-Za-z][A-Za-z0-9-]*+)\s*+>|<([A-Za-z][A-Za-z0-9-]*+)"""
    r"""(?:\s++[A-Za-z_:][A-Za-z0-9_.:-]*+(?>\s*+=\s*+(?:[^\s"'=<>`]++|'[^']*+'|"[^"]*+"))?)*+\s*+(/?)>"""
)
# What a browser takes for a tag, used in HTML blocks, which CommonMark does not look into.
_LOOSE_TAG = regex(
    r"""</([A-Za-z][^\s/><"']*+)[^<>]*+>|<([A-Za-z][^\s/><"']*+)(?:[^"'<>/]|"[^"]*+"|'[^']*+'|/(?!>))*+(/?)>"""
)
_ATTRIBUTE = regex(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?+""")
_OTHER = regex(r"<(?:(\?)|!(\[CDATA\[)|!([A-Za-z]))")
_END_OF_OTHER = ("", "?>", "]]>", ">")


class Markup(NamedTuple):
    """A tag, a comment, or another construct (`<?…?>`, `<!…>`); `name` and `role` tell of tags only."""

    start: int
    end: int
    kind: Literal["tag", "comment", "other"]
    name: str = ""
    role: Role = "open"


class Reader:
    """Reads the markup of one text. What was once not found further on is not looked for again."""

    def __init__(self, text: str, strict: bool) -> None:
        self.text = text
        self._tag = _STRICT_TAG if strict else _LOOSE_TAG
        self._strict = strict
        self._absent: set[str] = set()

    def at(self, start: int) -> Markup | None:
        """The markup that begins with the `<` at `start`; None where that is only a character."""
        return self.tag(start) or self._no_tag(start)

    def tag(self, start: int) -> Markup | None:
        """The tag that begins with the `<` at `start`."""
        match = self._tag.match(self.text, start)
        return self._of_tag(match) if match else None

    def _no_tag(self, start: int) -> Markup | None:
        if self.text.startswith("<!--", start):
            return self._comment(start)
        if match := _OTHER.match(self.text, start):
            end = self._find(_END_OF_OTHER[match.lastindex or 0], match.end())
            return Markup(start, end, "other") if end >= 0 else None
        return None

    def all(self) -> Iterator[Markup]:
        """All the markup, in order; what stands in `<script>` or `<style>` is none."""
        position = self.text.find("<")
        while position >= 0:
            found = self.at(position)
            if found:
                yield found
            end = found.end if found else position + 1
            if found and found.role == "open" and found.name in _RAW_TEXT:
                end = self._end_of_raw_text(found)
            position = self.text.find("<", end)

    def _of_tag(self, match: re.Match[str]) -> Markup:
        name = (match[1] or match[2]).lower()
        role: Role = "close" if match[1] else "empty" if match[3] or name in VOID else "open"
        return Markup(match.start(), match.end(), "tag", name, role)

    def _comment(self, start: int) -> Markup | None:
        for short in ("<!-->", "<!--->"):
            if self.text.startswith(short, start):
                return Markup(start, start + len(short), "comment")
        end = self._find("-->", start + 4)
        if end >= 0:
            return Markup(start, end, "comment")
        # In an HTML block an unclosed comment hides the rest; in a paragraph it is text.
        return None if self._strict else Markup(start, len(self.text), "comment")

    def _find(self, needle: str, start: int) -> int:
        """Where the next `needle` ends, -1 where there is none."""
        if needle in self._absent:
            return -1
        found = self.text.find(needle, start)
        if found < 0:
            self._absent.add(needle)
            return -1
        return found + len(needle)

    def _end_of_raw_text(self, opening: Markup) -> int:
        closing = f"</{opening.name}"
        if closing in self._absent:
            return len(self.text)
        match = re.compile(re.escape(closing), re.IGNORECASE).search(self.text, opening.end)
        if match is None:
            self._absent.add(closing)
            return len(self.text)
        return match.start()


class Value(NamedTuple):
    """An attribute: its name in lower case, and where its value stands."""

    name: str
    start: int
    end: int


def attributes(text: str, tag: Markup) -> list[Value]:
    """The attributes of a tag. One without a value has an empty one, right after its name."""
    values = []
    position = tag.start + 1 + len(tag.name)
    for match in _ATTRIBUTE.finditer(text, position, tag.end - 1):
        group = next((g for g in (2, 3, 4) if match[g] is not None), None)
        start, end = match.span(group) if group else (match.end(), match.end())
        values.append(Value(match[1].lower(), start, end))
    return values
