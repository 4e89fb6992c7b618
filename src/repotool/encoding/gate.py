"""The gate: which words of a text are surprising.  Each distinct word is judged once in the life of the process."""

from __future__ import annotations

from collections.abc import Collection

from repotool.encoding.charmaps import CJK, read_as_cjk
from repotool.encoding.letters import surprises
from repotool.model.regex import regex

BYTE_ORDER_MARK = "\ufeff"
FEW = 60
"""So many words are sought one by one, more line by line."""
_REMEMBERED = 300_000

_usual: set[str] = set()
_odd: set[str] = set()
_SPACES = "\n\t\r\f\v"


def words_of(text: str) -> set[str]:
    """The distinct words: what ASCII white space parts.  (Other white space occurs inside mojibake.)"""
    for space in _SPACES:
        text = text.replace(space, " ")
    return set(text.split(" "))


def surprising_words(text: str) -> set[str]:
    """The distinct words of a text that no language known here would write."""
    # Lines of code are ASCII, and most of many notebooks: no word of theirs surprises.
    lines = [line for line in text.split("\n") if not line.isascii()]
    words = words_of("\n".join(lines))
    fresh = [word for word in words - _usual - _odd if not word.isascii()]
    if fresh:
        _judge(fresh)
    return words & _odd


def _judge(words: list[str]) -> None:
    if len(_usual) + len(_odd) > _REMEMBERED:
        _usual.clear()
        _odd.clear()
    text = " " + " ".join(words) + " "
    flags = surprises(text)
    cjk = read_as_cjk([word for word in words if max(word) >= CJK]) if max(text) >= CJK else set()
    at = 0
    for word in words:
        end = at + len(word) + 1
        (_odd if flags.find(1, at, end) >= 0 or word in cjk else _usual).add(word)
        at = end


WORD = regex(r"[^ \t\r\n\f\v]+")
"""A word of a text, as `words_of` parts them."""


def lines_with(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """The lines in which some of the words occur, as ranges of the text, in order."""
    starts = _starts_by_word(text, words) if len(words) <= FEW else _starts_by_line(text, set(words))
    return [(start, end if (end := text.find("\n", start)) >= 0 else len(text)) for start in starts]


def _starts_by_word(text: str, words: Collection[str]) -> list[int]:
    starts: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            starts.add(text.rfind("\n", 0, at) + 1)
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return sorted(starts)


def _starts_by_line(text: str, words: set[str]) -> list[int]:
    starts, at = [], 0
    for line in text.split("\n"):
        if not line.isascii() and not words.isdisjoint(WORD.findall(line)):
            starts.append(at)
        at += len(line) + 1
    return starts
