"""MDS104: what was meant to be a link and is none: an unclosed parenthesis, a space before it, a broken tag."""

import re
from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span, Spans
from repotool.model.regex import regex

TEXT = r"\[(?<!\\\[)(?P<text>[^\[\]\n]{1,200})"
# An address that is closed, with nothing else in parentheses behind it, is as it should be: most are.
INLINE = regex(TEXT + r"\]\((?![^\s|()）]{0,1999}+\)[^\s|()）]*+(?:[\s|]|\Z))(?P<run>[^\s|]{0,2000})")
APART = regex(TEXT + r"\](?P<gap>[ \t]+)\((?P<target>[^\s()<>]{1,2000})\)")
OPEN = regex(
    r"\[(?<!\\\[)(?P<text>[^\[\]()\n]{1,200})\((?P<target>https?://[^\s()\[\]<>]{1,2000})\)(?![^\n\[]{0,300}\])"
)
NESTED = regex(TEXT + r"\]\(\[[^\[\]\n]{1,200}\]\([^\s()]{1,2000}\)(?!\))")
TAG = regex(r"<a\s(?:[^<>\n]{0,2000}\s)?href=[^<>\n]{1,2000}(?=</a>)", re.IGNORECASE)
ADDRESS = regex(r"https?://\S|www\.\S|\.{0,2}/\S|#\w|[\w%+-]+(?:/[\w%+. -]+)*\.(?:ipynb|pdf|md|html?|py|png|jpe?g)\b")
REST = regex(r"[^\n|]*")
WIDE = "）"
"""The parenthesis of Chinese and Japanese keyboards."""
CITED = regex(r"\W*(?:\d+|[xX])\W*|.*\b(?:19|20)\d\d\b.*", re.DOTALL)
"""A number, a ticked box or a work with its year in brackets needs no link after it."""


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    text = document.view.text
    if document.unparsable is not None or ("[" not in text and "<a" not in text):
        return
    known: Spans | None = None
    for signs, pattern, judge in KINDS:
        for match in pattern.finditer(text) if any(sign in text for sign in signs) else ():
            known = known or _known(document)
            if not _lies_in(known, match):
                yield from judge(document, match, repo)


def _known(document: Document) -> Spans:
    """Where something else stands: links, code, comments, tags."""
    links = (link.span for link in document.links if link.kind not in ("bare", "autolink"))
    return Spans([*links, *document.code, *document.comments, *(tag.span for tag in document.tags)])


def _lies_in(known: Spans, match: re.Match[str]) -> bool:
    places = (match.start(), match.end(1) if match.re.groups else match.start())
    return any(known.hold(Span(place, place + 1)) for place in places)


def _inline(document: Document, match: re.Match[str], repo: Repository) -> Iterator[Hit]:
    """`[text](address` without the parenthesis that closes it. Blanks in a closed address are another matter."""
    run, wide, _ = match["run"].partition(WIDE)
    run = run if wide else run.rstrip(".,;:!?")
    rest = REST.match(document.view.text, match.end())
    after = rest[0].partition("[")[0] if rest else ""
    if not ADDRESS.match(run) or _balance(run) <= 0:
        return
    if wide:
        place = match.start("run") + len(run)
        yield _hit(document, match, "wide", Span(place, place + 1), ")")
    elif run.endswith("]") and ")" not in after:
        yield _hit(
            document, match, "bracket", Span(match.start("run") + len(run) - 1, match.start("run") + len(run)), ")"
        )
    elif ")" in run or (")" not in after and not _closes_on_the_next_line(document, rest)):
        end = match.start("run") + len(run)
        yield _hit(document, match, "unclosed", Span(end, end), ")")


def _balance(run: str) -> int:
    """How many parentheses are open at the end, the one before the address included."""
    return 1 + run.count("(") - run.count(")")


def _closes_on_the_next_line(document: Document, rest: re.Match[str] | None) -> bool:
    end = rest.end() if rest else 0
    return re.match(r"\n[ \t]*(?:\)|[\"'(])", document.view.text[end : end + 200]) is not None


def _apart(document: Document, match: re.Match[str], repo: Repository) -> Iterator[Hit]:
    target = match["target"]
    local = repo.tree is not None and target.removeprefix("./") in repo.tree
    if (target.startswith(("http://", "https://")) or local) and not CITED.fullmatch(match["text"]):
        yield _hit(document, match, "apart", Span(*match.span("gap")), "")


def _open(document: Document, match: re.Match[str], repo: Repository) -> Iterator[Hit]:
    place = match.end("text")
    yield _hit(document, match, "open", Span(place, place), "]")


def _nested(document: Document, match: re.Match[str], repo: Repository) -> Iterator[Hit]:
    yield _hit(document, match, "nested")


def _tag(document: Document, match: re.Match[str], repo: Repository) -> Iterator[Hit]:
    yield _hit(document, match, "tag")


def _hit(document: Document, match: re.Match[str], fact: str, place: Span | None = None, written: str = "") -> Hit:
    span = Span(*match.span())
    shown = " ".join(match[0].split())
    facts = {fact: shown if len(shown) <= 80 else f"{shown[:79]}…"}
    fix = Fix((Edit(document.path, place, written),), False, "make it a link") if place is not None else None
    return Hit(document.path, span, facts, fix)


KINDS = (
    (("](",), INLINE, _inline),
    (("] ", "]\t"), APART, _apart),
    (("(http",), OPEN, _open),
    (("]([",), NESTED, _nested),
    (("</a>", "</A>"), TAG, _tag),
)
"""Each pattern, one of the signs without which it finds nothing, and who judges what it finds."""
