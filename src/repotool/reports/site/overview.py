"""The first page: how many defects each repository has, of which family, and how that went over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from repotool.language import counted, said
from repotool.model import Comparison, InheritedDefect, Severity
from repotool.reports.text import is_fixable
from repotool.reports.years import words

if TYPE_CHECKING:
    from repotool.reports.site.pages import Member

FAMILIES = {
    "ENC": "encoding and characters",
    "LNK": "links",
    "WEB": "links over HTTP",
    "NBK": "notebooks",
    "HWK": "homework assignments",
    "SCH": "schedule",
    "YRS": "years",
    "MDS": "Markdown",
    "CFG": "configuration",
}
LEVELS: tuple[Severity, ...] = ("error", "warning", "info")
SHADES = 5
"""Steps of the table's colour, the fullest for the most findings."""
HEIGHT, BAR, GAP, FOOT, HEAD = 150, 46, 34, 26, 20
"""Of the chart, in its own units."""
LETTER, LABEL_SHOWN = 8, 14
"""The room of a letter below a column, and how many are shown there."""
BESIDE = 6
"""So many repositories at most have chart and table side by side."""
DEFECTS_SHOWN = 12


class HeatCell(Struct, frozen=True):
    family: str
    number: int
    shade: int


class HeatRow(Struct, frozen=True):
    member: Member
    cells: tuple[HeatCell, ...]
    total: int
    fixable: int


class Bar(Struct, frozen=True):
    """One stretch of one column of the chart."""

    level: Severity
    number: int
    x: float
    y: float
    width: float
    height: float


class Column(Struct, frozen=True):
    label: str
    page: str
    total: int
    middle: float
    top: float
    bars: tuple[Bar, ...]


class Chart(Struct, frozen=True):
    width: float
    height: float
    base: float
    columns: tuple[Column, ...]


class Overview(Struct, frozen=True):
    lead: str
    levels: tuple[tuple[Severity, int, str], ...]
    """Each with its number and its name, in the form that the number wants."""
    fixable: int
    families: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    chart: Chart
    taken_along: tuple[tuple[InheritedDefect, int, str], ...]
    """Defects that were inherited: each with the number of equal ones, and its years in words."""
    more: int
    """Inherited defects that are not shown."""

    @property
    def more_told(self) -> str:
        return said(f"{self.more} more")

    @property
    def is_long(self) -> bool:
        """Whether chart and table need the whole width each."""
        return len(self.rows) > BESIDE


def overview_of(members: Sequence[Member], comparison: Comparison | None) -> Overview:
    levels = Counter(record.finding.severity for member in members for record in member.records)
    families = tuple((code, name) for code, name in _families(members).items())
    rows = _rows(members, [code for code, _ in families])
    folded = words.folded(comparison.defects) if comparison else []
    taken = [(d, n, words.years_of(d, comparison)) for d, n in folded[:DEFECTS_SHOWN]] if comparison else []
    return Overview(
        lead=_lead(members),
        levels=tuple((level, levels[level], counted(levels[level], level).partition(" ")[2]) for level in LEVELS),
        fixable=sum(row.fixable for row in rows),
        families=families,
        rows=rows,
        chart=_chart(members),
        taken_along=tuple(taken),
        more=len(folded) - len(taken),
    )


def _lead(members: Sequence[Member]) -> str:
    repositories = counted(len(members), "repository")
    documents = counted(sum(member.result.documents for member in members), "document")
    notebooks = counted(sum(member.result.notebooks for member in members), "notebook")
    return said(f"{repositories}, {documents} and {notebooks}.")


def _families(members: Sequence[Member]) -> dict[str, str]:
    """Those that found something, in our own order; those of other people's rules after them."""
    met = {record.finding.rule.family for member in members for record in member.records}
    ours = {code: said(name) for code, name in FAMILIES.items() if code in met}
    return ours | dict.fromkeys(sorted(met - ours.keys()), said("rules of your own"))


def _rows(members: Sequence[Member], families: Sequence[str]) -> tuple[HeatRow, ...]:
    counts = [Counter(record.finding.rule.family for record in member.records) for member in members]
    most = max((number for count in counts for number in count.values()), default=1)
    return tuple(
        HeatRow(
            member,
            tuple(HeatCell(family, count[family], _shade(count[family], most)) for family in families),
            count.total(),
            sum(map(is_fixable, member.records)),
        )
        for member, count in zip(members, counts, strict=True)
    )


def _shade(number: int, most: int) -> int:
    return 0 if not number else max(1, round(SHADES * (number / most) ** 0.5))


def _chart(members: Sequence[Member]) -> Chart:
    most = max((len(member.records) for member in members), default=1) or 1
    longest = max((len(member.label) for member in members), default=0)
    step = max(BAR + GAP, LETTER * min(longest, LABEL_SHOWN))
    columns = tuple(_column(member, step - BAR + at * step, most) for at, member in enumerate(members))
    width = max(1, len(members)) * step + step - BAR
    return Chart(width, HEAD + HEIGHT + FOOT, HEAD + HEIGHT, columns)


def _column(member: Member, left: int, most: int) -> Column:
    counts = Counter(record.finding.severity for record in member.records)
    y = float(HEAD + HEIGHT)
    bars = []
    for level in LEVELS:
        height = HEIGHT * counts[level] / most
        y -= height
        if counts[level]:
            bars.append(Bar(level, counts[level], left, round(y, 1), BAR, round(height, 1)))
    return Column(member.label, member.page, len(member.records), left + BAR / 2, round(y, 1), tuple(bars))
