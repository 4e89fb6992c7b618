"""ENC105: a word of Latin and Cyrillic letters that look alike."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span

LATIN, CYRILLIC = "AaBCcEeHIiKMOoPpTXxYySs", "АаВСсЕеНІіКМОоРрТХхУуЅѕ"
TO_CYRILLIC, TO_LATIN = str.maketrans(LATIN, CYRILLIC), str.maketrans(CYRILLIC, LATIN)
RARE = frozenset("ІіЅѕ")
"""Letters that most Cyrillic alphabets do not have: «iй» is the i-th, not a word with a Ukrainian і."""

WORD = re.compile(r"[^\W\d_]{2,}")
MIXED = re.compile(r"[A-Za-z][А-Яа-яЁёЂ-ӿ]|[А-Яа-яЁёЂ-ӿ][A-Za-z]")
PART = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
INFLECTED = re.compile(
    r"[A-Za-z]+(?:[аеёийоуыюья]|ов|ом|ем|ой|ей|ам|ах|ях|ый|ий|ая|ое|ые|ую|ых|их|им|ым|го|му|ого|ому|ами|ями|[мхвг])"
)
"""A Latin name with a Russian ending, or a variable with one: «SVMа», «xу», «pый»."""
NAME = re.compile(r"[\w.@/\\=~+-]+")
NAMING = re.compile(r"[_@/\\=~\d]|\w\.\w")
"""What tells a file name, an address or an identifier from a word."""
FORMULA = re.compile(r"\$\$[^$]{1,4000}\$\$|\$[^$\n]{1,500}\$|\\\(.{1,500}?\\\)|\\\[.{1,4000}?\\\]", re.DOTALL)


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    if not MIXED.search(text):
        return
    hidden = _Hidden(document)
    for word in WORD.finditer(text):
        if MIXED.search(word[0]) and not hidden.holds(word.start()) and not _is_name(text, word):
            yield from _hits(document, word, repo)


class _Hidden:
    """Code, formulas, comments, tags and addresses: no words stand there."""

    def __init__(self, document: Document) -> None:
        formulas = (Span(*match.span()) for match in FORMULA.finditer(document.view.text))
        targets = (link.target_span for link in document.links if link.kind != "reference")
        tags = (tag.span for tag in document.tags)
        self._spans = sorted([*document.code, *document.comments, *formulas, *targets, *tags])
        self._ends = [0]
        for span in self._spans:
            self._ends.append(max(self._ends[-1], span.end))

    def holds(self, place: int) -> bool:
        return place < self._ends[bisect_right(self._spans, place, key=lambda span: span.start)]


def _is_name(text: str, word: re.Match[str]) -> bool:
    """Whether the word is part of a file name, an address or an identifier. Emphasis (`_so_`) is none."""
    begin = max(0, word.start() - 80)
    around = next((m for m in NAME.finditer(text, begin, word.end() + 80) if m.end() >= word.end()), None)
    return around is not None and NAMING.search(around[0].strip("_.-")) is not None


def _hits(document: Document, word: re.Match[str], repo: Repository) -> Iterator[Hit]:
    readings = [reading for reading in (_in_cyrillic(word[0]), _in_latin(word[0])) if reading]
    known = [reading for reading in readings if _is_known(reading, repo)]
    if not known and (INFLECTED.fullmatch(word[0]) or not readings or set(readings[0]) & RARE - set(word[0])):
        return
    meant = (known or readings)[0] if len(known or readings) == 1 else _closest(word[0], known or readings)
    foreign = [part for part in PART.findall(word[0]) if part not in meant]
    span = Span(*word.span())
    facts = {
        "word": word[0],
        "foreign": ", ".join(f"«{part}»" for part in dict.fromkeys(foreign)),
        "script": "Latin" if foreign and foreign[0].isascii() else "Cyrillic",
        "meant": meant if known else None,
        "offered": meant,
    }
    yield Hit(document.path, span, facts, _fix(document, span, meant, bool(known), repo))


def _in_cyrillic(word: str) -> str | None:
    """The word in Cyrillic letters; None where it has a Latin one that no Cyrillic one looks like."""
    found = word.translate(TO_CYRILLIC)
    return None if re.search("[A-Za-z]", found) else found


def _in_latin(word: str) -> str | None:
    found = word.translate(TO_LATIN)
    return found if found.isascii() else None


def _closest(word: str, readings: list[str]) -> str:
    """Where look-alikes are all there is, the alphabet of most of the letters."""
    return max(readings, key=lambda reading: sum(a == b for a, b in zip(word, reading, strict=True)))


def _is_known(reading: str, repo: Repository) -> bool:
    whole = re.compile(rf"(?<!\w){re.escape(reading)}(?!\w)", re.IGNORECASE)
    return any(whole.search(other.view.text) for other in repo.texts())


def _fix(document: Document, span: Span, meant: str, known: bool, repo: Repository) -> Fix | None:
    """None where the word makes an anchor or a label that links may hang on: it is more than the word to change."""
    if any(link.kind in ("reference", "definition") and link.span.holds(span) for link in document.links):
        return None
    heading = next((heading for heading in document.headings if heading.span.holds(span)), None)
    if heading is not None and _is_linked(heading.anchor, repo):
        return None
    return Fix((Edit(document.path, span, meant),), known, f"write «{meant}» in one alphabet")


def _is_linked(anchor: str, repo: Repository) -> bool:
    fragments = (resolution.fragment for resolution in repo.resolutions.values() if resolution.fragment)
    return any(fragment.casefold() == anchor for fragment in fragments)
