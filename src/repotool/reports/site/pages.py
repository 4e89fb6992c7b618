"""Results and a comparison -> the pages of the site, by file name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from msgspec import Struct

from repotool.language import said
from repotool.model import Comparison, Lineage, Result
from repotool.reports.records import Record, locate
from repotool.reports.site.calendar import WEEKDAYS, calendar_of
from repotool.reports.site.flow import flow_of
from repotool.reports.site.lineages import lineages_of
from repotool.reports.site.overview import overview_of
from repotool.reports.site.rendering import render
from repotool.reports.site.repository import repository_of

Pages = Mapping[str, str]


class Member(Struct, frozen=True):
    """One repository of the site: `label` is its year or name, `page` the file of its page."""

    label: str
    page: str
    result: Result
    records: tuple[Record, ...]
    edition: int | None = None
    """Which edition of the comparison it is."""


def site(results: Sequence[Result], comparison: Comparison | None) -> Pages:
    """The whole site. `comparison` is None where there are not two years of one course."""
    members = _members(results, comparison)
    has_calendar = any(course.lessons for member in members for course in member.result.repository.courses)
    title = _title(members)
    frame = {"members": members, "comparison": comparison, "has_calendar": has_calendar, "site_title": title}
    pages = {"index.html": render("index.html", here="index.html", overview=overview_of(members, comparison), **frame)}
    for member in members:
        found = repository_of(member)
        pages[member.page] = render("repository.html", here=member.page, member=member, repository=found, **frame)
    if comparison is not None:
        pages["lineage.html"] = render(
            "lineage.html", here="lineage.html", **_lineage(comparison, comparison.lineages), **frame
        )
    if has_calendar:
        calendar = calendar_of(members)
        pages["calendar.html"] = render(
            "calendar.html", here="calendar.html", calendar=calendar, weekdays=WEEKDAYS, **frame
        )
    return pages


def comparison_page(comparison: Comparison, told: Sequence[Lineage]) -> str:
    """The comparison alone, as one page, with the stories of the lineages in `told`."""
    title = comparison.editions[-1].course.title or said("A course through the years")
    frame = {"members": (), "comparison": comparison, "has_calendar": False, "site_title": title}
    return render("lineage.html", here="", **_lineage(comparison, told), **frame)


def _lineage(comparison: Comparison, told: Sequence[Lineage]) -> dict[str, object]:
    flows = [
        (said("Lessons"), said("Lessons through the years"), flow_of(comparison, "lesson")),
        (said("Homework"), said("Homework through the years"), flow_of(comparison, "homework")),
    ]
    return {"flows": [flow for flow in flows if flow[2].nodes], "lineages": lineages_of(comparison, told)}


def _members(results: Sequence[Result], comparison: Comparison | None) -> tuple[Member, ...]:
    """The years of a course in their order, then what is none of them."""
    editions = {edition.repository: at for at, edition in enumerate(comparison.editions)} if comparison else {}
    last = len(editions)
    ordered = sorted(results, key=lambda result: editions.get(result.label, last))
    members: list[Member] = []
    for result in ordered:
        at = editions.get(result.label)
        label = comparison.editions[at].label if comparison is not None and at is not None else _name(result)
        page = _page(label, [member.page for member in members])
        members.append(Member(label, page, result, tuple(locate([result])), at))
    return tuple(members)


def _name(result: Result) -> str:
    if result.label not in ("", "."):
        return result.label.rstrip("/").rpartition("/")[2]
    return result.repository.name or result.repository.root.name


def _page(label: str, taken: Sequence[str]) -> str:
    """A file name that every file system keeps."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:60]
    stem = f"repository-{slug}" if slug else "repository"
    names = [f"{stem}.html", *(f"{stem}-{number}.html" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def _title(members: Sequence[Member]) -> str:
    courses = [course for member in members for course in member.result.repository.courses if course.title]
    taught = [course for course in courses if course.lessons] or courses
    return (taught[-1].title if taught else None) or said("Course repositories")
