"""Findings as Markdown, for a comment or the summary of a workflow.

What a stranger's file says is shown as text: no markup, no links, no mention of anybody comes of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate, groupby

from repotool.language import said
from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.reports.records import Record
from repotool.reports.text import path_of

MARKS = {"error": "🔴", "warning": "🟡", "info": "🔵"}
MOST = 500
"""Rows told: services refuse summaries of more than about a megabyte."""
MOST_TEXT = 400_000
"""Characters of all rows: less than a megabyte, most of the alphabets."""
_MARKUP = regex(r"[\\`*_{}\[\]<>#!|~@&$]|:(?=\S)|(?<=www)\.", re.IGNORECASE)


def page(records: Sequence[Record], summary: str) -> str:
    """A heading, the counts, and a table for each file."""
    text = f"## repotool\n\n{summary.strip()}\n"
    told = _as_many_as_fit(records)
    for path, group in groupby(told, path_of):
        text += f"\n### {plain(path)}\n\n{said('| Line | Rule | Problem |')}\n|---:|---|---|\n"
        text += "".join(_row(record) for record in group)
    if len(records) > len(told):
        more = said(f"… and {len(records) - len(told)} more: run `repotool check` to see all.")
        text += f"\n{more}\n"
    return text + _legend(told)


def _as_many_as_fit(records: Sequence[Record]) -> Sequence[Record]:
    """The first records, fewer where their texts are long: a stranger's link may have a label of megabytes."""
    sizes = accumulate(len(_row(record)) + len(plain(path_of(record))) for record in records[:MOST])
    return records[: sum(size <= MOST_TEXT for size in sizes)]


def _row(record: Record) -> str:
    finding = record.finding
    place = f"{record.line}" if record.cell is None else said(f"cell {record.cell}")
    told = plain(finding.message) + (f"<br>{said('help')}: {plain(finding.help)}" if finding.help else "")
    return f"| {place} | {MARKS[finding.severity]} {finding.rule.code} | {told} |\n"


def _legend(records: Sequence[Record]) -> str:
    rules = Counter((r.finding.rule.code, r.finding.rule.what) for r in records)
    lines = "".join(f"- {code}: {plain(what)}\n" for code, what in sorted(rules))
    return f"\n<details><summary>{said('What the rules say')}</summary>\n\n{lines}\n</details>\n" if rules else ""


def plain(text: str) -> str:
    """`text` on one line as Markdown that reads exactly so: punctuation as character references.

    A backslash would do for CommonMark, but not against `@mention`, `#12` and bare addresses.
    """
    return _MARKUP.sub(lambda m: f"&#{ord(m[0])};", shown(text))
