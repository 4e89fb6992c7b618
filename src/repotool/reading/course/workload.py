"""What prose says of the whole course: "five big and two medium homeworks", "at most 70 points in total"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from repotool.model import Document, Span, Spans, Workload
from repotool.model.regex import regex
from repotool.reading.course.grading import hidden, lies_in
from repotool.reading.course.vocabulary import NUMBERS, Vocabulary

_PARAGRAPH = regex(r"[^\n]+(?:\n(?![ \t]*(?:[-*+#|>]|\d{1,3}[.)]|\n|$))[^\n]+)*")
_SENTENCE = regex(r"(?:[^.!?;:]|[.:](?=\S))+")
_STRUCK = regex(r"~~[^~\n]{0,200}~~|<(?P<tag>s|del|strike)>[^<\n]{0,200}</(?P=tag)>", re.IGNORECASE)
_MARKUP = regex(r"[*_`]|<[^<>\n]{0,100}>")
_TOKEN = regex(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+(?:[.,:/]\d+)*|[^\w\s]")
_COUNT = regex(r"[1-9]\d?")
_LONGEST = 1000
_SIGNS = tuple("-–—≥>=<%№#/~")
"""Beside one of these a number is no count, or not one alone."""
_MOST_BETWEEN = 2
"""Words between a number and its assignments: "three big practical assignments"."""


def read_workload(document: Document, words: Vocabulary) -> tuple[Workload, ...]:
    """What sentences that speak of the whole course say of its assignments and points, in their order."""
    return tuple(_all(document, words))


def _all(document: Document, words: Vocabulary) -> Iterator[Workload]:
    text, blocks, whole = document.view.text, hidden(document), words.pattern("grading.whole")
    if not whole.search(text):
        return
    for paragraph in _PARAGRAPH.finditer(text):
        if len(paragraph[0]) > _LONGEST or not whole.search(paragraph[0]):
            continue
        bare = _MARKUP.sub(_blank, _STRUCK.sub(_blank, paragraph[0]))
        for sentence in _SENTENCE.finditer(bare):
            span = Span(*sentence.span()).shift(paragraph.start())
            if whole.search(sentence[0]) and not lies_in(blocks, span):
                yield from _said(sentence[0], span.start, words)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _said(sentence: str, at: int, words: Vocabulary) -> Iterator[Workload]:
    counts_some = words.mentions("grading.assignments", sentence) and not words.mentions("grading.extra", sentence)
    groups = _Reader(sentence, words).groups() if counts_some else []
    if groups:
        span = Span(groups[0].start, groups[-1].end)
        counts = [float(sum(group.counts)) for group in groups]
        text = " ".join(span.cut(sentence).split())
        yield Workload("assignments", sum(counts), text, span.shift(at), frozenset({sum(counts), *counts}))
    limits = list(_points(sentence, words)) if words.mentions("grading.maximum", sentence) else []
    if len(limits) == 1:
        number, span = limits[0]
        yield Workload("points", number, span.cut(sentence), span.shift(at), frozenset({number}))


def _points(sentence: str, words: Vocabulary) -> Iterator[tuple[float, Span]]:
    counted = rf"(?<![\w.,])(\d{{1,4}})\s+{words.pattern('grading.points').pattern}"
    for found in re.finditer(counted, sentence, re.IGNORECASE):
        yield float(found[1]), Span(*found.span())


@dataclass
class _Group:
    """Numbers of one noun: the 5 and the 2 of "five big and two medium homeworks"."""

    start: int
    counts: list[int] = field(default_factory=list)
    end: int = 0
    between: int = 0
    joined: bool = False


class _Reader:
    """Reads the numbers of assignments in a sentence, word by word, once."""

    def __init__(self, sentence: str, words: Vocabulary) -> None:
        self.sentence, self.words = sentence, words
        self.tokens = list(_TOKEN.finditer(sentence))
        assignments = words.pattern("grading.assignments")
        self.nouns = {found.start() for found in assignments.finditer(sentence)}
        self.numbers = {f.start(): n for n in NUMBERS for f in words.pattern(f"numbers.{n}").finditer(sentence)}
        self.spoiled = self._spoiled()

    def _spoiled(self) -> set[int]:
        """The words that no number of a whole course has near it: points, part of it, at least, from … to."""
        places = ("grading.points", "grading.part", "grading.at_least", "words.preposition", "words.joiner")
        spans = Spans(Span(*f.span()) for p in places for f in self.words.pattern(p).finditer(self.sentence))
        return {
            token.start()
            for token in self.tokens
            if spans.hold(Span(*token.span())) and not self.words.names("grading.plus", token[0])
        }

    def groups(self) -> list[_Group]:
        """All numbers that assignments follow, in their order."""
        found: list[_Group] = []
        group: _Group | None = None
        for at, token in enumerate(self.tokens):
            number = self._number(at)
            if number is not None:
                group = self._counted(group, number, at)
            elif token.start() in self.nouns and group is not None and not group.joined:
                last = self._last_noun(at)
                if _is_many(last[0]) or group.counts == [1]:
                    group.end = last.end()
                    found.append(group)
                group = None
            else:
                group = self._passed(group, token)
        return found

    def _number(self, at: int) -> int | None:
        token = self.tokens[at]
        if token[0][0].isdigit():
            after = self.tokens[at + 1][0] if at + 1 < len(self.tokens) else ""
            before = self.tokens[at - 1][0] if at else ""
            alone = before not in _SIGNS and after not in _SIGNS
            return int(token[0]) if _COUNT.fullmatch(token[0]) and alone else None
        return self.numbers.get(token.start())

    def _counted(self, group: _Group | None, number: int, at: int) -> _Group | None:
        if at and self.tokens[at - 1].start() in self.spoiled:
            return None
        if group is None or not group.joined:
            group = _Group(self.tokens[at].start())
        group.counts.append(number)
        group.between, group.joined = 0, False
        return group

    def _passed(self, group: _Group | None, token: re.Match[str]) -> _Group | None:
        if group is None or group.joined or token.start() in self.spoiled:
            return None
        if token[0] in ",+" or self.words.names("grading.plus", token[0]):
            group.joined = True
            return group
        group.between += 1
        return group if token[0][0].isalpha() and group.between <= _MOST_BETWEEN else None

    def _last_noun(self, at: int) -> re.Match[str]:
        """The last of the nouns that stand side by side: the "assignments" of "homework assignments"."""
        while at + 1 < len(self.tokens) and self.tokens[at + 1].start() in self.nouns:
            at += 1
        return self.tokens[at]


def _is_many(noun: str) -> bool:
    """English says many by -s: the "homework" of "week 3 homework", of "two homework extensions" is one, or none."""
    return not noun.isascii() or noun.endswith("s")
