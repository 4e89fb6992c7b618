"""LNK114: a reference without definition, beside references that have one."""

from collections.abc import Iterator
from difflib import get_close_matches

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    labels = [link.text for link in document.links if link.kind == "definition"]
    for near in document.near_links:
        if near.kind == "undefined":
            close = get_close_matches(near.target.casefold(), [label.casefold() for label in labels], n=1)
            suggestion = next((label for label in labels if label.casefold() in close), None)
            yield Hit(document.path, near.span, {"target": near.target, "label": near.target, "suggestion": suggestion})
