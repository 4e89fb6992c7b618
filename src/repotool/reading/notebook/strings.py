"""A text that JSON holds as one string or as a list of lines: where its characters stand, how new ones are written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Literal, NamedTuple

from repotool.model.notebook import JsonPath
from repotool.model.regex import regex
from repotool.model.text import NOT_UTF8, Span
from repotool.reading.notebook.json import BYTE_ORDER_MARK, JsonText, load_words

_SURROGATE = regex("[\ud800-\udfff]")
_ESCAPE = regex(r"\\(?:u([0-9a-f]{4})|.)")
_NEWLINES = ("\\n", "\\u000a", "\\u000A")
_PAIR = regex(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")


class _Run(NamedTuple):
    """Characters that the file writes one by one, or (`length` 1) one that it writes as an escape."""

    at: int
    place: int
    length: int


class JsonString:
    """The way back from a text to its place in the JSON, walked when first asked.

    Every offset of the text has one place: between two lines it is the beginning of the second, at the very end the end
    of the last. So what is cut and written anew across lines leaves a list of lines. `joint` stands between the strings
    of a list where they are lines without their ends, as in a traceback.
    """

    __slots__ = ("_json", "_path", "_walked", "joint")

    def __init__(self, json: JsonText, path: JsonPath, joint: Literal["", "\n"] = "") -> None:
        self._json = json
        self._path = path
        self.joint = joint
        self._walked: tuple[list[int], list[_Run], int] | None = None

    def text(self) -> str | None:
        """The text itself; None where the value is neither a string nor a list of strings."""
        value = self._json.locate(self._path)
        if value is None or self._json.text[value.start] not in '"[':
            return None
        try:
            words = load_words(value.cut(self._json.text))
        except ValueError:  # lists in lists, read from high up the stack
            return None
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return self.joint.join(words)
        return words if isinstance(words, str) else None

    def place(self, span: Span) -> Span:
        return Span(self._place(span.start), self._place(span.end))

    def spell(self, text: str) -> str | None:
        """`text` as this file would write it inside this string; None where there is no string to write it in."""
        tokens = self._tokens()
        if not tokens:
            return "" if text == "" else None
        whole = self._json.text
        if NOT_UTF8.search(text) and NOT_UTF8.search(whole):
            return None  # a byte that is no UTF-8, or an escape: who knows
        spelling = Spelling.of(whole, "".join(token.cut(whole) for token in tokens))
        between = self._between(tokens)
        if between is None:
            return spelling.spell(text)
        end = "" if self.joint else "\\n"
        return f'{end}"{between}"'.join(spelling.spell(line) for line in text.split("\n"))

    def line_at(self, offset: int) -> int:
        """The line of the text, 1-based, on which the file's `offset` stands."""
        _, runs, _ = self._walk()
        text = self._json.text
        return 1 + sum(text.startswith(_NEWLINES, run.place) for run in runs if run.place < offset)

    def _place(self, offset: int) -> int:
        starts, runs, end = self._walk()
        at = bisect_right(starts, offset) - 1
        if at < 0 or (at == len(runs) - 1 and offset >= runs[at].at + runs[at].length):
            return end
        return runs[at].place + offset - runs[at].at

    def _walk(self) -> tuple[list[int], list[_Run], int]:
        """The runs, where each starts in the text, and the place at the end of the text."""
        if self._walked is None:
            tokens = self._tokens()
            runs = list(_runs(self._json.text, tokens, len(self.joint)))
            self._walked = [run.at for run in runs], runs, self._end(tokens)
        return self._walked

    def _end(self, tokens: tuple[Span, ...]) -> int:
        if tokens:
            return tokens[-1].end - 1
        value = self._json.locate(self._path)
        return value.start + 1 if value else 0

    def _tokens(self) -> tuple[Span, ...]:
        value = self._json.locate(self._path)
        if value is None:
            return ()
        return (value,) if self._json.text[value.start] == '"' else self._json.items(value)

    def _between(self, tokens: tuple[Span, ...]) -> str | None:
        """What the file writes between two lines of the list; None where the text is one string."""
        value = self._json.locate(self._path)
        if value is None or value == tokens[0]:
            return None
        if len(tokens) > 1:
            return self._json.text[tokens[0].end : tokens[1].start]
        return "," + self._json.text[value.start + 1 : tokens[0].start]


class Spelling(NamedTuple):
    """How a file writes the characters of its strings."""

    ascii: bool
    upper: bool
    slash: bool

    @classmethod
    def of(cls, text: str, own: str) -> Spelling:
        """The way of a file's `text`; of slashes, the way of the string `own` goes first."""
        code = _non_ascii_escape(text) if text.removeprefix(BYTE_ORDER_MARK).isascii() else None
        return cls(ascii=code is not None, upper=code is not None and code != code.lower(), slash=_slash(text, own))

    def spell(self, text: str) -> str:
        """Surrogates are escaped in any case: as characters they would be no UTF-8."""
        if self.ascii:
            spelled = encode_basestring_ascii(text)[1:-1]
        else:
            spelled = _SURROGATE.sub(lambda m: f"\\u{ord(m[0]):04x}", encode_basestring(text)[1:-1])
        if self.upper:
            spelled = _ESCAPE.sub(lambda m: "\\u" + m[1].upper() if m[1] else m[0], spelled)
        return spelled.replace("/", "\\/") if self.slash else spelled


def _non_ascii_escape(text: str) -> str | None:
    """The digits of an escape that stands for no ASCII character, one with a letter among them where there is one."""
    found = None
    for at in _escapes(text, "\\u"):
        code = text[at + 2 : at + 6]
        if int(code, 16) >= 0x80:
            found = code
            if not code.isdigit():
                break
    return found


def _slash(text: str, own: str) -> bool:
    own = own.replace("\\\\", "")
    if "/" in own:
        return "/" not in own.replace("\\/", "")
    return next(_escapes(text, "\\/"), None) is not None


def _escapes(text: str, escape: str) -> Iterator[int]:
    """Where `escape` stands; a backslash that is itself escaped does not begin one."""
    at = text.find(escape)
    while at >= 0:
        start = at
        while start > 0 and text[start - 1] == "\\":
            start -= 1
        if (at - start) % 2 == 0:
            yield at
        at = text.find(escape, at + 2)


def _runs(text: str, tokens: Iterable[Span], joint: int) -> Iterator[_Run]:
    at = -joint
    for token in tokens:
        at += joint
        place, end = token.start + 1, token.end - 1
        while place < end:
            slash = text.find("\\", place, end)
            plain = (slash if slash >= 0 else end) - place
            if plain:
                yield _Run(at, place, plain)
            at, place = at + plain, place + plain
            if place < end:
                yield _Run(at, place, 1)
                at, place = at + 1, place + _escape_length(text, place)


def _escape_length(text: str, at: int) -> int:
    """Characters of the escape at `at`: two escaped surrogates that make a pair are one character."""
    if text[at + 1] != "u":
        return 2
    return 12 if _PAIR.match(text, at) else 6
