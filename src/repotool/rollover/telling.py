"""A plan in words: the summary, the tree of what is created, copied, edited and skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from repotool.language import counted, said
from repotool.model.regex import regex
from repotool.model.shown import shown
from repotool.rollover.plan import Action, Plan
from repotool.rollover.terms import Step
from repotool.writing.diff import unified_diff

SIGNS: dict[Action, str] = {"create": "+", "copy": "=", "edit": "~", "skip": "-", "conflict": "!"}
LISTED = 20
"""So many files of one folder and action are listed; of more only the number is told."""
KINDS = {
    "sibling": ("1 sibling repository to verify", "{} sibling repositories to verify"),
    "live-link": ("1 form, chat or course link", "{} form, chat or course links"),
    "link": ("1 link to fill in", "{} links to fill in"),
    "recordings": ("the recordings", "{} places of recordings"),
    "assessment": ("grading", "grading"),
    "staff": ("staff", "staff"),
    "news": ("announcements", "announcements"),
    "date": ("1 date", "{} dates"),
    "row": ("1 row", "{} rows"),
    "holiday": ("1 day off", "{} days off"),
    "break": ("1 week without lessons", "{} weeks without lessons"),
    "finding": ("1 finding of `check`", "{} findings of `check`"),
    "deadline": ("1 deadline", "{} deadlines"),
}


CODE = regex(r"[A-Z]{3}\d{3}")


def summary(plan: Plan) -> str:
    """Three or four lines: which course, which lessons, which links, how many questions."""
    course, step = plan.turn.course, plan.turn.step
    title = (course.title if course else None) or plan.origin.prior
    text = f"{shown(title)} · {_term(step, old=True)} → {_term(step, old=False)}\n"
    rows = [
        (said("lessons"), _lessons(plan)),
        (said("links"), _links(plan)),
        (said("files"), _files(plan)),
        (said("to do"), _todo(plan)),
    ]
    return text + "".join(f"  {name:<8} {told}\n" for name, told in rows if told)


def _term(step: Step, *, old: bool) -> str:
    year = step.old_year if old else step.year
    told = [said(step.season or ""), str(year) if year is not None else said("an unknown year")]
    return " ".join(word for word in told if word)


def _lessons(plan: Plan) -> str:
    schedule = plan.schedule
    if schedule.first is None or schedule.last is None:
        return str(schedule.lessons) if schedule.lessons else _no_days(plan)
    weekdays = ", ".join(said(date(2024, 1, 1 + day).strftime("%a")) for day in schedule.weekdays)
    told = said(f"{schedule.lessons}, {weekdays} from {_day(schedule.first)} to {_day(schedule.last)}")
    if schedule.marked:
        days = said(" and ").join(_day(day) for day in schedule.marked[:3])
        days += said(f" and {len(schedule.marked) - 3} more") if len(schedule.marked) > 3 else ""
        many = len(schedule.marked) > 1
        told += said(
            f"; {days} are days off: rows kept, marked" if many else f"; {days} is a day off: row kept, marked"
        )
    return told


def _no_days(plan: Plan) -> str:
    """Why no lesson has moved: a first day and days off were told, and nobody is to think that they were heeded."""
    course = plan.turn.course
    if course is None or not course.columns:
        return said("no schedule was found, so there are no days to move")
    if course.document.path not in plan.turn.names:
        return said(f"the schedule stays behind in {shown(course.document.path)}, so no day has moved")
    return said("no day of the schedule could be read, so none has moved")


def _day(day: date) -> str:
    return f"{day.day} {said(day.strftime('%B'))}"


def _links(plan: Plan) -> str:
    schedule = plan.schedule
    told = []
    if schedule.unlinked:
        told.append(said(f"{schedule.unlinked} homework links emptied"))
    if schedule.cleared:
        told.append(said(f"{schedule.cleared} materials cleared"))
    if schedule.recordings:
        told.append(said(f"{schedule.recordings} recordings cleared"))
    return ", ".join(told)


def _files(plan: Plan) -> str:
    counts = Counter(file.action for file in plan.files)
    words: dict[Action, str] = {
        "create": said("written anew"),
        "copy": said("copied"),
        "edit": said("edited"),
        "skip": said("left as they are"),
    }
    return ", ".join(f"{counts[action]} {words[action]}" for action in words if counts[action])


def _todo(plan: Plan) -> str:
    questions = plan.questions
    if not questions:
        return said("nothing is left open")
    counts = Counter("finding" if CODE.fullmatch(question.kind) else question.kind for question in questions)
    told = [
        said(
            (KINDS[kind][0] if count == 1 else KINDS[kind][1].format(count)) if kind in KINDS else f"{count} of {kind}"
        )
        for kind, count in counts.most_common()
    ]
    return said(f"{counted(len(questions), 'question')} for you: {', '.join(told)}")


def page_diff(plan: Plan) -> str:
    """The diff from last year's pages to next year's: of the README, and of the schedule where that is another page."""
    turn = plan.turn
    pages = [page.path for page in (turn.about, turn.course.document if turn.course else None) if page is not None]
    text = ""
    for file in plan.files:
        if file.origin is not None and (file.origin in pages or file.path.lower() == "readme.md"):
            text += unified_diff(file.path, turn.repo.sources[file.origin].raw, plan.content(file))
    return text


def as_tree(plan: Plan) -> Iterator[str]:
    """One line a file, folder by folder, with the sign of what is done; a legend ends it."""
    groups: dict[str, list[tuple[Action, str]]] = {}
    for file in sorted(plan.files, key=lambda file: file.path):
        groups.setdefault(file.path.rpartition("/")[0], []).append((file.action, file.path))
    for folder in sorted(groups):
        if folder:
            yield f"{shown(folder)}/\n"
        indent = "  " if folder else ""
        for action, path in groups[folder][:LISTED]:
            yield f"{indent}{SIGNS[action]} {shown(path.rpartition('/')[2])}\n"
        if len(groups[folder]) > LISTED:
            yield indent + said(f"… and {len(groups[folder]) - LISTED} more") + "\n"
    counts = Counter(file.action for file in plan.files)
    yield ", ".join(f"{SIGNS[action]} {said(action)} {counts[action]}" for action in SIGNS if counts[action]) + "\n"
