"""Findings that a new name cures: each is renamed with every link to it, as `repotool mv` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from repotool.model import Finding, Move, Refused, Repository
from repotool.writing.moves import move, plan_move


def renames(findings: Sequence[Finding]) -> list[tuple[Finding, Move]]:
    """The findings whose fix is a new name, the deepest paths first: a folder is renamed after what lies in it."""
    found = [(f, op) for f in findings if f.fix for op in f.fix.ops if isinstance(op, Move)]
    return sorted(found, key=lambda item: (-item[1].file.count("/"), item[1].file))


def rename_all(read: Callable[[], Repository], findings: Sequence[Finding]) -> list[Finding]:
    """Renames what can be renamed, and answers the findings that are cured; the others stay as they are."""
    done = []
    for finding, op in renames(findings):
        repo = read()
        try:
            move(repo, plan_move(repo, op.file, op.to))
        except Refused:
            continue  # the name is taken, or a link would lead nowhere: the finding is still there to tell
        done.append(finding)
    return done
