"""Lists of earlier years: last year gets its own entry, in the list's order and wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from repotool.model import Archive, ArchiveEntry, Document, Edit, Link, Span, Years
from repotool.reading.course.inherited import bare, playlist_patterns
from repotool.reading.course.year_links import ADDRESS
from repotool.reading.course.year_marks import all_years, only_years, stem_of_name
from repotool.rollover.links import emptied
from repotool.rollover.model import Todo
from repotool.rollover.names import is_root, rolled_root
from repotool.rollover.terms import respelled
from repotool.rollover.turn import Turn


class _Run(Struct, frozen=True):
    """The entries of one shape; `falling`: the newest stands first. `age` tells how far behind last year that is."""

    entries: tuple[ArchiveEntry, ...]
    falling: bool
    newest: ArchiveEntry
    years: Years
    age: int


def archive_edits(document: Document, archives: Sequence[Archive], turn: Turn) -> Iterator[Edit | Todo]:
    """The entries to be inserted into the lists of `document`, and the questions they leave."""
    for archive in archives:
        run = _run(archive, turn)
        if run is not None:
            yield from _entry(document, run, turn)


def _run(archive: Archive, turn: Turn) -> _Run | None:
    told = [(only_years(entry.year), entry) for entry in archive.entries]
    dated = [(years, entry) for years, entry in told if years is not None]
    if len(dated) < 2 or len(dated) != len(told) or turn.step.by < 1:
        return None
    order = [years[0] for years, _ in dated]
    falling = order == sorted(order, reverse=True)
    if len(set(order)) != len(order) or not (falling or order == sorted(order)):
        return None  # in no order, or two entries a year: nobody knows where the next one goes
    years, newest = dated[0 if falling else -1]
    age = turn.step.age(years)
    return None if age not in (0, 1) else _Run(archive.entries, falling, newest, years, age)


def _entry(document: Document, run: _Run, turn: Turn) -> Iterator[Edit | Todo]:
    """The entry of last year, or, where the list names last year itself already, of the next."""
    later = turn.step.later(run.years, 1 if run.age else turn.step.by)
    address = ADDRESS.match(run.newest.target)
    if address is not None and _is_own(address, turn):
        yield from _own(document, run, later, turn)
    elif address is not None and is_root(address):
        yield from _sibling(document, run, later, address, turn)
    elif playlist_patterns().match(bare(run.newest.target)):
        yield from _recordings(document, run, later, turn)


def _is_own(address: re.Match[str], turn: Turn) -> bool:
    owner, _, name = (turn.repo.name or "").partition("/")
    return address["owner"].casefold() == owner.casefold() and stem_of_name(address["name"]) == stem_of_name(name)


def _own(document: Document, run: _Run, later: Years, turn: Turn) -> Iterator[Edit | Todo]:
    """The list of the course's own repositories: last year's is known for certain."""
    name = turn.repo.name if run.age == 1 else turn.options.name
    old = ADDRESS.match(run.newest.target)
    if name is None or old is None or not is_root(old):
        return
    raw = run.newest.link.target_span.cut(document.view.text)
    whole = f"{old['owner']}/{old['name']}"
    if whole in raw:
        yield _inserted(document, run, later, raw.replace(whole, name))


def _sibling(document: Document, run: _Run, later: Years, address: re.Match[str], turn: Turn) -> Iterator[Edit | Todo]:
    """The list of a sibling's repositories: the next is named by the same step, if the series went on."""
    raw = run.newest.link.target_span.cut(document.view.text)
    fresh = rolled_root(raw, address["name"], later[0] - run.years[0])
    if turn.options.siblings == "keep" or fresh is None or fresh == raw:
        return
    yield _inserted(document, run, later, fresh)
    span = run.newest.link.span
    yield Todo("sibling", document.path, f"is {fresh}, new in the list, there, and meant?", span, fresh)


def _recordings(document: Document, run: _Run, later: Years, turn: Turn) -> Iterator[Edit | Todo]:
    """The list of playlists: the current one, which stands beside it, moves in, and its own place is emptied."""
    span, label = run.newest.link.span, run.newest.text
    if run.age == 0:
        yield _inserted(document, run, later, "")
        yield Todo("recordings", document.path, f"where are the recordings of {_told(later)}?", span, label)
        return
    current = _current(document, run)
    edit = emptied(document, current) if current is not None else None
    if current is None or edit is None:
        return
    yield _inserted(document, run, later, current.target_span.cut(document.view.text))
    yield edit
    yield Todo("recordings", document.path, f"«{current.text}» has no link yet", current.span, current.text)


def _current(document: Document, run: _Run) -> Link | None:
    """The playlist nearest to the list that tells no year: the one that is being filled."""
    entries = {entry.link.span for entry in run.entries}
    first, last = min(entries), max(entries)
    near = [
        link
        for link in document.links
        if link.span not in entries
        and link.where is None
        and link.kind in ("link", "html")
        and playlist_patterns().match(bare(link.target))
        and not _tells_a_year(document, link)
    ]
    near.sort(key=lambda link: min(abs(link.span.start - last.end), abs(first.start - link.span.end)))
    return near[0] if near else None


def _tells_a_year(document: Document, link: Link) -> bool:
    line = _line(document.view.text, link.span)
    text = line.cut(document.view.text).replace(link.target, " ")
    return any(True for _ in all_years(text))


def _told(years: Years) -> str:
    return f"{years[0]}/{years[1]}" if years[0] < years[1] else str(years[0])


def _inserted(document: Document, run: _Run, later: Years, target: str) -> Edit:
    """A copy of the newest entry with other years and another target, on the side of the list where the new ones go."""
    text = document.view.text
    lines = [_line(text, entry.link.span) for entry in run.entries]
    if len(set(lines)) == len(lines):
        return _inserted_line(document, run, later, target)
    begin, end, joint = _piece(text, run)
    new = _rewritten(text, Span(begin, end), run.newest, later, target)
    if run.falling:
        return Edit(document.path, Span(begin, begin), new + joint)
    return Edit(document.path, Span(end, end), joint + new)


def _inserted_line(document: Document, run: _Run, later: Years, target: str) -> Edit:
    """Each entry has a line of its own: the new one is parted from its neighbour as the first two are."""
    text = document.view.text
    line = _line(text, run.newest.link.span)
    first, second = (_line(text, entry.link.span) for entry in run.entries[:2])
    between = text[first.end : second.start]
    joint = between if not between.strip() else _newline(text, line)
    new = _rewritten(text, line, run.newest, later, target)
    if run.falling:
        return Edit(document.path, Span(line.start, line.start), new + joint)
    return Edit(document.path, Span(line.end, line.end), joint + new)


def _newline(text: str, line: Span) -> str:
    return "\r\n" if text[line.end : line.end + 2] == "\r\n" else "\n"


def _piece(text: str, run: _Run) -> tuple[int, int, str]:
    """The newest entry among others on its line: where it begins and ends, and what stands between two of them.

    Of two neighbours that say the same but for year and target, the common end of what stands before each target's
    end is the entry, and the rest of the second is the joint.
    """
    first, second = run.entries[0], run.entries[1]
    between = text[first.link.span.end : second.link.span.end]
    before = text[max(0, first.link.span.end - len(between) - 40) : first.link.span.end]
    one, other = _shape(before, first), _shape(between, second)
    common = 0
    while common < min(len(one), len(other)) and one[-1 - common] == other[-1 - common]:
        common += 1
    joint = _unshaped(other[: len(other) - common], between)
    link = run.newest.link.span
    length = len(between) - len(joint)
    grown = length + (run.newest.link.span.end - run.newest.link.span.start)
    own = grown - (second.link.span.end - second.link.span.start)
    return link.end - own, link.end, joint


def _shape(text: str, entry: ArchiveEntry) -> list[str]:
    """The characters of a text that ends with an entry's link; its target and its years are one sign each."""
    at = text.rfind(entry.target) if entry.target else -1
    parts = [*text[:at], "\0", *text[at + len(entry.target) :]] if at >= 0 else list(text)
    joined = "".join(parts)
    found = joined.rfind(entry.year)
    return [*joined[:found], "\1", *joined[found + len(entry.year) :]] if found >= 0 else list(joined)


def _unshaped(shape: list[str], text: str) -> str:
    """What of `text` the shape's beginning is; no sign stands in it, for year and target are in the entry."""
    return text[: len(shape)] if not {"\0", "\1"} & set(shape) else ""


def _rewritten(text: str, span: Span, entry: ArchiveEntry, later: Years, target: str) -> str:
    """The words of an entry with its years moved, and its target replaced."""
    place = entry.link.target_span
    before, after = text[span.start : place.start], text[place.end : span.end]
    return _moved(before, entry, later) + target + _moved(after, entry, later)


def _moved(text: str, entry: ArchiveEntry, later: Years) -> str:
    old, parts, end = only_years(entry.year), [], 0
    for start, stop, years in all_years(text):
        if years == old:
            parts += [text[end:start], respelled(text[start:stop], later)]
            end = stop
    return "".join([*parts, text[end:]])


def _line(text: str, span: Span) -> Span:
    """The line, or lines, that a span stands on, without their ending."""
    begin = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    ends = [end for end in (text.find("\n", span.end), text.find("\r", span.end)) if end >= 0]
    return Span(begin, min(ends, default=len(text)))
