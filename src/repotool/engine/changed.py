"""Only what a change is to blame for: findings on lines that changed since another commit, and those that are new.

A link dies without being touched when its anchor goes or its own file moves, a file becomes too large to be read, a
notebook ends too early: what was not found in that commit came with the change, wherever it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from repotool.engine.baseline import text_on
from repotool.model import Finding, Ignore, Refused, Repository, Span
from repotool.reading import git
from repotool.reading.commits import Commit, read_commit
from repotool.reading.compare import changed_lines
from repotool.reading.repository import DOCUMENTS, NOTEBOOK, targets_in
from repotool.reading.source import Lines, read_source
from repotool.reading.tree import Unreadable

Before = tuple[Repository, Iterable[Finding]]
"""A repository as it was, and what was wrong in it."""

SIMILAR = 0.5
"""A file that is gone and a new one that share this part of their lines are one file, renamed; as git has it."""


class Change:
    """What became of the files since `base`. A file is compared when the first finding in it is judged."""

    @staticmethod
    def since(repo: Repository, ref: str) -> Change:
        """The change since HEAD left `ref`; uncommitted changes count. Raises Refused where git does not know `ref`."""
        base = git.merge_base(repo.root, ref)
        if base is None:
            raise Refused(f"--base {ref}: HEAD and it have no common commit here; in CI, fetch more of the history")
        folder = git.prefix(repo.root).strip("/")
        if folder and not git.holds(repo.root, base, folder):
            return Change(repo, Commit(repo.root, base, base, folder, {}))
        return Change(repo, read_commit(repo.root, base, folder))

    def __init__(self, repo: Repository, base: Commit) -> None:
        self.repo = repo
        self.base = base
        here = repo.tree.files if repo.tree is not None else {}
        self.gone = {path for path in base.files if path not in here}
        self._changed: dict[str, list[tuple[int, int]]] = {}
        self._origins: dict[str, str | None] = {}
        self._lines: dict[str, Lines] = {}
        self._texts: dict[str, str] | None = None
        self._targets: dict[str, frozenset[str]] = {}

    def to_blame(self, findings: Iterable[Finding], before: Callable[[], Before]) -> tuple[Finding, ...]:
        """The findings on changed lines, and those that `before` did not have; it is asked only where that matters."""
        findings = tuple(findings)
        untouched = [finding for finding in findings if not self.touches(finding)]
        if not untouched:
            return findings
        repo, found = before()
        known = Counter((f.file, f.rule.code, text_on(repo, f)) for f in found)
        old = set()
        for finding in untouched:
            key = (self._origin(finding.file) or finding.file, finding.rule.code, text_on(self.repo, finding))
            if known[key] > 0:
                known[key] -= 1
                old.add(id(finding))
        return tuple(finding for finding in findings if id(finding) not in old)

    def touches(self, finding: Finding) -> bool:
        """Whether the finding stands on changed lines, or is about a file that the change took away."""
        return (finding.path is not None and finding.path in self.gone) or self.rewrites(finding)

    def rewrites(self, finding: Finding) -> bool:
        """Whether the finding stands on changed lines."""
        return self._touches(finding.file, finding.span)

    def brings(self, ignore: Ignore) -> bool:
        """Whether a comment that asks to ignore came with the change."""
        return ignore.file is not None and ignore.removal is not None and self._touches(ignore.file, ignore.span)

    def adds(self, file: str, span: Span, target: str) -> bool:
        """Whether a link that stands there came with the change: no document had such a target before."""
        if not self._touches(file, span):
            return False
        if self._texts is None:
            documents = (path for path in self.base.files if path.lower().endswith((*DOCUMENTS, NOTEBOOK)))
            self._texts = {path: self._text(path) for path in documents}
        return not any(target in self._targets_of(path) for path, text in self._texts.items() if target in text)

    def _targets_of(self, path: str) -> frozenset[str]:
        if path not in self._targets:
            assert self._texts is not None
            self._targets[path] = targets_in(path, self._texts[path])
        return self._targets[path]

    def _touches(self, file: str, span: Span) -> bool:
        if file not in self._changed:
            text = self.repo.file_text(file)
            self._lines[file] = Lines(text)
            self._changed[file] = changed_lines(self._before(file), text)
        first, last = self._lines[file].of(span)
        return any(start <= last and first <= end for start, end in self._changed[file])

    def _before(self, path: str) -> str:
        origin = self._origin(path)
        return self._text(origin) if origin is not None else ""

    def _origin(self, path: str) -> str | None:
        """The file as it was called; one that was not there may be one of the gone ones under a new name."""
        if path not in self._origins:
            self._origins[path] = path if path in self.base.files else self._renamed(path)
        return self._origins[path]

    def _renamed(self, path: str) -> str | None:
        text, ending = self.repo.file_text(path), path.rpartition(".")[2]
        likeness = {old: _likeness(self._text(old), text) for old in sorted(self.gone) if old.endswith(f".{ending}")}
        likest = max(likeness, key=lambda old: likeness[old], default=None)
        return likest if likest is not None and likeness[likest] >= SIMILAR else None

    def _text(self, path: str) -> str:
        try:
            return read_source(path, self.base.read(path)).text
        except Unreadable:
            return ""


def _likeness(old: str, new: str) -> float:
    """The share of lines that two texts have in common."""
    mine, other = set(old.splitlines()), set(new.splitlines())
    return len(mine & other) / max(1, len(mine | other))
