"""ENC105: a word of Latin and Cyrillic letters that look alike. What it may mean is known from reading."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, MixedWord, Repository, Span, Spans
from repotool.model.regex import regex

WORD = regex(r"[^\W\d_]{2,}")
PART = regex(r"[A-Za-z]+|[^A-Za-z]+")
RARE = frozenset("ІіЅѕ")
"""Letters that most Cyrillic alphabets do not have: «iй» is the i-th, not a word with a Ukrainian і."""
INFLECTED = regex(
    r"[A-Za-z]+(?:[аеёийоуыюья]|ов|ом|ем|ой|ей|ам|ах|ях|ый|ий|ая|ое|ые|ую|ых|их|им|ым|го|му|ого|ому|ами|ями|[мхвг])"
)
"""A Latin name with a Russian ending, or a variable with one: «SVMа», «xу», «pый»."""
NAME = regex(r"[\w.@/\\=~+-]+")
NAMING = regex(r"[_@/\\=~\d]|\w\.\w")
"""What tells a file name, an address or an identifier from a word."""
FORMULA = regex(r"\$\$[^$]{1,4000}\$\$|\$[^$\n]{1,500}\$|\\\([^\n]{1,500}?\\\)|\\\[[^\]]{1,4000}?\\\]")


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    if not repo.mixed_words or text.isascii():
        return
    words = (word for word in WORD.finditer(text) if word[0] in repo.mixed_words)
    first = next(words, None)
    if first is None:
        return
    hidden, mender = _hidden(document), _Mender(document, repo)
    for word in (first, *words):
        span, mixed = Span(*word.span()), repo.mixed_words[word[0]]
        if _is_certain(word[0], mixed) and not hidden.hold(span) and not _is_name(text, word):
            yield _hit(document, span, word[0], mixed, mender)


def _hidden(document: Document) -> Spans:
    """Code, formulas, comments, tags and addresses: no words stand there."""
    formulas = (Span(*match.span()) for match in FORMULA.finditer(document.view.text))
    targets = (link.target_span for link in document.links if link.kind != "reference")
    tags = (tag.span for tag in document.tags)
    return Spans([*document.code, *document.comments, *formulas, *targets, *tags])


def _is_certain(word: str, mixed: MixedWord) -> bool:
    """Whether it stands elsewhere in one alphabet, or can be nothing but a slip."""
    return bool(mixed.known) or not (INFLECTED.fullmatch(word) or set(mixed.readings[0]) & RARE - set(word))


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Whether the word is part of a file name, an address or an identifier. Emphasis (`_so_`) is none."""
    begin = max(0, word.start() - 80)
    around = next((m for m in NAME.finditer(text, begin, word.end() + 80) if m.end() >= word.end()), None)
    return around is not None and NAMING.search(around[0].strip("_.-")) is not None


def _hit(document: Document, span: Span, word: str, mixed: MixedWord, mender: "_Mender") -> Hit:
    # Where look-alikes are all there is, the alphabet of most of the letters is meant.
    meant = max(mixed.known or mixed.readings, key=lambda reading: sum(map(str.__eq__, word, reading)))
    foreign = [part for part in PART.findall(word) if part not in meant]
    facts = {
        "word": word,
        "foreign": ", ".join(f"«{part}»" for part in dict.fromkeys(foreign)),
        "script": "Latin" if foreign and foreign[0].isascii() else "Cyrillic",
        "meant": meant if mixed.known else None,
        "offered": meant,
    }
    return Hit(document.path, span, facts, mender.fix(span, meant, bool(mixed.known)))


class _Mender:
    """Makes the fixes of one document; none where a link may hang on the word: in a label, in an anchor."""

    def __init__(self, document: Document, repo: Repository) -> None:
        self.document = document
        self.labels = Spans(link.span for link in document.links if link.kind in ("reference", "definition"))
        self.linked = (
            {r.fragment.casefold() for r in repo.resolutions.values() if r.fragment} if document.headings else set()
        )

    def fix(self, span: Span, meant: str, known: bool) -> Fix | None:
        headings = self.document.headings
        index = bisect_right(headings, span.start, key=lambda heading: heading.span.start) - 1
        in_heading = index >= 0 and headings[index].span.holds(span)
        if self.labels.hold(span) or (in_heading and headings[index].anchor in self.linked):
            return None
        return Fix((Edit(self.document.path, span, meant),), known, f"write «{meant}» in one alphabet")
