"""What a recipe did to each repository, in words and as a patch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from click import style

from repotool.language import counted, said
from repotool.model import Finding
from repotool.model.shown import shown
from repotool.writing.diff import renamed_diff, unified_diff
from repotool.writing.edits import Change

LINES_OF_A_STEP = 12
"""More lines of one step are folded."""


def steps(told: Sequence[tuple[int, str, Sequence[str]]]) -> str:
    """Each step that did something: its number, its kind, and its lines."""
    text = ""
    for number, kind, lines in told:
        head = f"  {number}. {style(kind, bold=True)}  "
        shown_lines = [*lines[:LINES_OF_A_STEP], said(f"… and {len(lines) - LINES_OF_A_STEP} more")]
        for at, line in enumerate(lines if len(lines) <= LINES_OF_A_STEP + 1 else shown_lines):
            text += f"{head if not at else ' ' * (len(f'  {number}. {kind}  '))}{said(line)}\n"
    return text


def findings(before: Sequence[Finding], after: Sequence[Finding], new: Sequence[Finding]) -> str:
    """How many findings there are before and after, rule by rule where the number differs."""
    old, now = (Counter(f.rule.code for f in found) for found in (before, after))
    changed = [f"{code} {old[code]} → {now[code]}" for code in sorted(old | now) if old[code] != now[code]]
    told = f" ({', '.join(changed)})" if changed else ""
    text = said(f"  findings  {len(before)} before, {len(after)} after{told}") + "\n"
    return text + "".join(
        f"  {style(said('new'), fg='red')}  {f.rule.code}  {shown(f.file)}: {shown(f.message)}\n" for f in new
    )


def summary(changes: Sequence[Change], renamed: int) -> str:
    """ "3 files changed, 12 renamed"."""
    stay = sum(change.before is not None and change.after is not None for change in changes)
    made = sum(change.before is None for change in changes) - renamed
    parts = [said(f"{counted(stay, 'file')} changed") if stay else "", said(f"{renamed} renamed") if renamed else ""]
    return ", ".join(part for part in [*parts, said(f"{made} created") if made > 0 else ""] if part) or said(
        "nothing to do"
    )


def patch(changes: Sequence[Change], *, exact: bool) -> str:
    """A patch as git writes it: what was renamed is told as such."""
    return "".join(_patches({change.path: change for change in changes}, exact=exact))


def _patches(changes: dict[str, Change], *, exact: bool) -> Iterator[str]:
    origins = {c.mode_from.as_posix() for c in changes.values() if c.mode_from is not None and c.before is None}
    for path, change in changes.items():
        origin = change.mode_from.as_posix() if change.mode_from is not None else ""
        old = changes.get(origin)
        if change.before is None and change.after is not None and old is not None and old.before is not None:
            yield renamed_diff(origin, path, old.before, change.after, exact=exact)
        elif not (change.after is None and path in origins):
            yield unified_diff(path, change.before, change.after, exact=exact)
