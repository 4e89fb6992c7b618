"""Only what a change is to blame for: findings on lines that changed since another commit."""

from __future__ import annotations

from repotool.model import Finding, Ignore, Refused, Repository, Span
from repotool.reading.compare import changed_lines
from repotool.reading.git import Snapshot, merge_base
from repotool.reading.repository import DOCUMENTS, NOTEBOOK, targets_in
from repotool.reading.source import Lines, read_source

SIMILAR = 0.5
"""A file that is gone and a new one that share this part of their lines are one file, renamed; as git has it."""


class Change:
    """What became of the files since `base`. A file is compared when the first finding in it is judged."""

    @staticmethod
    def since(repo: Repository, ref: str) -> Change:
        """The change since HEAD left `ref`; uncommitted changes count. Raises Refused where git does not know `ref`."""
        base = merge_base(repo.root, ref)
        if base is None:
            raise Refused(f"--base {ref}: HEAD and it have no common commit here; in CI, fetch more of the history")
        return Change(repo, base)

    def __init__(self, repo: Repository, base: Snapshot) -> None:
        self.repo = repo
        self.base = base
        here = repo.tree.files if repo.tree is not None else {}
        self.gone = {path for path in base.files if path not in here}
        self._changed: dict[str, list[tuple[int, int]]] = {}
        self._lines: dict[str, Lines] = {}
        self._texts: dict[str, str] | None = None
        self._targets: dict[str, frozenset[str]] = {}

    def is_to_blame(self, finding: Finding) -> bool:
        """Whether the finding stands on changed lines, or is about a file that the change took away."""
        return (finding.path is not None and finding.path in self.gone) or self._touches(finding.file, finding.span)

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
            self._changed[file] = changed_lines(self._before(file, text), text)
        first, last = self._lines[file].of(span)
        return any(start <= last and first <= end for start, end in self._changed[file])

    def _before(self, path: str, text: str) -> str:
        """The file as it was; one that was not there may be one of the gone ones under a new name."""
        if path in self.base.files:
            return self._text(path)
        ending = path.rpartition(".")[2]
        renamed = (self._text(old) for old in sorted(self.gone) if old.endswith(f".{ending}"))
        likest = max(renamed, key=lambda old: _likeness(old, text), default="")
        return likest if _likeness(likest, text) >= SIMILAR else ""

    def _text(self, path: str) -> str:
        raw = self.base.read(path)
        return read_source(path, raw).text if raw is not None else ""


def _likeness(old: str, new: str) -> float:
    """The share of lines that two texts have in common."""
    mine, other = set(old.splitlines()), set(new.splitlines())
    return len(mine & other) / max(1, len(mine | other))
