"""Findings -> what the files become: fix, read again, until nothing changes any more."""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from repotool.model import Create, Edit, Finding, Fix, Refused, Repository, Span
from repotool.reading.source import encode
from repotool.writing.creating import may_create
from repotool.writing.edits import Change, apply_edits
from repotool.writing.notebooks import prove

MAX_PASSES = 20
"""Two passes are usual (the repair, then the rest). Fixes that need more than this work against each other."""

Read = Callable[[Mapping[str, bytes], Repository | None], Repository]
Judge = Callable[[Repository], list[Finding]]


class Fixed(Struct, frozen=True):
    """What fixing makes of a repository: each changed file before and after, what was done, what is left.

    A file that is not there yet is None before.
    """

    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes]
    done: tuple[Finding, ...]
    left: tuple[Finding, ...]
    repository: Repository

    def changes(self) -> list[Change]:
        """What has to be written."""
        return [Change(path, self.before[path], after) for path, after in self.after.items()]


def fix_until_stable(read: Read, judge: Judge, *, unsafe: bool = False) -> Fixed:
    """Applies the certain fixes (with `unsafe`, the likely ones too) in memory. Nothing is written.

    `read` reads the repository with an overlay of changed files; `judge` finds what is wrong with it.
    """
    repo = first = read({}, None)
    after: dict[str, bytes] = {}
    done: list[Finding] = []
    for _ in range(MAX_PASSES):
        findings = judge(repo)
        chosen = _compatible((f for f in findings if _is_wanted(f.fix, unsafe)), repo, after)
        if not chosen:
            before = {path: first.sources[path].raw if path in first.sources else None for path in after}
            return Fixed(before, after, tuple(done), tuple(findings), repo)
        after.update(_apply(repo, chosen) | _created(repo, chosen))
        done += chosen
        repo = read(after, repo)
    culprits = ", ".join(sorted({f.rule.code for f in chosen}))
    raise Refused(f"fixes of {culprits} undo each other; nothing was written. Pass --ignore with one of them")


def _is_wanted(fix: Fix | None, unsafe: bool) -> bool:
    """Renames are no part of it: they touch files that nobody has read (`renames.py`)."""
    return fix is not None and (fix.safe or unsafe) and all(isinstance(op, Edit | Create) for op in fix.ops)


def _compatible(findings: Iterable[Finding], repo: Repository, made: Mapping[str, bytes]) -> list[Finding]:
    """Findings whose fixes can be applied together: whole fixes only, none touching another.

    A repair of the encoding has a file to itself: the other fixes were found in the repaired text and come after it.
    A fix that wants a file whose name is taken is left; two may want the same file of the same content. `made` are the
    files of earlier passes.
    """
    findings = list(findings)
    repaired = {op.file for f in findings if f.rule.scope == "source" for op in _edits(f)}
    taken: dict[str, list[Span]] = {}
    creating = dict(made)
    chosen = []
    for finding in findings:
        edits = _edits(finding)
        if finding.rule.scope != "source" and any(edit.file in repaired for edit in edits):
            continue
        if any(_touches(edit.span, taken.get(edit.file, [])) for edit in edits):
            continue
        if not all(_is_free(op, creating, repo) for op in _creates(finding)):
            continue
        creating.update({op.file: op.content for op in _creates(finding)})
        for edit in edits:
            insort(taken.setdefault(edit.file, []), edit.span)
        chosen.append(finding)
    return chosen


def _edits(finding: Finding) -> list[Edit]:
    return [op for op in finding.fix.ops if isinstance(op, Edit)] if finding.fix else []


def _creates(finding: Finding) -> list[Create]:
    return [op for op in finding.fix.ops if isinstance(op, Create)] if finding.fix else []


def _is_free(op: Create, creating: Mapping[str, bytes], repo: Repository) -> bool:
    return creating[op.file] == op.content if op.file in creating else may_create(op, repo)


def _touches(span: Span, taken: list[Span]) -> bool:
    """Whether `span` meets one of `taken`, which are sorted and apart. Neighbours count: their order would matter."""
    at = bisect(taken, span)
    before, after = taken[at - 1 : at], taken[at : at + 1]
    return any(other.end >= span.start for other in before) or any(other.start <= span.end for other in after)


def _apply(repo: Repository, findings: Iterable[Finding]) -> dict[str, bytes]:
    by_file: dict[str, list[Edit]] = {}
    for finding in findings:
        for edit in _edits(finding):
            by_file.setdefault(edit.file, []).append(edit)
    return {file: encode(_edited(repo, file, edits)) for file, edits in by_file.items()}


def _created(repo: Repository, findings: Iterable[Finding]) -> dict[str, bytes]:
    """The new files; one that lies there already, byte for byte, is linked as it is."""
    wanted = {op.file: op.content for finding in findings for op in _creates(finding)}
    return {file: content for file, content in wanted.items() if repo.tree is not None and file not in repo.tree}


def _edited(repo: Repository, file: str, edits: list[Edit]) -> str:
    before = repo.sources[file].text
    after = apply_edits(before, edits)
    if file in repo.notebooks:
        prove(file, before, edits, after)
    return after
