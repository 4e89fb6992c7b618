"""Addresses that name a year: repositories of other years of this course, of its siblings, and labels with a year."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import unquote

from repotool.model import Course, Document, Link, Span, YearLink, Years
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary
from repotool.reading.course.year_marks import all_years, only_years, stem_of_name, years_of_name
from repotool.reading.course.years import LINK

ADDRESS = regex(
    r"https?://(?:www\.)?(?P<host>github\.com|gitlab\.com|raw\.githubusercontent\.com|colab\.research\.google\.com/github"
    r"|nbviewer\.(?:jupyter\.)?org/github|githubtocolab\.com|mybinder\.org/v2/gh)"
    r"/(?P<owner>[\w.-]{1,100})/(?P<name>[\w.-]{1,100}?)(?:\.git)?(?:/(?P<rest>[^?#\s]*))?(?=[?#]|\Z)",
    re.IGNORECASE,
)
DIGIT = regex(r"\d")
VIEW = regex(r"(?:-/)?(?:blob|tree|raw|edit|blame)/(?:refs/heads/)?[^/]+/?")
REF = regex(r"(?:refs/heads/)?[^/]+/?")
CLONE = regex(r"git clone\s[^\n]{0,200}?(?:github|gitlab)\.com[:/](?P<owner>[\w.-]{1,100})/(?P<name>[\w.-]{1,100})")
PAGES = ("issues", "discussions", "pulls", "wiki", "projects")
AROUND = 300
LONGEST_LABEL = 60
SHORT = regex(r"[^\W\d_]{2,}")
MOST_WORDS = 4
"""A label with more words beside its year is a title of something: «Attention, presented at … 2017»."""


def read_year_links(
    documents: Iterable[Document], courses: tuple[Course, ...], name: str | None, words: Vocabulary
) -> Mapping[tuple[str, int | None], tuple[YearLink, ...]]:
    """All of a repository whose own name is `name` ("owner/repo"), by file and cell."""
    archived = {
        ((course.about or course.document).path, entry.link.span): entry.year
        for course in courses
        for archive in course.archives
        for entry in archive.entries
    }
    found: dict[tuple[str, int | None], tuple[YearLink, ...]] = {}
    for document in documents:
        links = (
            _read(document, link, name or "", archived.get((document.path, link.span)), words)
            for link in document.links
            if link.kind != "reference" and link.target
        )
        both = (*(link for link in links if link is not None), *_clones(document, name or "", words))
        if both:
            found[document.path, document.cell] = both
    return found


def _read(document: Document, link: Link, own: str, archived: str | None, words: Vocabulary) -> YearLink | None:
    address = ADDRESS.match(link.target)
    if address is None and not DIGIT.search(link.target):
        return None  # no year without a digit
    kin = _kin(address, own) if address else None
    if kin == "sibling" and (link.kind == "image" or not link.text):
        return None  # a picture is where it is
    named = _named(link.target, address, own)
    told = only_years(archived) if archived else _told(link, words) if _is_of_a_year(address, link) else None
    if kin is None and (told is None or named is None):
        return None
    years = years_of_name(address["name"]) if address and kin else named
    return YearLink(
        file=document.path,
        span=link.span,
        text=link.text,
        target=link.target,
        told=told,
        named=named,
        kin=kin,
        repository=_place_of_name(document, link, address) if address else None,
        path=_path(address) if address else None,
        page=_page(address) if address else None,
        excused=archived is not None or _is_excused(document, link.span, years, words),
        cell=document.cell,
    )


def _kin(address: re.Match[str], own: str) -> Literal["own", "sibling"] | None:
    """Whether the address is of this course's repository of another year, or of another course of the same owner."""
    owner, _, name = own.casefold().partition("/")
    other = address["name"].casefold()
    theirs = years_of_name(other)
    if address["owner"].casefold() != owner or theirs is None or other == name:
        return None
    mine = years_of_name(name)
    if stem_of_name(other) == stem_of_name(name):
        return "own" if mine is not None and mine != theirs else None
    return "sibling"


def _named(target: str, address: re.Match[str] | None, own: str) -> Years | None:
    """The years of the target: of the repository's name where it is one's own, else of a folder named by a year."""
    if address is not None:
        if address["owner"].casefold() == own.casefold().partition("/")[0]:
            return years_of_name(address["name"])
        return None
    if "://" in target or target.startswith(("#", "mailto:")):
        return None
    folders = [part for part in unquote(target.partition("#")[0]).split("/") if part not in ("", ".", "..")]
    found = {years for part in folders if not stem_of_name(part) and (years := years_of_name(part))}
    return found.pop() if len(found) == 1 else None


def _is_of_a_year(address: re.Match[str] | None, link: Link) -> bool:
    """Whether the whole target is of its year: a repository or a folder. A file in it may be of another."""
    if address is not None:
        return _path(address) is None
    return (
        re.fullmatch(r"(?:readme|index)\.\w+|[^.]*", link.target.partition("#")[0].rpartition("/")[2], re.I) is not None
    )


def _told(link: Link, words: Vocabulary) -> Years | None:
    """The years of a label; of a link to a folder, one that tells the years and nothing else."""
    if len(link.text) > LONGEST_LABEL or len(SHORT.findall(link.text)) > MOST_WORDS:
        return None
    rest = " ".join(SHORT.findall(link.text))
    for place in ("season.spring", "season.autumn", "words.term", "words.year", "words.archive"):
        rest = words.pattern(place).sub("", rest)
    return only_years(link.text) if "://" in link.target or not rest.strip() else None


def _path(address: re.Match[str]) -> str | None:
    rest = unquote(address["rest"] or "")
    view = (REF if address["host"].lower().startswith("raw.") else VIEW).match(rest)
    return rest[view.end() :].strip("/") or None if view else None


def _page(address: re.Match[str]) -> str | None:
    first = (address["rest"] or "").partition("/")[0].lower()
    return first if first in PAGES else None


def _place_of_name(document: Document, link: Link, address: re.Match[str]) -> Span | None:
    place = document.view.text.find(f"/{address['name']}", link.target_span.start, link.target_span.end)
    return Span(place + 1, place + 1 + len(address["name"])) if place >= 0 else None


def _is_excused(document: Document, span: Span, years: Years | None, words: Vocabulary) -> bool:
    """Whether the heading, the words before, the label or the rest of the line speak of the past or of a source."""
    text, headings = document.view.text, document.headings
    index = bisect_right(headings, span.start, key=lambda heading: heading.span.start) - 1
    begin = max(span.start - AROUND, headings[index].span.start if index >= 0 else 0)
    line = text.find("\n", span.end, span.end + AROUND)
    told = LINK.sub(r" \1 ", text[begin : line if line >= 0 else span.end + AROUND])
    told = f"{headings[index].text if index >= 0 else ''}\n{told}"
    if words.mentions("words.archive", told) or words.mentions("words.source", told):
        return True
    return years is not None and any(found == years for _, _, found in all_years(told))


def _clones(document: Document, own: str, words: Vocabulary) -> Iterator[YearLink]:
    """`git clone` stands in code, where no links are."""
    text = document.view.text
    for match in CLONE.finditer(text) if "git clone" in text else ():
        name = match["name"].removesuffix(".git")
        address = ADDRESS.match(f"https://github.com/{match['owner']}/{name}")
        kin = _kin(address, own) if address else None
        if kin == "own":
            span, place = Span(*match.span()), Span(match.start("name"), match.start("name") + len(name))
            excused = _is_excused(document, span, None, words)
            yield YearLink(
                file=document.path,
                span=span,
                text=match[0],
                target=name,
                kin=kin,
                repository=place,
                page="clone",
                excused=excused,
                cell=document.cell,
            )
