"""The links of a page -> where they are to lead next year: files that come along, the new repository, or nowhere yet.

No link may lead to a file that is not there: one whose file stays behind is emptied, or leads to last year's
repository.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from repotool.language import to_say
from repotool.model import Document, Edit, Link, Resolution, Span
from repotool.reading.course.inherited import bare, live_patterns, playlist_patterns
from repotool.reading.links.own_urls import at_branch, read_address, with_path
from repotool.reading.links.targets import Written, decode, normal, written
from repotool.rollover.model import Todo
from repotool.rollover.names import is_own_address, own_address, sibling_edits
from repotool.rollover.turn import LEADING, Turn, is_dead

Outcome = Edit | Todo


def link_edits(document: Document, turn: Turn, archived: frozenset[Span] = frozenset()) -> Iterator[Outcome]:
    """The edits of a document's links, and the questions they leave; `archived` are the links of earlier years."""
    for link, resolution in turn.repo.resolved(document):
        if link.span in archived:
            yield from _of_archive(document, link, resolution, turn)
        elif resolution.ref is not None:
            yield from _own_file(document, link, resolution, turn)
        elif resolution.kind in LEADING and resolution.path is not None:
            yield from _local(document, link, resolution, turn)
        elif is_dead(resolution) and resolution.kind != "empty":
            yield from _gone(document, link, resolution, turn, was_dead=True)
        elif resolution.kind == "web":
            yield from _web(document, link, turn)


def _local(document: Document, link: Link, resolution: Resolution, turn: Turn) -> Iterator[Outcome]:
    path = resolution.path or ""
    new = turn.new_path(path)
    if new is None:
        yield from _gone(document, link, resolution, turn)
        return
    raw = written(document.view.text, link.target_span.start, link.target_span.end, link.kind)
    if not raw.path:
        return  # a place of the page itself
    old_folder, folder = _folder(document.path), _folder(turn.new_path(document.path) or document.path)
    named = normal("" if raw.path.startswith("/") else old_folder, decode(raw.understood(raw.path)))
    if named != path and resolution.kind in ("ok", "anchor"):
        return  # a page that a site generator makes
    if normal("" if raw.path.startswith("/") else folder, decode(raw.understood(raw.path))) != new:
        yield Edit(document.path, link.target_span, raw.anew(new, folder))


def _own_file(document: Document, link: Link, resolution: Resolution, turn: Turn) -> Iterator[Outcome]:
    """An address of a file of last year's repository: of the new one, where the file comes along."""
    path = resolution.path or ""
    new = turn.new_path(path) if resolution.kind in (*LEADING, "own-branch", "own-unknown") else None
    raw = link.target_span.cut(document.view.text)
    fresh = rolled_address(raw, resolution.ref or "", path, new, turn) if new is not None else None
    if fresh is None and new is not None and turn.options.name is None:
        fresh = _relative(document, link, new, turn)
    if fresh is None:
        yield from _gone(document, link, resolution, turn, was_dead=resolution.kind not in LEADING)
    elif fresh != raw:
        yield Edit(document.path, link.target_span, fresh)


def rolled_address(raw: str, ref: str, path: str, new: str, turn: Turn) -> str | None:
    """An address of a file as it is written -> the same file's in the new repository, on its default branch."""
    fresh = own_address(raw, turn)
    branch = turn.options.branch
    if fresh is None:
        return None
    if branch is not None and ref not in ("", "HEAD", branch):
        fresh = at_branch(fresh, ref, branch) or fresh
    return fresh if new == path else with_path(fresh, path, new)


def _relative(document: Document, link: Link, new: str, turn: Turn) -> str | None:
    """A relative link in place of an address, where nobody tells the new repository's name."""
    address = read_address(link.target)
    if address is None or address.viewer == "tool" or link.kind in ("autolink", "bare", "reference"):
        return None
    raw = written(document.view.text, link.target_span.start, link.target_span.end, link.kind)
    tail = f"#{address.fragment}" if address.fragment else ""
    return Written("", tail, raw.kind, raw.angles).anew(new, _folder(turn.new_path(document.path) or document.path))


def _gone(
    document: Document, link: Link, resolution: Resolution, turn: Turn, *, was_dead: bool = False
) -> Iterator[Outcome]:
    """A link whose file does not come along, or was never there."""
    label = link.text.strip() or link.target
    address = None if was_dead or turn.options.links == "empty" else prior_address(resolution, turn)
    if address is not None:
        yield Edit(document.path, link.target_span, _as_target(address, link))
        yield Todo("link", document.path, f"«{label}» leads to last year's repository: {link.target}", link.span, label)
        return
    told = to_say("led nowhere last year, too" if was_dead else "stayed behind")
    edit = emptied(document, link)
    if edit is not None:
        yield edit
        yield Todo("link", document.path, f"«{label}» has no link yet: {link.target} {told}", link.span, label)
    elif resolution.ref is not None:
        yield Todo("link", document.path, f"{link.target} is of last year's repository", link.span, label)
    else:
        yield Todo("link", document.path, f"{link.target} {told}", link.span, label)


def emptied(document: Document, link: Link) -> Edit | None:
    """The edit that takes a link's target away; None of an address that stands there in its own right."""
    text = document.view.text
    if link.kind in ("link", "image"):
        angle = text[link.target_span.start - 1 : link.target_span.start] == "<"
        end = link.span.end - 1 if text[link.span.end - 1 : link.span.end] == ")" else link.target_span.end
        return Edit(document.path, Span(link.target_span.start - angle, max(end, link.target_span.end)), "")
    if link.kind == "html":
        return Edit(document.path, link.target_span, "")
    if link.kind == "definition":
        angle = text[link.target_span.start - 1 : link.target_span.start] == "<"
        return Edit(document.path, link.target_span, "" if angle else "<>")
    return None


def prior_address(resolution: Resolution, turn: Turn) -> str | None:
    """The page of a file in last year's repository; None where its name is not known."""
    name, path = turn.repo.name, resolution.path
    if name is None or path is None or turn.repo.tree is None or path not in turn.repo.tree:
        return None
    view = "tree" if path in turn.repo.tree.folders else "blob"
    fragment = f"#{quote(resolution.fragment)}" if resolution.fragment else ""
    spelled = quote(path, safe="/~", errors="surrogateescape")
    return f"https://github.com/{name}/{view}/{turn.repo.branch or 'HEAD'}/{spelled}{fragment}"


def _as_target(address: str, link: Link) -> str:
    return address.replace("&", "&amp;") if link.kind == "html" else address


def _of_archive(document: Document, link: Link, resolution: Resolution, turn: Turn) -> Iterator[Outcome]:
    """A link of a list of earlier years stays; one to a folder that stays behind leads to last year's repository."""
    if resolution.kind not in LEADING or resolution.path is None or resolution.ref is not None:
        return
    if turn.new_path(resolution.path) is None:
        address = prior_address(resolution, turn)
        if address is not None:
            yield Edit(document.path, link.target_span, _as_target(address, link))
        else:
            yield from _gone(document, link, resolution, turn)
    else:
        yield from _local(document, link, resolution, turn)


def _web(document: Document, link: Link, turn: Turn) -> Iterator[Outcome]:
    """An address elsewhere: of the repository itself, of a sibling, or one that lives for one year."""
    raw = link.target_span.cut(document.view.text)
    fresh = own_address(raw, turn)
    if fresh is not None:
        if fresh != raw:
            yield Edit(document.path, link.target_span, fresh)
        return
    found = list(sibling_edits(document, link, turn))
    yield from found
    if not found and is_own_address(raw, turn):
        message = to_say(f"{link.target} is of last year's repository; the new one's name was not told")
        yield Todo("link", document.path, message, link.span, link.text.strip() or link.target)
    elif not found:
        yield from _live(document, link, turn)


def _live(document: Document, link: Link, turn: Turn) -> Iterator[Outcome]:
    """A form, an invitation, a place in an LMS, a playlist: last year's, until somebody says otherwise."""
    address, label = bare(link.target), link.text.strip() or link.target
    if live_patterns().match(address):
        what = to_say("is a form, an invitation or a course of last year")
    elif document.cell is None and playlist_patterns().match(address):
        what = to_say("holds the recordings of last year")
    else:
        return
    edit = emptied(document, link) if turn.options.live_links == "empty" else None
    if edit is not None:
        yield edit
        yield Todo("live-link", document.path, f"«{label}» has no link yet; {link.target} {what}", link.span, label)
    else:
        yield Todo("live-link", document.path, f"«{label}» {what}: {link.target}", link.span, label)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
