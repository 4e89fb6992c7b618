"""What was plainly meant as a link, and is plain text to CommonMark.

Strict about shapes, for prose and formulas are full of brackets: a target with a space must look like a file or an
address; swapped brackets must hold an address or a file name; a reference without definition must stand beside
references that have one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

from repotool.model import Document, NearLink, Span
from repotool.model.regex import regex
from repotool.reading.markdown.inline import normalized

LONGEST_TEXT = 300
LONGEST_TARGET = 500
DEEPEST = 16
"""So many brackets within each other are looked into."""

# Most targets close without a space or a parenthesis in them: those are passed over at once.
_TARGET_START = regex(r"\]\((?![^\s()<>|]*+\))[ \t]*(?=[^\s<)])")
_BRACKET = regex(r"[\[\]]")
_END_OF_TARGET = regex(r"[()\n\r<>|]")
_TITLE = regex(r"""[ \t]+(?:"[^"\n]*"|'[^'\n]*')[ \t]*$""")
_ENDINGS = (
    "md|markdown|ipynb|pdf|png|jpe?g|gif|svg|webp|pptx?|docx?|xlsx?|odt|odp|html?|py|r|rmd|qmd|jl|cpp|java|csv|tsv|json|"
    "txt|tex|bib|zip|rar|7z|gz|mp4|mov|mp3|djvu|key|sql|ya?ml"
)
_FILE = regex(rf"[^\n]*[^\s.]\.(?:{_ENDINGS})(?:[?#][^\s]*)?", re.IGNORECASE)
_WEB = regex(r"https?://[^\s/]+/?.*", re.IGNORECASE)
_ADDRESS = regex(r"https?://[^\s/]+\.\S+", re.IGNORECASE)
_SWAPPED = regex(rf"(?<![\w\])])\(([^()\[\]\n]{{1,{LONGEST_TEXT}}})\)\[([^\[\]()\s]{{1,{LONGEST_TARGET}}})\](?![(\[:])")
_SWAPPED_TARGET = regex(rf"https?://[^\s/]+\.\S+|[^\s]+\.(?:{_ENDINGS})", re.IGNORECASE)
_REFERENCE = regex(rf"(?<![\w\])\\])\[([^\[\]\n]{{1,{LONGEST_TEXT}}})\]\[([^\[\]\n]{{0,{LONGEST_TEXT}}})\](?![(\[:=])")
_MATH = regex(
    r"\$\$.+?\$\$|\$(?<![\\$\w]\$)(?=[^\s$])[^$\n]{0,400}?(?<=[^\s\\])\$(?![\w$])|\\\(.{0,400}?\\\)|\\\[.{0,400}?\\\]",
    re.S,
)


def near_links(document: Document) -> tuple[NearLink, ...]:
    """Near links of a parsed document, in the order of the text."""
    text = document.view.text
    if "](" not in text and ")[" not in text and "][" not in text:
        return ()
    near = _Near(document)
    return tuple(sorted([*near.with_spaces(), *near.swapped(), *near.undefined()], key=lambda link: link.span))


class _Near:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.view.text

    def with_spaces(self) -> Iterator[NearLink]:
        """`[a](b c.md)`, and `[https://…](a b)`, whose parts have changed places."""
        for match in _TARGET_START.finditer(self.text):
            end = self._closing(match.end())
            if end is None or " " not in (inside := self.text[match.end() : end]):
                continue
            start = self._opening(match.start())
            if start is None or self._is_taken(start, end + 1):
                continue
            target = _TITLE.sub("", inside).rstrip(" \t")
            whole, label = Span(start, end + 1), self.text[start + 1 : match.start()]
            if " " not in target:
                continue
            if _FILE.fullmatch(target) or _WEB.fullmatch(target):
                yield NearLink(whole, "space", label, target, Span(match.end(), match.end() + len(target)))
            elif _ADDRESS.fullmatch(label):
                yield NearLink(whole, "swapped", target, label, Span(start + 1, match.start()))

    def swapped(self) -> Iterator[NearLink]:
        for match in _SWAPPED.finditer(self.text) if ")[" in self.text else ():
            if _SWAPPED_TARGET.fullmatch(match[2]) and not self._is_taken(*match.span()):
                yield NearLink(Span(*match.span()), "swapped", match[1], match[2], Span(*match.span(2)))

    def undefined(self) -> Iterator[NearLink]:
        defined = {normalized(self._label(link.text_span)) for link in self.document.links if link.kind == "definition"}
        if not defined or not any(link.kind == "reference" for link in self.document.links):
            return
        for match in _REFERENCE.finditer(self.text):
            label, group = (match[2], 2) if match[2] else (match[1], 1)
            known = not label.strip() or label.startswith("^") or normalized(label) in defined
            if not known and not self._is_taken(*match.span()):
                yield NearLink(Span(*match.span()), "undefined", match[1], label, Span(*match.span(group)))

    @cached_property
    def _taken(self) -> list[Span]:
        """What is a link already, or code, or a formula, in order."""
        text = self.text
        math = [Span(*match.span()) for match in _MATH.finditer(text)] if "$" in text or "\\" in text else []
        links = [link.span for link in self.document.links if link.kind != "bare"]
        tags = [tag.span for tag in self.document.tags]
        return _merged([*self.document.code, *self.document.comments, *math, *links, *tags])

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self._taken]

    def _label(self, span: Span | None) -> str:
        return span.cut(self.text) if span else ""

    def _opening(self, closing: int) -> int | None:
        """The `[` of the `]` at `closing`, on the same line."""
        line = self.text.rfind("\n", 0, closing) + 1
        depth = 0
        for match in _BRACKET.finditer(self.text[max(line, closing - LONGEST_TEXT) : closing][::-1]):
            depth += 1 if match[0] == "]" else -1
            if depth < 0:
                return closing - match.end()
            if depth > DEEPEST:
                break
        return None

    def _closing(self, start: int) -> int | None:
        """The `)` that closes a target which begins at `start`, on the same line."""
        depth = 0
        for match in _END_OF_TARGET.finditer(self.text, start, start + LONGEST_TARGET):
            if match[0] not in "()" or depth > DEEPEST:
                break
            depth += 1 if match[0] == "(" else -1
            if depth < 0:
                return match.start()
        return None

    def _is_taken(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, end - 1) - 1
        return index >= 0 and self._taken[index].end > start


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that meet made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
