"""What an editor has open of one repository, and what is wrong there. It knows nothing of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from repotool.engine.opening import Options, open_projects
from repotool.engine.project import Project
from repotool.model import Document, Edit, Finding, Repository, Span
from repotool.reading.tree import find_root, is_root
from repotool.writing.fixes import fix_until_stable
from repotool.writing.moves import LEADING, plan_move


class Checked(Struct, frozen=True):
    """A repository as it was read, open documents included, and what was found in it."""

    repository: Repository
    findings: tuple[Finding, ...]

    def of(self, path: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.file == path]

    def at(self, path: str, span: Span) -> list[Finding]:
        """The findings of a file whose place touches `span`."""
        return [f for f in self.of(path) if f.span.start <= span.end and span.start <= f.span.end]

    def document(self, path: str) -> Document | None:
        return self.repository.documents.get(path)

    def links(self, path: str) -> Iterator[tuple[Span, str]]:
        """The targets of a document's links that lead to files of the repository, as spans of the file's text."""
        document = self.document(path)
        if document is not None:
            for link, resolution in self.repository.resolved(document):
                if resolution.kind in LEADING and resolution.path:
                    yield document.view.place(link.target_span), resolution.path


class Desk(Struct):
    """One repository. Paths are posix, relative to its root."""

    project: Project
    texts: dict[str, str] = field(default_factory=dict)
    """The open documents, as the editor has them."""
    _checked: Checked | None = None
    _stale: bool = False

    @classmethod
    def at(cls, root: Path) -> Desk:
        """Raises Refused where the configuration of the repository is wrong."""
        (project,) = open_projects((str(root),), Options())
        return cls(project)

    @property
    def root(self) -> Path:
        return self.project.root

    def path_of(self, file: Path) -> str | None:
        """The path of a file in the repository; None where it lies elsewhere."""
        try:
            return file.resolve().relative_to(self.root).as_posix()
        except ValueError:
            return None

    def open(self, path: str, text: str) -> None:
        self.texts[path] = text
        self._stale = True

    def close(self, path: str) -> None:
        self.texts.pop(path, None)
        self._stale = True

    def forget(self) -> None:
        """Something changed on the disk: what was read is read again, settings included."""
        (self.project,) = open_projects((str(self.root),), Options())
        self._checked = None

    def check(self) -> Checked:
        """What is wrong now; what did not change since the last time is not read again."""
        if self._checked is None or self._stale:
            previous = self._checked.repository if self._checked is not None else None
            repository = self.project.read(self._overlay(), previous)
            self._checked = Checked(repository, tuple(self.project.judge(repository)))
            self._stale = False
        return self._checked

    def mended(self, path: str) -> str | None:
        """The text of an open document with everything mended that can be mended for certain; None: nothing can."""
        overlay = self._overlay()

        def read(changed: Mapping[str, bytes], previous: Repository | None) -> Repository:
            return self.project.read({**overlay, **changed}, previous)

        def judge(repo: Repository) -> list[Finding]:
            return [finding for finding in self.project.judge(repo) if finding.file == path]

        after = fix_until_stable(read, judge).after.get(path)
        return None if after is None else after.decode("utf-8", "surrogateescape")

    def renamed(self, old: str, new: str) -> list[Edit]:
        """What has to be written anew in other files, under their old names, when a file or folder is renamed.

        Raises Refused where a link would lead nowhere.
        """
        return [op for op in plan_move(self.check().repository, old, new).ops if isinstance(op, Edit)]

    def _overlay(self) -> dict[str, bytes]:
        return {path: text.encode("utf-8", "surrogatepass") for path, text in self.texts.items()}


class Desks:
    """The repositories of which something is open, by their roots."""

    def __init__(self) -> None:
        self._desks: dict[Path, Desk] = {}

    def of(self, file: Path, folders: Iterable[Path]) -> Desk | None:
        """The desk of a file; None where it lies in no repository and in none of the folders that the editor has open.

        Raises Refused where the configuration of its repository is wrong.
        """
        root = find_root(file).resolve()
        if not is_root(root):  # a note somewhere at home: nobody wants all of it read
            outer = [folder.resolve() for folder in folders if file.resolve().is_relative_to(folder.resolve())]
            if not outer:
                return None
            root = outer[0]
        if root not in self._desks:
            self._desks[root] = Desk.at(root)
        return self._desks[root]

    def __iter__(self) -> Iterator[Desk]:
        return iter(list(self._desks.values()))
