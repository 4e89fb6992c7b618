"""What a fix did, in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from click import style

from repotool.language import said
from repotool.model import Finding
from repotool.model.shown import shown
from repotool.reports.records import from_here


def done(label: str, findings: Sequence[Finding], *, word: str = "") -> str:
    """Each file with what was mended in it, in the order it was done."""
    text = ""
    by_file = sorted(findings, key=lambda f: f.file)
    for file, group in groupby(by_file, lambda f: f.file):
        text += f"{style(shown(from_here(label, file)), bold=True)}\n"
        text += "".join(_line(f, word or said("mended")) for f in group)
    return text


def nothing_to_mend(left: int) -> str:
    """What `--diff` says where there is no diff."""
    if not left:
        return said("Nothing to mend.") + "\n"
    problems = said("1 problem is") if left == 1 else said(f"{left} problems are")
    return said(f"Nothing to mend for certain; {problems} left: `repotool check` lists them.") + "\n"


def _line(finding: Finding, word: str) -> str:
    code = style(finding.rule.code, bold=True)
    return f"  {style(word, fg='green')}  {code}  {shown(finding.message)}\n"
