"""Names of repositories in addresses: the course's own becomes the new one, its siblings' move by the same step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from repotool.language import to_say
from repotool.model import Document, Edit, Link, Span
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.course.year_links import ADDRESS
from repotool.reading.course.year_marks import all_years, years_of_name
from repotool.rollover.model import Todo
from repotool.rollover.terms import respelled, rolled_name, season_of_name
from repotool.rollover.turn import Turn


def own_address(raw: str, turn: Turn) -> str | None:
    """An address of last year's repository, as written, with the new name; None of any other.

    Where nobody tells the new name the answer is None, too.
    """
    old, new = turn.repo.name, turn.options.name
    if old is None or new is None:
        return None
    owner, _, repo = new.partition("/")
    page, site = _own_patterns(old)
    fresh, count = page.subn(lambda m: f"{m['host']}{owner}{m['slash']}{repo}", raw, count=1)
    if not count:
        fresh, count = site.subn(lambda m: f"{m[1]}{owner.lower()}{m[2]}{repo}", raw)
    return fresh if count else None


def is_own_address(raw: str, turn: Turn) -> bool:
    """Whether an address is of last year's repository."""
    return turn.repo.name is not None and any(pattern.search(raw) for pattern in _own_patterns(turn.repo.name))


@cache
def _own_patterns(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Matches of an address all up to the end of the repository's name: of a host's page, and of its site there."""
    owner, _, repo = (re.escape(part) for part in name.partition("/"))
    page = rf"(?P<host>^[a-z+]*:?//[^\s]*?[/:@])(?P<owner>{owner})(?P<slash>/|%2F){repo}(?=\.git\b|[/?#:)\s]|$)"
    site = rf"^(https?://){owner}(\.github\.io/){repo}(?=[/?#]|$)"
    return re.compile(page, re.IGNORECASE), re.compile(site, re.IGNORECASE)


def own_in_code(document: Document, turn: Turn) -> Iterator[Edit]:
    """The repository's name in commands: `git clone https://github.com/owner/course_2025`, and `cd course_2025`."""
    old, new = turn.repo.name, turn.options.name
    if old is None or new is None:
        return
    repo, new_repo = old.rpartition("/")[2], new.rpartition("/")[2]
    for zone in document.code:
        for span, text in own_in_command(zone.cut(document.view.text), old, new, repo, new_repo):
            yield Edit(document.path, span.shift(zone.start), text)


def own_in_command(code: str, old: str, new: str, repo: str, new_repo: str) -> Iterator[tuple[Span, str]]:
    """What of a command is to be written anew. A file that it names by address is left: it may have stayed behind."""
    clone = re.compile(rf"git clone\b[^\n]*?[/:]({re.escape(old)})(?=\.git\b|/?(?:\s|$|['\"`]))", re.IGNORECASE)
    found = [Span(*match.span(1)) for match in clone.finditer(code)]
    yield from ((span, new) for span in found)
    if found and repo != new_repo:
        for match in re.finditer(rf"\bcd\s+(?:\./)?({re.escape(repo)})(?=[/\s'\"`]|$)", code):
            yield Span(*match.span(1)), new_repo


def sibling_edits(document: Document, link: Link, turn: Turn) -> Iterator[Edit | Todo]:
    """The root of another course of the same year -> that of the next; years of its label go along.

    A page or file in it stays, as does what is older than last year: nobody knows where it is next year.
    """
    address = ADDRESS.match(link.target)
    if address is None or link.kind in ("image", "reference") or not is_root(address):
        return
    if not _is_series(address["owner"], address["name"], turn) or turn.step.age_of_name(address["name"]) != 0:
        return
    label = link.text.strip() or link.target
    if turn.options.siblings == "keep" or turn.step.by <= 0 or _is_past(document, link):
        message = to_say(f"«{label}» is a course of last year: {link.target}")
        yield Todo("sibling", document.path, message, link.span, label)
        return
    raw = link.target_span.cut(document.view.text)
    fresh = rolled_root(raw, address["name"], turn.step.by)
    if fresh is None:
        return
    yield Edit(document.path, link.target_span, fresh)
    if link.text_span is not None and link.kind in ("link", "html", "image"):
        yield from rolled_label(document, link.text_span, turn)
    yield Todo("sibling", document.path, f"is {fresh} there, and meant?", link.span, label)


def is_root(address: re.Match[str]) -> bool:
    """Whether an address is a repository's own page, or its default branch's."""
    return re.fullmatch(r"(?:tree/(?:main|master)/?)?", address["rest"] or "") is not None


def rolled_root(raw: str, name: str, by: int) -> str | None:
    """An address with the years of the repository's name moved; None where the name is not written in it so."""
    at = raw.casefold().find(f"/{name.casefold()}")
    if at < 0:
        return None
    return raw[: at + 1] + rolled_name(raw[at + 1 : at + 1 + len(name)], by) + raw[at + 1 + len(name) :]


def rolled_label(document: Document, span: Span, turn: Turn) -> Iterator[Edit]:
    """Last year's own years in a label -> next year's."""
    label = span.cut(document.view.text)
    for start, end, years in all_years(label):
        if turn.step.is_current(years):
            new = respelled(label[start:end], turn.step.later(years))
            yield Edit(document.path, Span(start, end).shift(span.start), new)


def _is_series(owner: str, name: str, turn: Turn) -> bool:
    """Whether a repository named by a year is one of a series of courses: of one's own owner, a season, or a pair."""
    years = years_of_name(name)
    own = (turn.repo.name or "").partition("/")[0].casefold()
    return years is not None and (owner.casefold() == own or season_of_name(name) is not None or years[0] < years[1])


def _is_past(document: Document, link: Link) -> bool:
    """Whether the words on the link's line say that it leads to the past."""
    text = document.view.text
    begin, end = text.rfind("\n", 0, link.span.start) + 1, text.find("\n", link.span.end)
    line = text[begin : end if end >= 0 else len(text)][:2000]
    return vocabulary().mentions("words.archive", line)
