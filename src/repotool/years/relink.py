"""Links of one year to another whose files a recipe moves: they follow, if both are migrated together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from repotool.language import counted
from repotool.model import Document, Edit, Link, Refused
from repotool.model.shown import shown
from repotool.reading.links.own_urls import OwnAddresses, with_path
from repotool.writing.moves import in_file
from repotool.years.work import Work


class Moved:
    """A repository with its old addresses, and where what they name has gone."""

    def __init__(self, work: Work) -> None:
        self.work = work
        repo, base = work.repo, work.staged.base
        self.name = repo.name or ""
        self._files = work.staged.moved()
        self._old = OwnAddresses(base.root, base.tree(), self.name, repo.branch, base.folder)
        self._known: dict[str, str | None] = {}

    def fresh(self, target: str, written: str) -> str | None:
        """What to write in place of an address of this repository, `written` so; None where it may stay."""
        found = self._old.resolve(target) if self.name else None
        if found is None or found.kind != "ok" or not found.path:
            return None
        if found.path not in self._known:
            self._known[found.path] = new_path(found.path, self._files)
        new = self._known[found.path]
        return with_path(written, found.path, new) if new is not None else None


def new_path(path: str, moved: Mapping[str, str]) -> str | None:
    """Where a file has gone, or a folder, if all that is known of it has gone to one other folder; None: it stays."""
    if path in moved:
        return moved[path]
    folders = set()
    for old, new in moved.items():
        if old.startswith(f"{path}/"):
            rest = old[len(path) :]
            folders.add(new[: len(new) - len(rest)] if new.endswith(rest) else None)
    return folders.pop() if len(folders) == 1 else None


def relink(works: Sequence[Work]) -> dict[int, str]:
    """Rewrites links between repositories; tells, by place in `works`, what was done in each that was changed."""
    moved = [Moved(work) for work in works if work.staged.moved()]
    told = {}
    for at, work in enumerate(works):
        others = [other for other in moved if other.work is not work]
        edits = [pair for document in work.repo.texts() for pair in _edits(document, others)] if others else []
        if edits:
            work.do(edit for edit, _ in edits)
            names = ", ".join(dict.fromkeys(shown(name) for _, name in edits))
            told[at] = f"{counted(len(edits), 'link')} to {names} rewritten"
    return told


def _edits(document: Document, others: Sequence[Moved]) -> Iterator[tuple[Edit, str]]:
    """The edits of a document, each with the repository that it leads to."""
    for link in document.links:
        fresh, name = _fresh(document, link, others)
        if fresh is None:
            continue
        try:
            yield in_file(Edit(document.path, link.target_span, fresh), document), name
        except Refused:
            continue  # a damaged file that cannot hold the new name: the old link stays, and LNK117 tells of it


def _fresh(document: Document, link: Link, others: Sequence[Moved]) -> tuple[str | None, str]:
    if link.kind == "reference" or "://" not in link.target:
        return None, ""
    written = link.target_span.cut(document.view.text)
    found = ((other.fresh(link.target, written), other.name) for other in others)
    return next(((fresh, name) for fresh, name in found if fresh is not None), (None, ""))
