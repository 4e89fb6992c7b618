"""MDS103: a heading more than one level below the one before it."""

from collections.abc import Iterator
from itertools import pairwise

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for before, heading in pairwise(document.headings):
        if heading.level > before.level + 1:
            facts = {"text": heading.text, "level": heading.level, "before": before.level}
            yield Hit(document.path, heading.span, facts)
