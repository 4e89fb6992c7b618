"""A comparison as Markdown, for an issue or a wiki; what comes from a repository cannot become markup in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repotool.language import said
from repotool.model import Comparison, EntryKind, Lineage, Passage
from repotool.reports.markdown import plain
from repotool.reports.years import words

YEARS = ("Year", "Repository", "Lessons", "Defects", "Taken along", "Mended")
DEFECTS = ("Years", "Rule", "Times", "What", "Latest file")
"""The heads of the two tables."""


def whole(comparison: Comparison) -> str:
    """Everything that `repotool compare` has to say."""
    title = comparison.editions[-1].course.title or said("a course without a title")
    blocks = [f"# {plain(title)}", _editions(comparison)]
    blocks += [_passage(passage, comparison) for passage in comparison.passages]
    blocks += [_grading(comparison), _defects(comparison)]
    blocks += [_lineages(said("Lessons"), "lesson", comparison), _lineages(said("Homework"), "homework", comparison)]
    return "\n\n".join(block for block in blocks if block) + "\n"


def stories(lineages: Sequence[Lineage], comparison: Comparison) -> str:
    return "\n\n".join(_story(lineage, comparison) for lineage in lineages) + "\n"


def _editions(comparison: Comparison) -> str:
    rows = [
        [e.label, e.repository, words.span_of(e), b.total, b.inherited, b.mended]
        for e, b in zip(comparison.editions, comparison.balances, strict=True)
    ]
    return _table([said(head) for head in YEARS], rows)


def _passage(passage: Passage, comparison: Comparison) -> str:
    older, newer = comparison.editions[passage.before], comparison.editions[passage.after]
    shift = said(f"Most lessons {words.days(passage.shift)}. ") if passage.shift is not None else ""
    head = [
        f"## {plain(older.label)} → {plain(newer.label)}",
        f"{shift}{said('Lessons')}: {words.counts(passage, 'lesson')}.",
    ]
    return "\n\n".join([*head, "\n".join(_events(passage, comparison))])


def _events(passage: Passage, comparison: Comparison) -> Iterator[str]:
    for kind in words.KINDS:
        for event in passage.events:
            if event.kind == kind:
                what = "" if event.entry.kind == "lesson" else f"{said('homework')} "
                yield f"- **{what}{said(kind)}** {plain(words.told(event, comparison))}"


def _grading(comparison: Comparison) -> str:
    told = [words.grading(edition) for edition in comparison.editions]
    rows = [[mark, *(by_mark.get(mark, "") for by_mark in told)] for mark in words.marks(comparison.editions)]
    labels = [edition.label for edition in comparison.editions]
    return f"## {said('Grading')}\n\n{_table([said('Mark'), *labels], rows)}" if rows else ""


def _defects(comparison: Comparison) -> str:
    rows = [
        [words.years_of(d, comparison), d.finding.rule.code, n, d.finding.message, d.files[-1]]
        for d, n in words.folded(comparison.defects)
    ]
    head = [said(head) for head in DEFECTS]
    return f"## {said('Defects taken along')}\n\n{_table(head, rows)}" if rows else ""


def _lineages(name: str, kind: EntryKind, comparison: Comparison) -> str:
    rows = [
        [f"`{line.id}`", *(words.number_of(entry) if entry else "" for entry in line.entries), line.title]
        for line in comparison.of(kind)
    ]
    labels = [edition.label for edition in comparison.editions]
    return f"## {name}\n\n{_table(['', *labels, said('Latest title')], rows)}" if rows else ""


def _story(lineage: Lineage, comparison: Comparison) -> str:
    lines = [f"## {plain(lineage.title)}", "", f"{said(lineage.kind)} `{lineage.id}`", ""]
    for year in words.story(lineage, comparison):
        told = f"{words.place_of(year.entry)}, {words.title_of(year.entry)}" if year.entry else said("not given")
        lines.append(f"- **{plain(year.edition.label)}** {plain(told)}")
        lines += [f"  - {plain(line)}" for line in year.happened]
        lines += [f"  - {plain(f'{heritage.path}: {made_of}')}" for heritage, made_of in year.notebooks]
    return "\n".join(lines)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: object) -> str:
    text = str(value)
    return text if text.startswith("`") or text == "---" else plain(text)
