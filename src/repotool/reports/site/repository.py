"""The page of one repository: its findings by file, the rules behind them, and its schedule as it is understood."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from repotool.language import counted, said
from repotool.model import Course, Document, Homework, Lesson, Link, Material, Repository, Rule
from repotool.reports.records import Record
from repotool.reports.text import is_fixable, window
from repotool.reports.years.words import day

if TYPE_CHECKING:
    from repotool.reports.site.pages import Member

HIDDEN = frozenset({"secret"})
"""Rules whose source line is not shown: a page is passed on more easily than a notebook."""
ARRIVES = ("ok", "case", "form", "anchor")


class Told(Struct, frozen=True):
    """A finding as the page shows it: the source line in three parts, the middle one marked."""

    record: Record
    place: str
    before: str
    marked: str
    after: str
    cure: str | None
    command: str | None
    """What applies the cure, as one would type it."""

    @property
    def is_fixable(self) -> bool:
        return is_fixable(self.record)


class Target(Struct, frozen=True):
    """A material or homework: `state` is "ok", "broken", "web" (not judged), or "none" where there is no link."""

    text: str
    target: str | None
    state: str
    due: str | None = None


class Row(Struct, frozen=True):
    number: str
    kind: str
    days: str
    time: str
    topics: tuple[str, ...]
    materials: tuple[Target, ...]
    homework: tuple[Target, ...]
    holiday: bool


class Schedule(Struct, frozen=True):
    title: str
    term: str
    file: str
    rows: tuple[Row, ...]
    grading: tuple[tuple[str, str], ...]


class RepositoryPage(Struct, frozen=True):
    lead: str
    groups: tuple[tuple[str, tuple[Told, ...]], ...]
    """The findings of each file."""
    families: tuple[str, ...]
    rules: tuple[Rule, ...]
    schedules: tuple[Schedule, ...]


def repository_of(member: Member) -> RepositoryPage:
    told = [_told(record) for record in member.records]
    groups = groupby(told, key=lambda one: one.record.finding.file)
    rules = {one.record.finding.rule.code: one.record.finding.rule for one in told}
    courses = [course for course in member.result.repository.courses if course.lessons]
    return RepositoryPage(
        lead=_lead(member),
        groups=tuple((file, tuple(group)) for file, group in groups),
        families=tuple(sorted({rule.family for rule in rules.values()})),
        rules=tuple(rules[code] for code in sorted(rules)),
        schedules=tuple(_schedule(course, member.result.repository) for course in courses),
    )


def _lead(member: Member) -> str:
    documents = counted(member.result.documents, "document")
    notebooks = counted(member.result.notebooks, "notebook")
    return f"{documents}, {notebooks}, {counted(len(member.records), 'problem')}."


def _told(record: Record) -> Told:
    finding = record.finding
    before, marked, after = _excerpt(record)
    cure, command = finding.help, None
    if finding.fix is not None:
        cure = finding.fix.title if finding.help is None else f"{finding.help}; {finding.fix.title}"
        unsafe = "" if finding.fix.safe else " --unsafe-fixes"
        command = f"repotool fix --select {finding.rule.code}{unsafe}"
    return Told(record, _place(record), before, marked, after, cure, command)


def _place(record: Record) -> str:
    if record.cell is None:
        return said(f"line {record.line}, column {record.column}")
    return said(f"cell {record.cell}, line {record.cell_line}" if record.cell_line else f"cell {record.cell}")


def _excerpt(record: Record) -> tuple[str, str, str]:
    if record.finding.rule.name in HIDDEN:
        return "", "", ""
    text, at, length = window(record)
    return text[:at].lstrip(), text[at : at + length], text[at + length :]


def _schedule(course: Course, repo: Repository) -> Schedule:
    term = " ".join(str(part) for part in (said(course.season or ""), course.year) if part)
    rows = tuple(_row(lesson, course.document, repo) for lesson in course.lessons)
    grading = tuple((line.mark, _threshold(line.points, line.assignments)) for line in course.grading)
    return Schedule(course.title or said("a course without a title"), term, course.document.path, rows, grading)


def _threshold(points: float, assignments: int | None) -> str:
    told = [said(f"{points:g} points")]
    if assignments is not None:
        told.append(counted(assignments, "assignment"))
    return ", ".join(told)


def _row(lesson: Lesson, document: Document, repo: Repository) -> Row:
    days = [day(mark.value) if mark.value else mark.text for mark in lesson.dates]
    return Row(
        number=" ".join((lesson.number or "").split()),
        kind=lesson.kind if not lesson.holiday else "",
        days=", ".join(days) or lesson.date_text,
        time=lesson.time or "",
        topics=lesson.topics,
        materials=tuple(_material(material, document, repo) for material in lesson.materials),
        homework=tuple(_homework(work, document, repo) for work in lesson.homework),
        holiday=lesson.holiday,
    )


def _material(material: Material, document: Document, repo: Repository) -> Target:
    return Target(material.text, material.target, _state(material.link, document, repo))


def _homework(work: Homework, document: Document, repo: Repository) -> Target:
    due = said(f"due {day(work.deadline)}") if work.deadline else None
    return Target(work.label, work.target, _state(work.link, document, repo), due)


def _state(link: Link | None, document: Document, repo: Repository) -> str:
    if link is None:
        return "none"
    found = repo.resolutions.get((document.path, document.cell, link.span))
    if found is None or found.kind in ("web", "unjudged", "own-unknown"):
        return "web"
    return "ok" if found.kind in ARRIVES else "broken"
