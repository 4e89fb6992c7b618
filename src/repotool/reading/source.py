"""A file's bytes as text: decoding, newlines, lines, and the view in which the text is judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from repotool.model import Newline, Source, Span, View
from repotool.model.regex import regex

_NEWLINE = regex(r"\r\n|\r|\n")


def read_source(path: str, raw: bytes) -> Source:
    """`raw` as text. Every byte survives: bytes that are not UTF-8 become surrogates, a byte-order mark stays."""
    return _source(path, raw, raw.decode("utf-8", "surrogateescape"))


def _source(path: str, raw: bytes, text: str) -> Source:
    return Source(path, raw, text, newline_of(text))


class Sources(Mapping[str, Source]):
    """The files that were read, by path. The text of a notebook is made when it is first asked for: of a sound one it
    never is, and notebooks have megabytes of it.
    """

    def __init__(self) -> None:
        self._read: dict[str, Source] = {}
        self._late: dict[str, tuple[bytes, Callable[[], str]]] = {}

    def add(self, source: Source) -> None:
        self._read[source.path] = source

    def add_late(self, path: str, raw: bytes, text: Callable[[], str]) -> None:
        self._late[path] = raw, text

    def __getitem__(self, path: str) -> Source:
        if path not in self._read:
            raw, text = self._late[path]
            self._read[path] = _source(path, raw, text())
        return self._read[path]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._read, **self._late})

    def __len__(self) -> int:
        return len({*self._read, *self._late})


def encode(text: str) -> bytes:
    """The bytes of a file's text; ValueError where it holds a surrogate that no byte gave."""
    return text.encode("utf-8", "surrogateescape")


def newline_of(text: str) -> Newline:
    """The line ending of `text`: "" where there is none, "mixed" where there are several."""
    if "\r" not in text:
        return "\n" if "\n" in text else ""
    pairs = text.count("\r\n")
    counts = {"\r\n": pairs, "\r": text.count("\r") - pairs, "\n": text.count("\n") - pairs}
    kinds = [kind for kind, count in counts.items() if count]
    if len(kinds) > 1:
        return "mixed"
    return cast(Newline, kinds[0]) if kinds else ""


def plain_view(source: Source) -> View:
    """The file's own text, judged as it is."""
    return View(source.text)


def repaired_view(source: Source) -> View:
    """The repaired text of a damaged source, with the way back into the file; its own text where there is no repair."""
    if source.repair is None:
        return plain_view(source)
    from repotool.reading.repaired import WayBack

    way = WayBack(source.text, source.repair)
    return View(source.repair.text, way.place, way.spell)


class Lines:
    """The lines of a text, as editors and CommonMark count them: they end at "\\n", "\\r\\n" and "\\r" only.

    U+0085, U+2028, form feed and vertical tab are characters like others. Lines and columns are 1-based, columns count
    characters. A text that ends with a newline has an empty last line, at which an offset at its end stands.
    """

    __slots__ = ("_length", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._length = len(text)
        self._starts = [0, *_line_ends(text)]

    def __len__(self) -> int:
        return len(self._starts)

    def line(self, offset: int) -> int:
        """The line on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)

    def of(self, span: Span) -> tuple[int, int]:
        """The first and the last line on which characters of `span` stand; of an empty span, the line it is on."""
        return self.line(span.start), self.line(max(span.start, span.end - 1))

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of `offset`, which may be the end of the text."""
        line = self.line(offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, line: int) -> Span:
        """The characters of a line without its ending; IndexError where there is no such line."""
        whole = self.whole(line)
        return Span(whole.start, whole.start + len(whole.cut(self.text).rstrip("\r\n")))

    def whole(self, line: int) -> Span:
        """The characters of a line with its ending."""
        if not 1 <= line <= len(self._starts):
            raise IndexError(f"line {line} of {len(self._starts)}")
        end = self._starts[line] if line < len(self._starts) else self._length
        return Span(self._starts[line - 1], end)


def _line_ends(text: str) -> list[int]:
    if "\r" in text:
        return [found.end() for found in _NEWLINE.finditer(text)]
    # Nearly every text: a single character is found much faster than a pattern, and notebooks have megabytes.
    ends = []
    at = text.find("\n") + 1
    while at:
        ends.append(at)
        at = text.find("\n", at) + 1
    return ends
