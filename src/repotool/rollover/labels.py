"""What a new link is called: as its neighbours are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from repotool.model import Lesson, Link, Repository
from repotool.model.regex import regex

SPECIAL = regex(r"([\\`\[\]<>|])")
COMMON = 0.5
"""A label that more than this share of the neighbours has ("Конспект") names no lesson, but a kind of file."""
LONGEST = 120


def label_of(repo: Repository, path: str, lesson: Lesson, column: str, siblings: Sequence[tuple[Link, str]]) -> str:
    """The neighbours' own word for such files, where they have one; else homework goes by its title, and what belongs
    to a lesson by the lesson's topics."""
    ending = path.rpartition(".")[2].lower()
    alike = [link.text for link, other in siblings if other.rpartition(".")[2].lower() == ending]
    common = Counter(alike).most_common(1)
    if common and common[0][1] > max(1, COMMON * len(alike)):
        return _escaped(common[0][0])
    topics = ". ".join(topic.rstrip(".") for topic in lesson.topics)
    names = [_title(repo, path), topics] if column == "homework" else [topics, _title(repo, path)]
    return _escaped(next((name for name in names if name), _stem(path)))


def _title(repo: Repository, path: str) -> str:
    """The first heading of a notebook or document."""
    documents = [*repo.cells.get(path, ()), *([repo.documents[path]] if path in repo.documents else [])]
    return next((heading.text for document in documents for heading in document.headings if heading.text.strip()), "")


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    return (name.rpartition(".")[0] or name).replace("_", " ").replace("-", " ").strip()


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split())[:LONGEST])
