"""Findings for people: grouped by file, one a line, or in full with the source line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from click import style

from repotool.language import counted, said
from repotool.model import Severity
from repotool.model.shown import shown
from repotool.model.web import MASK
from repotool.reports.records import Record, from_here

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "blue"}
FOLDED = 5
"""More equal findings in one file than this are told in one line."""
PLACES_SHOWN = 5
WINDOW = 100
"""Characters of a source line that are shown in full reports."""


def path_of(record: Record) -> str:
    """The file as the user would open it from here."""
    return shown(from_here(record.repository, record.finding.file))


def grouped(records: Sequence[Record]) -> str:
    """A heading for each file, its findings below, most equal ones folded."""
    return "".join(
        f"{style(path, bold=True)}\n" + "".join(_group(list(group))) for path, group in groupby(records, path_of)
    )


def _group(records: list[Record]) -> Iterator[str]:
    equal = Counter(_sameness(r) for r in records)
    width = max(len(_place(r)) for r in records)
    marker = any(is_fixable(r) for r in records)
    told = set()
    for record in records:
        many = equal[_sameness(record)] > FOLDED
        if many and _sameness(record) in told:
            continue
        told.add(_sameness(record))
        same = [r for r in records if _sameness(r) == _sameness(record)] if many else [record]
        yield _line(record, same, width, marker)


def _sameness(record: Record) -> tuple[str, str]:
    return record.finding.rule.code, record.finding.message


def _line(record: Record, same: list[Record], width: int, marker: bool) -> str:
    finding = record.finding
    mark = f" {'[*]' if is_fixable(record) else '   '}" if marker else ""
    code = style(finding.rule.code, fg=COLOURS[finding.severity], bold=True)
    head = f"  {_place(record):>{width}}  {code}{style(mark, fg='cyan') if mark.strip() else mark}"
    if len(same) > 1:
        return f"{head}  {len(same)} × {shown(finding.message)} ({_lines(same)})\n"
    text = f"{head}  {shown(finding.message)}\n"
    if finding.help:
        indent = " " * (2 + width + 2 + len(finding.rule.code) + len(mark) + 2)
        text += f"{indent}{said('help')}: {shown(finding.help)}\n"
    return text


def _place(record: Record) -> str:
    """Line and column; in a notebook, whose lines are JSON, the cell and its line."""
    if record.cell is None:
        return f"{record.line}:{record.column}"
    cell = said(f"cell {record.cell}")
    return said(f"{cell}, line {record.cell_line}") if record.cell_line else cell


def _lines(same: list[Record]) -> str:
    places = list(dict.fromkeys(str(r.line if r.cell is None else r.cell) for r in same))
    told = ", ".join(places[:PLACES_SHOWN]) + (" …" if len(places) > PLACES_SHOWN else "")
    if same[0].cell is None:
        return said(f"lines {told}" if len(places) > 1 else f"line {told}")
    return said(f"cells {told}" if len(places) > 1 else f"cell {told}")


def is_fixable(record: Record) -> bool:
    """Whether `repotool fix` mends it."""
    return record.finding.fix is not None and record.finding.fix.safe


def concise(records: Iterable[Record]) -> str:
    """One finding a line: path:line:column, severity, code, message."""
    return "".join(f"{_concise(r)}\n" for r in records)


def _concise(record: Record) -> str:
    finding = record.finding
    level = style(f"{said(finding.severity)} {finding.rule.code}", fg=COLOURS[finding.severity])
    mark = " [*]" if is_fixable(record) else ""
    return f"{path_of(record)}:{_place(record)}: {level}{mark} {shown(finding.message)}"


def full(records: Iterable[Record]) -> str:
    """Each finding with its source line, its cure and its reason."""
    return "\n".join(_full(r) for r in records)


def _full(record: Record) -> str:
    finding = record.finding
    number = str(record.line)
    gutter = " " * len(number)
    text = f"{_concise(record)}\n"
    if MASK not in finding.message:  # the line would tell what the message hides
        excerpt, at, length = window(record)
        pointer = style("^" * max(1, length), fg=COLOURS[finding.severity])
        text += f"{gutter} |\n{number} | {excerpt}\n{gutter} | {' ' * at}{pointer}\n"
    if finding.help:
        text += f"{gutter} = {said('help')}: {shown(finding.help)}\n"
    if finding.fix:
        how = "repotool fix" if finding.fix.safe else "repotool fix --unsafe-fixes"
        text += f"{gutter} = {said('fix')}: {shown(finding.fix.title)} (`{how}`)\n"
    return text + f"{gutter} = {finding.rule.name}: {shown(finding.rule.what)} `repotool rule {finding.rule.code}`\n"


def window(record: Record) -> tuple[str, int, int]:
    """The part of the source line around the finding, where the pointer begins and how long it is."""
    line = record.source_line
    start = record.column - 1
    end = record.end_column - 1 if record.end_line == record.line else len(line)
    left = max(0, min(start - WINDOW // 3, len(line) - WINDOW))
    right = min(len(line), left + WINDOW)
    before, marked = shown(line[left:start]), shown(line[start : min(end, right)])
    lead = "…" if left else ""
    after = shown(line[max(start, min(end, right)) : right]) + ("…" if right < len(line) else "")
    return lead + before + marked + after, len(lead) + len(before), len(marked)


def statistics(records: Iterable[Record]) -> str:
    """How often each rule was met, most often first."""
    counts = Counter((r.finding.rule.code, r.finding.rule.name) for r in records)
    fixable = Counter(r.finding.rule.code for r in records if is_fixable(r))
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    width = max((len(str(n)) for _, n in rows), default=1)
    return "".join(
        f"{n:>{width}}  {style(code, bold=True)}{' [*]' if fixable[code] else '    '} {name}\n"
        for (code, name), n in rows
    )


def summary(records: Sequence[Record], documents: int, notebooks: int) -> str:
    """What was found, in one line, and what of it `fix` cures."""
    judged = [counted(n, noun) for n, noun in ((documents, "document"), (notebooks, "notebook")) if n]
    if not records and not judged:
        return said("Nothing to judge here: no Markdown document or notebook was found, or all are excluded.") + "\n"
    if not records:
        return said(f"No problems in {said(' and ').join(judged)}.") + "\n"
    levels = Counter(r.finding.severity for r in records)
    parts = ", ".join(counted(levels[s], s) for s in COLOURS if levels[s])
    places = len({path_of(r) for r in records})
    text = said(f"{counted(len(records), 'problem')} in {counted(places, 'file')}: {parts}")
    safe = sum(is_fixable(r) for r in records)
    likely = sum(r.finding.fix is not None for r in records) - safe
    if safe:
        text += said(f"; `repotool fix` mends {safe}")
    if likely:
        text += said(
            f"; {likely} more with --unsafe-fixes" if safe else f"; `repotool fix --unsafe-fixes` mends {likely}"
        )
    return text + "\n"
