"""ENC106: characters that nobody sees, where no script and no emoji needs them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Link, Repository, Span, Spans
from repotool.model.regex import regex

TURNING = "\u202a-\u202e\u2066-\u2069"
MARKS = "\u061c\u200e\u200f"
EMPTY = "\u00ad\u180e\u200b\u2060-\u2064\ufeff"
JOINERS = "\u200c\u200d"
TAGS = "\U000e0001-\U000e007f"
RUN = regex(f"[{TURNING}{MARKS}{EMPTY}{JOINERS}{TAGS}]+")
OVERRIDES = frozenset("\u202d\u202e")
RIGHT_TO_LEFT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
BLACK_FLAG = "\U0001f3f4"
OURS = regex("[0-9A-Za-z\u00b5-\u058f\u1c80-\u1c8f\u1e00-\u1fff$]")
"""Latin, Greek, Cyrillic, Armenian letters and digits: no word of theirs has an invisible character."""
MENTION = frozenset("@#/")
"""After these an empty character is put on purpose, so that a page makes no link of a name."""
NO_BREAK = regex("[\u00a0\u202f]|%C2%A0|%E2%80%AF", re.IGNORECASE)
AROUND = 20


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    # What nobody sees cannot be printed. Python knows that faster than any pattern finds it.
    seen = text.replace("\n", "").isprintable()
    if not seen:
        yield from _astray(document, repo)
    if document.links and not (seen and "%" not in text) and NO_BREAK.search(text):
        for link in document.links:
            yield from _no_break(document, link, repo)


def _astray(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    start = 1 if text.startswith("\ufeff") else 0  # the mark at the beginning is ENC103's
    runs = (Span(*run.span()) for run in RUN.finditer(text, start))
    astray = [span for span in runs if _is_astray(text, span)]
    if astray:
        yield from _of_astray(document, astray, repo)


def _is_astray(text: str, span: Span) -> bool:
    run, before, after = span.cut(text), text[: span.start][-1:], text[span.end : span.end + 1]
    kinds = re.compile(f"[{TURNING}{MARKS}]")
    if any(kinds.match(character) for character in run):
        begin, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
        line = text[begin : end if end >= 0 else len(text)]
        return bool(OVERRIDES & set(run)) or RIGHT_TO_LEFT.search(line) is None
    if any(character >= "\U000e0000" for character in run):
        return before != BLACK_FLAG
    beside = [bool(OURS.match(character)) for character in (before, after)]
    if run[0] in JOINERS:
        return any(beside) and all(
            known or not other.strip() for known, other in zip(beside, (before, after), strict=True)
        )
    return any(beside) and before not in MENTION and not _is_foreign(before) and not _is_foreign(after)


def _is_foreign(character: str) -> bool:
    """A letter of a script that may need such characters: Thai, Khmer, Japanese, Arabic …"""
    return character.isalpha() and not OURS.match(character)


def _of_astray(document: Document, astray: list[Span], repo: Repository) -> Iterator[Hit]:
    code, links = Spans(document.code), sorted(document.links, key=lambda link: link.target_span)
    for span in astray:
        index = bisect_right(links, span.start, key=lambda link: link.target_span.start) - 1
        link = links[index] if index >= 0 and links[index].target_span.holds(span) else None
        # A file may be named so, and then the link to it is right.
        if link is None or repo.resolution(document, link).kind != "ok":
            yield _hit(document, span, plain=link is None and not code.hold(span))


def _hit(document: Document, span: Span, *, plain: bool) -> Hit:
    text, first = document.view.text, document.view.text[span.start]
    name = unicodedata.name(first, "a control").lower()
    turning = re.match(f"[{TURNING}]", first) is not None
    count = span.end - span.start
    facts = {
        "name": name if turning else None,
        "first": name,
        "code": f"{ord(first):04X}",
        "count": count if count > 1 else None,
        "around": _around(text, span),
    }
    fix = Fix((Edit(document.path, span, ""),), plain and not turning, "take the invisible characters out")
    return Hit(document.path, span, facts, fix, "error" if turning else None)


def _around(text: str, span: Span) -> str:
    before = re.search(r"\S*\Z", text[max(0, span.start - AROUND) : span.start])
    after = re.match(r"\S*", text[span.end : span.end + AROUND])
    return f"{before[0] if before else ''}{span.cut(text)}{after[0] if after else ''}"


def _no_break(document: Document, link: Link, repo: Repository) -> Iterator[Hit]:
    """A no-break space in an address was typed instead of a space, and no address has one."""
    written = link.target_span.cut(document.view.text)
    found = NO_BREAK.search(written)
    resolution = repo.resolution(document, link)
    if found is None or link.kind == "reference" or resolution.kind not in ("missing", "web"):
        return
    place = Span(link.target_span.start + found.start(), link.target_span.start + found.end())
    code = "202F" if found[0].upper() in ("\u202f", "%E2%80%AF") else "00A0"
    edge = found.end() == len(written) or found.start() == 0
    if found[0].startswith("%") and resolution.kind == "web" and not edge:
        return  # a page may be named so, and somebody has encoded its name
    meant = (resolution.path or "").replace("\u00a0", " ").replace("\u202f", " ").strip()
    known = resolution.kind == "missing" and repo.tree is not None and meant in repo.tree
    fix = Fix((Edit(document.path, place, "" if edge else "%20"),), known, "put a plain space into the link")
    yield Hit(document.path, place, {"code": code, "around": written, "target": link.target}, fix)
