"""`repotool scaffold`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from repotool.commands.options import day
from repotool.commands.telling import tell
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown
from repotool.rollover.model import Rollover
from repotool.rollover.options import CHOICES

Command = TypeVar("Command", bound=Callable[..., Any])


def _choice(name: str, default: str, text: str) -> Callable[[Command], Command]:
    return click.option(f"--{name}", type=click.Choice(CHOICES[name]), help=f"{text}  [default: {default}]")


@click.command("scaffold")
@click.argument("prior", metavar="PRIOR")
@click.argument("dest", metavar="[DEST]", required=False, type=click.Path(path_type=Path))
@click.option("--start", type=day, metavar="DATE", help="The first lesson's day; last year's weekdays go on from it.")
@click.option("--calendar", type=click.Path(), metavar="FILE", help="The days of the lessons: ISO days, or an .ics.")
@click.option("--holidays", metavar="CC", help="Public holidays of a country, such as RU, are days off.")
@click.option("--exclude-days", type=click.Path(), metavar="FILE", help="More days off: ISO days, one a line.")
@_choice("on-holiday", "mark", "A lesson on a day off: its row is marked, left out, or kept as it is.")
@click.option("--name", metavar="OWNER/REPO", help="The new repository; of a clone its origin tells.")
@click.option("--prior-name", metavar="OWNER/REPO", help="Last year's, where neither git nor its links tell.")
@click.option("--branch", help="The new repository's default branch.")
@click.option(
    "--carry", multiple=True, metavar="LESSON", help="none, first, all, or lessons by number; may be repeated."
)
@_choice("topics", "keep", "Topics of the lessons.")
@_choice("materials", "auto", "Materials in the schedule; auto keeps those whose file comes along.")
@_choice("homework", "unlink", "Homework in the schedule; unlink keeps the label and empties the link.")
@_choice("links", "empty", "A link whose file stays behind: emptied, or to last year's repository.")
@_choice("siblings", "roll", "Links to other courses of the same year.")
@_choice("live-links", "keep", "Forms, chats, places in an LMS, playlists of last year.")
@click.option("--strip-outputs", is_flag=True, help="Notebooks come along without outputs.")
@click.option("--options", "options_file", type=click.Path(path_type=Path), help="Read options from a file, too.")
@click.option("--in-place", is_flag=True, help="Roll PRIOR itself over, on a new branch.")
@click.option("-n", "--dry-run", is_flag=True, help="Print what would be done, and write nothing.")
def command(
    prior: str, dest: Path | None, options_file: Path | None, in_place: bool, dry_run: bool, **given: Any
) -> int:
    """Make next year's repository DEST out of this year's, PRIOR (a folder, or folder@ref).

    Years, dates, own links, lists of earlier years and the schedule move on; what only you can decide is asked by
    `repotool todo`. DEST may be absent, empty, or a fresh clone of the new repository, whose licence stays.
    A damaged README is read through its repair. Nothing is written that is not whole.
    """
    from repotool.rollover.options import read_options

    told = read_options(options_file) if options_file is not None else {}
    told |= {key.replace("_", "-"): value for key, value in given.items() if value not in (None, (), False)}
    if (dest is None) == (not in_place):
        raise Refused("DEST is missing: name the folder of the new repository" if dest is None else
                      "DEST and --in-place are two ways to say where; give one of them")  # fmt: skip
    if dest is None:
        return _in_place(prior, told, dry_run=dry_run)
    return _scaffold(prior, dest, told, dry_run=dry_run)


def _scaffold(prior: str, dest: Path, told: Mapping[str, Any], *, dry_run: bool) -> int:
    from repotool.rollover.destination import compared, look_at, write_plan
    from repotool.rollover.plan import make_plan
    from repotool.rollover.prior import open_prior

    opened = open_prior(prior, told.get("prior-name"))
    place = look_at(dest, opened.root)
    options = rollover(told, opened.repo.name, opened.repo.branch, place.name, place.branch, dest)
    plan = make_plan(opened, options, place.root, place.files)
    if place.kind == "made":
        plan = compared(plan, place)
    conflict = next((file.path for file in plan.files if file.action == "conflict"), None)
    if dry_run:
        _show(plan)
    elif conflict is not None:
        what = said(f"{shown(conflict)} is not what this call makes; nothing was written. -n shows all that differs")
        raise Refused(f"{shown(str(dest))}: holds another course, or one that was edited: {what}")
    elif place.kind == "made":
        tell(said(f"{shown(str(dest))} is what this call makes: nothing to do") + "\n")
    else:
        write_plan(plan, place)
        _tell(plan, dest)
    return 0


def rollover(
    told: Mapping[str, Any],
    prior_name: str | None,
    prior_branch: str | None,
    name: str | None,
    branch: str | None,
    dest: Path,
) -> Rollover:
    """The options as one, with what the clone and last year's repository say where nothing else does."""
    from repotool.rollover.terms import guessed_name

    for key in ("name", "prior-name"):
        if not re.fullmatch(r"[\w.-]+(?:/[\w.-]+)+", told.get(key, "a/b")):
            raise Refused(
                f"--{key} {shown(told[key])}: must be the owner and the repository, such as owner/course-2026"
            )
    days = _lesson_days(Path(told["calendar"])) if "calendar" in told else None
    start: date | None = told.get("start")
    if days is None and start is None:
        raise Refused("the first day of lessons is not known; tell it with --start 2026-02-09, or --calendar FILE")
    first = start or min(days or ())
    return Rollover(
        start=start,
        name=told.get("name") or name or guessed_name(prior_name, dest.absolute().name),
        prior_name=prior_name,
        branch=told.get("branch") or branch or prior_branch,
        days=days,
        days_off=_days_off(told, first),
        on_holiday=told.get("on-holiday", "mark"),
        topics=told.get("topics", "keep"),
        materials=told.get("materials", "auto"),
        homework=told.get("homework", "unlink"),
        links=told.get("links", "empty"),
        siblings=told.get("siblings", "roll"),
        live_links=told.get("live-links", "keep"),
        carry=told.get("carry", ("none",)),
        strip_outputs=told.get("strip-outputs", False),
    )


def _lesson_days(path: Path) -> tuple[date, ...]:
    from repotool.reading.course.lesson_days import read_lesson_days

    return read_lesson_days(path)


def _days_off(told: Mapping[str, Any], first: date) -> Mapping[date, str] | None:
    """Public holidays of last year's term and of the next, and the days that a file excludes; None: nobody told any."""
    off: dict[date, str] = {}
    if "holidays" in told:
        from repotool.reading.course.days_off import holidays_of

        off |= holidays_of(told["holidays"], range(first.year - 3, first.year + 2), where="--holidays ")
    if "exclude-days" in told:
        from repotool.reading.course.lesson_days import read_days_off

        off |= read_days_off(Path(told["exclude-days"]))
    return off if "holidays" in told or "exclude-days" in told else None


def _show(plan: Any) -> None:
    from repotool.rollover.telling import as_tree, page_diff, summary

    tell("".join(as_tree(plan)))
    tell(page_diff(plan))
    tell(summary(plan))


def _tell(plan: Any, dest: Path) -> None:
    from repotool.rollover.telling import summary

    tell(summary(plan))
    if plan.questions:
        tell(said(f"`repotool todo {dest}` lists the questions; `repotool check {dest}` looks at the result.") + "\n")


def _in_place(prior: str, told: Mapping[str, Any], *, dry_run: bool) -> int:
    from repotool.rollover.in_place import roll_in_place

    plan, branch = roll_in_place(prior, told, rollover, dry_run=dry_run)
    if dry_run:
        _show(plan)
        return 0
    tell(said(f"on the new branch {branch}; `repotool undo` takes the changes of the files back") + "\n")
    _tell(plan, Path(prior))
    return 0
