"""Only what a change is to blame for: findings on lines that changed since another commit."""

from __future__ import annotations

from collections.abc import Iterable

from repotool.model import Finding, Refused, Repository
from repotool.reading.git import Changed, changed_since
from repotool.reading.source import Lines


def since(repo: Repository, findings: Iterable[Finding], ref: str) -> list[Finding]:
    """The findings on lines that changed since HEAD left `ref`, and links whose file the change took away.

    A file that git does not track yet is new as a whole. Raises Refused where git does not know `ref`.
    """
    changed = changed_since(repo.root, ref)
    if changed is None:
        raise Refused(
            f"--base {ref}: git knows no such commit here; in CI, fetch it first (a shallow clone has it not)"
        )
    lines: dict[str, Lines] = {}
    return [f for f in findings if _is_new(f, repo) or _is_blamed(f, repo, changed, lines)]


def _is_new(finding: Finding, repo: Repository) -> bool:
    return repo.tree is not None and repo.tree.files.get(finding.file) is False


def _is_blamed(finding: Finding, repo: Repository, changed: Changed, lines: dict[str, Lines]) -> bool:
    if finding.path is not None and finding.path in changed.gone:
        return True
    ranges = changed.lines.get(finding.file)
    if not ranges:
        return False
    if finding.file not in lines:
        lines[finding.file] = Lines(repo.sources[finding.file].text)
    first = lines[finding.file].line(finding.span.start)
    last = lines[finding.file].line(max(finding.span.start, finding.span.end - 1))
    return any(start <= last and first <= end for start, end in ranges)
