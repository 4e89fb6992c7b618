"""Grading thresholds where a list states them: "B ≥ 56 и 7 заданий сданы на оценку ≥ 4 ⇒ отлично"."""

from __future__ import annotations

import re
from bisect import bisect_right

from repotool.model import Document, Span, Threshold
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary

LINE = regex(r"^[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+(\S.*)$", re.MULTILINE)
MARKUP = regex(r"[*_`\\$]|\\geq?")
NUMBER = r"(\d{1,4}(?:[.,]\d{1,2})?)"
AT_LEAST = regex(rf"(?:≥|⩾|>=|=>|>|&ge;|&gt;=?)\s*{NUMBER}")
RANGE = regex(rf"(?<![\d.,]){NUMBER}\s*(?:[-–—]|\.\.)\s*{NUMBER}(?![\d.,])")
ARROW = regex(r"⇒|→|=>(?!\s*\d)|->")
SIGN = regex(r"[–—:=]|\s-\s")
LONGEST = 300


def read_grading(document: Document, words: Vocabulary) -> tuple[Threshold, ...]:
    """The thresholds of a document in their order. A line without a number of points ("иначе ⇒ …") is none."""
    thresholds, blocks = [], hidden(document)
    for match in LINE.finditer(document.view.text):
        span = Span(match.start(1), match.start(1) + len(match[1].rstrip()))
        if len(match[1]) <= LONGEST and not lies_in(blocks, span):
            threshold = _threshold(span, document.view.text, words)
            if threshold is not None:
                thresholds.append(threshold)
    return tuple(thresholds)


def _threshold(span: Span, text: str, words: Vocabulary) -> Threshold | None:
    line = MARKUP.sub(lambda match: " " * len(match[0]), span.cut(text))
    mark = _mark(line, words)
    if mark is None:
        return None
    limits = [(match.start(), _float(match[1])) for match in _limits(line, words)]
    graded = words.pattern("grading.mark")
    of_marks = [limit for limit in limits if _follows(graded, line, limit[0])]
    of_points = [limit for limit in limits if limit not in of_marks]
    counts = words.mentions("grading.points", line)
    if not of_points or not (counts or ARROW.search(line) or SIGN.search(line)):
        return None
    return Threshold(
        points=of_points[0][1],
        assignments=_assignments(line, words),
        min_mark=of_marks[0][1] if of_marks else None,
        mark=mark,
        span=span,
    )


def _limits(line: str, words: Vocabulary) -> list[re.Match[str]]:
    """Lower limits in their order: "≥ 56", "от 56", and the 56 of "56–70 баллов"."""
    phrases = words.pattern("grading.at_least").pattern
    named = re.compile(rf"{phrases}\s+{NUMBER}", re.IGNORECASE)
    found = [*AT_LEAST.finditer(line), *named.finditer(line)]
    if not found and words.mentions("grading.points", line):
        found = list(RANGE.finditer(line))
    return sorted(found, key=lambda match: match.start())


def _assignments(line: str, words: Vocabulary) -> int | None:
    """The number before "практических заданий", "контестов", "homeworks": how many are to be done."""
    phrases = words.pattern("grading.assignments").pattern
    counted = rf"(?<![\d≥>=])\s(\d{{1,3}})(?:\s+[^\W\d]+){{0,2}}?\s+{phrases}"
    match = re.search(counted, " " + line, re.IGNORECASE)
    return int(match[1]) if match else None


def _mark(line: str, words: Vocabulary) -> str | None:
    """The mark that the line leads to: after its arrow, where there is one, else the first."""
    arrow = ARROW.search(line)
    match = words.pattern("grading.marks").search(line, arrow.end() if arrow else 0)
    return match[0] if match else None


def _follows(pattern: re.Pattern[str], line: str, place: int) -> bool:
    """Does a phrase stand right before this place?"""
    return any(match.end() <= place and not line[match.end() : place].strip() for match in pattern.finditer(line))


def _float(number: str) -> float:
    return float(number.replace(",", "."))


def hidden(document: Document) -> list[Span]:
    """Code, comments and tables, in their order: no list stands there."""
    return sorted([*document.code, *document.comments, *(table.span for table in document.tables)])


def lies_in(blocks: list[Span], span: Span) -> bool:
    index = bisect_right(blocks, span.start, key=lambda block: block.start) - 1
    return index >= 0 and span.start < blocks[index].end
