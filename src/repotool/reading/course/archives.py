"""Earlier years of a course: links labelled with a year, by what they are of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Archive, ArchiveEntry, Document, Link, Span
from repotool.model.regex import regex
from repotool.reading.course.vocabulary import Vocabulary
from repotool.reading.course.years import YEAR, first_years

LINKS = ("link", "reference", "autolink", "bare", "html")
BREAK = regex(r"\n[ \t]*\n|\n[ \t]*(?=[-*+][ \t]|\d{1,3}[.)][ \t]|#|\|)|[.!?;][ \t\n]+(?=[^\W\d_]|$)")
MARKER = regex(r"\s*(?:[-*+>]|\d{1,3}[.)])\s+")
MARKUP = regex(r"[*_`~<>\[\]()]+")
EDGES = " \t\n.,:;–—-/|·\"'"
LONGEST = 300
"""Characters of a sentence on either side of a link that are looked at."""


class Labelled(Struct, frozen=True):
    """A link with its year as written; `series` says what it is of, `sentence` is the text it was read from."""

    link: Link
    year: str
    series: str
    sentence: str


def read_archives(document: Document, words: Vocabulary) -> tuple[Archive, ...]:
    """The series of links to earlier years outside the tables, entries in the document's order.

    A series has two years or more; one is enough where the sentence or its heading speaks of the past.
    """
    series: dict[str, list[Labelled]] = {}
    for labelled in _labelled_links(document, words):
        series.setdefault(labelled.series.casefold(), []).append(labelled)
    return tuple(
        Archive(members[0].series, tuple(ArchiveEntry(m.year, m.link.text, m.link.target, m.link) for m in members))
        for members in series.values()
        if len({member.year for member in members}) > 1 or _is_archive(members[0], document, words)
    )


def _is_archive(labelled: Labelled, document: Document, words: Vocabulary) -> bool:
    told = f"{labelled.sentence} {_heading(document, labelled.link)}"
    return words.mentions("words.archive", told)


def _labelled_links(document: Document, words: Vocabulary) -> Iterator[Labelled]:
    links = [link for link in document.links if link.where is None and link.kind in LINKS]
    last: Labelled | None = None
    for index, link in enumerate(links):
        labelled = None
        if link.target and len(link.text) <= LONGEST:
            before, after = _surroundings(document.view.text, links, index)
            labelled = _labelled(document, link, before, after, words)
            if labelled is not None and last is not None and _goes_on(document.view.text, last, labelled, words):
                labelled = replace(labelled, series=last.series)
            if labelled is not None:
                yield labelled
        last = labelled


def _goes_on(text: str, last: Labelled, labelled: Labelled, words: Vocabulary) -> bool:
    """Whether two years stand side by side in one list, which is named before the first: "Archive: [2022], [2023]"."""
    between = text[last.link.span.end : labelled.link.span.start]
    if not between or len(between) > LONGEST or between.strip(EDGES) or BREAK.search(between):
        return False
    year = _year(labelled.link.text)
    return year is not None and not _without(labelled.link.text, year, words)


def _labelled(document: Document, link: Link, before: str, after: str, words: Vocabulary) -> Labelled | None:
    """The year in the label, else in the words before the link, else in those after it."""
    sentence = f"{before} {link.text} {after}"
    for place, text in enumerate((link.text, before, after)):
        found = _year(text)
        if found is None:
            continue
        if place == 0:
            series = _without(text, found, words) or _clean(before, words)
        else:
            series = _clean(text[: found.start], words) or _without(text, found, words)
        return Labelled(link, found.cut(text), series or _heading(document, link), sentence)
    return None


def _year(text: str) -> Span | None:
    """The only year of a text, or its only academic pair."""
    pairs = [Span(start, end) for start, end, _ in first_years(text, short_dash=True)]
    years = [Span(*match.span()) for match in YEAR.finditer(text)]
    found = pairs or years
    return found[0] if len(found) == 1 else None


def _without(text: str, year: Span, words: Vocabulary) -> str:
    """A text without its year and the word "года" beside it."""
    after = text[year.end :]
    word = words.pattern("words.year").match(after.lstrip())
    if word:
        after = after.lstrip()[word.end() :]
    return _clean(f"{text[: year.start].rstrip(EDGES)} {after.lstrip(EDGES)}", words)


def _clean(text: str, words: Vocabulary) -> str:
    """Without markup, punctuation at the edges, and prepositions left at the end."""
    text = " ".join(MARKUP.sub(" ", MARKER.sub("", text, count=1)).split()).strip(EDGES)
    while (last := text.rpartition(" ")[2]) and words.names("words.preposition", last):
        text = text[: -len(last)].strip(EDGES)
    text = text.strip("_ ")
    only_time = any(
        words.names(place, text) for place in ("season.spring", "season.autumn", "words.term", "words.year")
    )
    return text if re.search(r"[^\W\d_]{2}", text) and not only_time else ""


def _surroundings(text: str, links: Sequence[Link], index: int) -> tuple[str, str]:
    """The sentence around a link: what stands before it, and after it where no other link follows."""
    link = links[index]
    begin = max(link.span.start - LONGEST, links[index - 1].span.end if index else 0, 0)
    before = text[begin : link.span.start]
    for match in BREAK.finditer(before):
        begin = link.span.start - len(before) + match.end()
    end = link.span.end + LONGEST
    following = links[index + 1].span.start if index + 1 < len(links) else len(text)
    stop = BREAK.search(text, link.span.end, end)
    end = min(end, stop.start() if stop else end)
    after = "" if following < end else text[link.span.end : end]
    return text[begin : link.span.start], after


def _heading(document: Document, link: Link) -> str:
    """The heading that the link stands under."""
    index = bisect_right(document.headings, link.span.start, key=lambda heading: heading.span.start)
    return " ".join(document.headings[index - 1].text.split()) if index else ""
