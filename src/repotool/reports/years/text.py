"""A comparison for reading: year after year, then grading, defects and all lessons in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from click import style

from repotool.language import counted, said
from repotool.model import Comparison, EntryKind, Lineage, Passage
from repotool.model.shown import shown
from repotool.reports.years import words

WIDE = 90
"""Characters of a line's free text that are shown at most, where columns follow each other."""
DEFECTS_SHOWN = 20
NONE = "·"


def whole(comparison: Comparison) -> str:
    """Everything that `repotool compare` has to say."""
    blocks = [_head(comparison)]
    blocks += [_passage(passage, comparison) for passage in comparison.passages]
    blocks += [_grading(comparison), _defects(comparison)]
    blocks += [_table(_plural(kind), list(comparison.of(kind)), comparison) for kind in _KINDS]
    closing = said("`repotool compare … --lesson WORDS` tells the story of one lesson") + "\n"
    return "\n".join(block for block in blocks if block) + f"\n{closing}"


_KINDS: tuple[EntryKind, ...] = ("lesson", "homework")


def _plural(kind: EntryKind) -> str:
    return said("lessons" if kind == "lesson" else kind)


def stories(lineages: Sequence[Lineage], comparison: Comparison) -> str:
    """The stories of some lineages, one after the other."""
    return "\n".join(_story(lineage, comparison) for lineage in lineages)


def _head(comparison: Comparison) -> str:
    title = comparison.editions[-1].course.title or said("a course without a title")
    lines = [style(shown(title), bold=True)]
    rows = [
        (
            edition.label,
            counted(sum(line.entries[at] is not None for line in comparison.of("lesson")), "lesson"),
            counted(sum(line.entries[at] is not None for line in comparison.of("homework")), "homework"),
            _balance(comparison, at),
            words.span_of(edition),
            shown(edition.repository),
        )
        for at, edition in enumerate(comparison.editions)
    ]
    return "\n".join([*lines, *_columns(rows)]) + "\n"


def _balance(comparison: Comparison, at: int) -> str:
    balance = comparison.balances[at]
    told = counted(balance.total, "defect")
    return said(f"{told}, {balance.inherited} taken along, {balance.mended} mended") if at else told


def _passage(passage: Passage, comparison: Comparison) -> str:
    older, newer = comparison.editions[passage.before], comparison.editions[passage.after]
    shift = said(f"   most lessons {words.days(passage.shift)}") if passage.shift is not None else ""
    lines = [style(f"{older.label} → {newer.label}", bold=True) + shift]
    for kind in _KINDS:
        told = words.counts(passage, kind)
        if told:
            lines.append(f"  {_plural(kind)}: {told}")
        lines += _events(passage, kind, comparison)
    return "\n".join(lines) + "\n"


def _events(passage: Passage, kind: str, comparison: Comparison) -> Iterator[str]:
    events = [event for event in passage.events if event.entry.kind == kind]
    for word in words.KINDS:
        for event in events:
            if event.kind == word:
                yield f"    {said(word):<8}  {words.told(event, comparison)}"


def _grading(comparison: Comparison) -> str:
    told = [words.grading(edition) for edition in comparison.editions]
    marks = words.marks(comparison.editions)
    if not marks:
        return ""
    rows = [("", *(edition.label for edition in comparison.editions))]
    rows += [(mark, *(by_mark.get(mark, NONE) for by_mark in told)) for mark in marks]
    return "\n".join([style(said("grading"), bold=True), *_columns(rows)]) + "\n"


def _defects(comparison: Comparison) -> str:
    found = words.folded(comparison.defects)
    if not found:
        return ""
    lines = [style(said("defects taken along"), bold=True)]
    rows = []
    for defect, number in found[:DEFECTS_SHOWN]:
        times = f"{number} × " if number > 1 else ""
        message = f"{times}{shown(defect.finding.message)}"
        rows.append((words.years_of(defect, comparison), defect.finding.rule.code, message))
        rows.append(("", "", shown(defect.files[-1])))
    lines += _columns(rows)
    left = len(found) - DEFECTS_SHOWN
    lines += [said(f"  {left} more: --output-format json names all")] if left > 0 else []
    return "\n".join(lines) + "\n"


def _table(name: str, lineages: Sequence[Lineage], comparison: Comparison) -> str:
    if not lineages:
        return ""
    rows = [("", *(edition.label for edition in comparison.editions), "")]
    for lineage in lineages:
        cells = (words.number_of(entry) if entry else NONE for entry in lineage.entries)
        rows.append((lineage.id, *cells, _cut(shown(lineage.title))))
    return "\n".join([style(name, bold=True), *_columns(rows)]) + "\n"


def _story(lineage: Lineage, comparison: Comparison) -> str:
    lines = [f"{style(shown(lineage.title), bold=True)}  ({said(lineage.kind)} {lineage.id})"]
    width = max(len(edition.label) for edition in comparison.editions)
    for year in words.story(lineage, comparison):
        entry = year.entry
        lines.append(f"  {year.edition.label:<{width}}  ")
        lines[-1] += f"{words.place_of(entry)}   {words.title_of(entry)}" if entry else said("not given")
        told = [*year.happened, *(f"{shown(heritage.path)}: {made_of}" for heritage, made_of in year.notebooks)]
        told += map(shown, year.plain_files())
        lines += [f"{' ' * (width + 4)}{line}" for line in told]
    return "\n".join(lines) + "\n"


def _cut(text: str) -> str:
    return text if len(text) <= WIDE else text[: WIDE - 1] + "…"


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows in columns, the last one as long as it is."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
    for row in rows:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False) if width]
        yield "  " + "  ".join([*padded, row[-1]]).rstrip()
