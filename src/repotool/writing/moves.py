"""A file or folder gets another name, and every link goes on leading where it led.

The plan is made purely and proven before anything is written: the documents as they would be are read again, and each
link that led somewhere must lead to the same place under its new name.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Document, Edit, Link, Move, Op, Refused, Repository, Resolution, Span, Tree, View
from repotool.model.shown import shown
from repotool.reading.links.generators import Settings, find_sites, settings_below
from repotool.reading.links.own_urls import OwnAddresses, with_path
from repotool.reading.links.resolve import Resolver
from repotool.reading.links.targets import Written, decode, normal, written
from repotool.reading.notebook.documents import parse_cell
from repotool.reading.source import Lines
from repotool.writing.apply import apply, loader
from repotool.writing.edits import apply_edits, changes
from repotool.writing.files import remove_empty

LEADING = ("ok", "anchor", "case", "form", "backslash", "encoded")
"""Kinds of resolution whose path is there."""

_MOST_NAMED = 5

_Key = tuple[str, int | None]


class Moving(Struct, frozen=True):
    """What a move of `old` to `new` does; edits come first and speak of the files' old names."""

    old: str
    new: str
    ops: tuple[Op, ...]


class _Names(Struct, frozen=True):
    """Old paths -> new ones. None of `moves` lies in another."""

    moves: Mapping[str, str]

    def __call__(self, path: str) -> str:
        at = len(path)
        while at > 0:
            new = self.moves.get(path[:at])
            if new is not None:
                return new + path[at:]
            at = path.rfind("/", 0, at)
        return path


def plan_move(repo: Repository, old: str, new: str) -> Moving:
    """What it takes to rename `old`, a file or folder, to `new`; both are posix paths relative to the root.

    Raises Refused where `old` is not there or may not be moved, where `new` is there already, and where a link would
    lead nowhere afterwards.
    """
    ops = plan_moves(repo, {old: new}, {old: _files_on_disk(repo.root, old)}, settings_below(repo.root))
    return Moving(old, new, ops)


def plan_moves(
    repo: Repository, moves: Mapping[str, str], files: Mapping[str, Sequence[str]], settings: Settings
) -> tuple[Op, ...]:
    """What it takes to rename several files or folders at once, old paths to new ones, none of which lies in another.

    `files` are those that each of them holds, git-ignored ones included; `settings` reads files of the repository.
    Edits come first and speak of the files' old names. Raises Refused as `plan_move` does.
    """
    assert repo.tree is not None
    for old, new in moves.items():
        _check(repo.tree, old, new, files[old])
    names = _Names(moves)
    edits = {_key(document): list(_edits(document, repo, names)) for document in repo.texts()}
    _prove(repo, names, edits, settings)
    ops = [in_file(edit, document) for document in repo.texts() for edit in edits[_key(document)]]
    return (*ops, *(Move(file, names(file)) for old in moves for file in files[old]))


def move(repo: Repository, moving: Moving) -> None:
    """Does what was planned, all or nothing; folders that are empty then are gone."""
    apply(repo.root, changes(moving.ops, repo.sources, load=loader(repo.root)), command="mv")
    root = repo.root.resolve()
    gone = {folder for op in moving.ops if isinstance(op, Move) for folder in _folders_up_to(op.file, moving.old)}
    remove_empty(str(root / folder) for folder in gone)


def _folders_up_to(file: str, old: str) -> Iterator[str]:
    """The folders a file lies in, from its own up to `old`."""
    folder = _folder(file)
    while folder == old or folder.startswith(f"{old}/"):
        yield folder
        folder = _folder(folder)


def _files_on_disk(root: Path, old: str) -> list[str]:
    """The file, or every file of the folder: those that git ignores come along."""
    path = root / old
    if path.is_symlink():
        raise Refused(f"{shown(old)}: is a symbolic link and is not moved; nothing was written")
    if path.is_file():
        return [old]
    if not path.is_dir():
        raise Refused(f"{shown(old)}: there is no such file or folder")
    if (path / ".git").exists():
        raise Refused(f"{shown(old)}: is a repository of its own and is not moved")
    found = []
    for folder, _, names in os.walk(path):
        below = Path(folder).relative_to(root).as_posix()
        found += [f"{below}/{name}" for name in names]
    return sorted(found)


def _check(tree: Tree, old: str, new: str, files: Sequence[str]) -> None:
    nested = sorted(path for path in tree.sealed if path == old or path.startswith(f"{old}/"))
    if nested:
        raise Refused(f"{shown(nested[0])}: is a submodule, another repository or a link to a folder and is not moved")
    if not files:
        raise Refused(f"{shown(old)}: there is no file in it, so there is nothing to move")
    if ".git" in new.lower().split("/"):
        raise Refused(f"{shown(new)}: lies in git's own folder")
    if new == old:
        raise Refused(f"{shown(old)}: is its name already")
    if new.startswith(f"{old}/"):
        raise Refused(f"{shown(new)}: lies in {shown(old)}, which cannot be moved into itself")
    if new in tree:
        raise Refused(f"{shown(new)}: exists already; nothing was written. Move it away, or choose another name")
    parents = [new[:at] for at, char in enumerate(new) if char == "/"]
    blocked = next((parent for parent in parents if parent in tree.files), None)
    if blocked is not None:
        raise Refused(f"{shown(blocked)}: is a file, so nothing can be moved into it")


def _edits(document: Document, repo: Repository, names: _Names) -> Iterator[Edit]:
    """The targets of a document that have to be written anew, in the spans of its view."""
    text = document.view.text
    for link, resolution in repo.resolved(document):
        raw = written(text, link.target_span.start, link.target_span.end, link.kind)
        fresh = _fresh(raw, resolution, document.path, names)
        if fresh is not None and fresh != link.target_span.cut(text):
            yield Edit(document.path, link.target_span, fresh)


def _fresh(raw: Written, resolution: Resolution, document: str, names: _Names) -> str | None:
    """What is to be written in place of a target; None where it may stay."""
    if resolution.ref is not None:
        path = resolution.path or ""
        leads = resolution.kind in LEADING and names(path) != path
        return with_path(raw.path + raw.tail, path, names(path)) if leads else None
    if not raw.path or resolution.kind in ("web", "empty", "placeholder", "schemeless", "swapped"):
        return None
    if resolution.kind in ("outside", "unjudged") and resolution.path is None and ".." not in raw.path.split("/"):
        return None  # a mail address, a template, a place on a disk
    return _fresh_path(raw, resolution, document, names)


def _fresh_path(raw: Written, resolution: Resolution, document: str, names: _Names) -> str | None:
    folder, new_folder = _folder(document), _folder(names(document))
    named = decode(raw.understood(raw.path))
    if named.startswith("/"):
        folder = new_folder = ""
    place = normal(folder, named)
    if place is None:
        # Out of the repository, into GitHub's own pages: as many folders up as the document now lies deep.
        above = posixpath.normpath(posixpath.join(folder, named))
        return raw.anew(above, new_folder) if folder != new_folder else None
    path = place
    if resolution.kind in LEADING and resolution.path is not None:
        path = resolution.path
    if names(path) == path and normal(new_folder, named) == place:
        return None
    if normal(new_folder, named) == names(path):
        return None  # both are moved, together
    if path != place and resolution.kind in ("ok", "anchor"):
        path, new_path = _page(place, path, names(path))
        return raw.anew(new_path, _folder(names(document))) if path == place else None
    return raw.anew(names(path), _folder(names(document)))


def _page(place: str, path: str, new_path: str) -> tuple[str, str]:
    """What a site generator makes of two files, if `place` is what it makes of the first: without ending, or .html."""
    stem = posixpath.splitext(path)[0]
    ending = place[len(stem) :] if place.startswith(stem) else ""
    return stem + ending, posixpath.splitext(new_path)[0] + ending


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def in_file(edit: Edit, document: Document) -> Edit:
    """An edit of a document's view, in the file's own text; Refused where a damaged file cannot hold it."""
    spelled = document.view.spell(edit.replacement)
    if spelled is None:
        raise Refused(
            f"{shown(document.path)}: is damaged and cannot hold {shown(edit.replacement)}; run `repotool fix`"
        )
    return Edit(edit.file, document.view.place(edit.span), spelled)


def _key(document: Document) -> _Key:
    return document.path, document.cell


def _prove(repo: Repository, names: _Names, edits: Mapping[_Key, list[Edit]], settings: Settings) -> None:
    """Raises Refused where a link that leads somewhere would not lead there after the move."""
    assert repo.tree is not None
    tree = _tree_as_moved(repo.tree, names)
    moved = {_key(document): _as_moved(document, names, edits[_key(document)]) for document in repo.texts()}
    documents = {document.path: document for document in moved.values() if document.cell is None}
    cells = [document for document in moved.values() if document.cell is not None]
    back = {names(path): path for path in repo.tree.files}
    sites = find_sites(tree, documents, lambda path: settings(back.get(path, path)))
    own = OwnAddresses(repo.root, tree, repo.name, repo.branch) if repo.name else None
    after = Resolver(tree, documents, sites, own, cells).all()
    dead = []
    for document in repo.texts():
        new = moved[_key(document)]
        if len(new.links) != len(document.links):
            raise Refused(f"{shown(document.path)}: its links cannot be rewritten for certain; nothing was written")
        for link, new_link in zip(document.links, new.links, strict=True):
            before, now = repo.resolution(document, link), after[new.path, new.cell, new_link.span]
            if before.kind in LEADING and not _leads(now, names(before.path or ""), before):
                dead.append(_place(document, link, repo))
    if dead:
        more = f" and {len(dead) - _MOST_NAMED} more" if len(dead) > _MOST_NAMED else ""
        raise Refused(f"links would lead nowhere: {'; '.join(dead[:_MOST_NAMED])}{more}; nothing was written")


def _tree_as_moved(tree: Tree, names: _Names) -> Tree:
    """The tree with the new names. A folder whose last file goes is gone: git knows no empty ones."""
    empty = tree.folders - Tree(tree.files).folders
    files = {names(path): tracked for path, tracked in tree.files.items()}
    return Tree(files, empty=map(names, empty), sealed=map(names, tree.sealed))


def _leads(now: Resolution, path: str, before: Resolution) -> bool:
    return now.kind in LEADING and now.path == path and (now.kind != "anchor" or before.kind == "anchor")


def _as_moved(document: Document, names: _Names, edits: list[Edit]) -> Document:
    from repotool.reading.markdown import parse

    if not edits or document.unparsable is not None:
        return replace(document, path=names(document.path))
    view = View(apply_edits(document.view.text, edits))
    if document.cell is not None:
        return parse_cell(names(document.path), view, document.cell)
    return parse(names(document.path), view)


def _place(document: Document, link: Link, repo: Repository) -> str:
    span: Span = document.view.place(link.span)
    line, _ = Lines(repo.sources[document.path].text).place(span.start)
    return f"{shown(document.path)}:{line} {shown(link.target)}"
