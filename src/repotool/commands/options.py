"""The options that commands share: what is judged, with which rules; how it is told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from repotool.engine.apart import Broken
from repotool.engine.opening import STDIN, Options, open_projects, stdin_project
from repotool.engine.project import Project
from repotool.language import said
from repotool.model import Refused
from repotool.model.regex import regex

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

FOR_PEOPLE = ("grouped", "concise", "full")
FORMATS = (*FOR_PEOPLE, "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")
LEVELS = ("error", "warning", "info")


class Output(Struct, frozen=True):
    """A file that takes a report; without a format of its own, in that of `--output-format`."""

    path: Path
    output_format: str | None = None


class Telling(Struct, frozen=True):
    """What the command line says of reports and exit codes."""

    output_format: str
    output_file: tuple[Output, ...]
    statistics: bool
    fail_on: str
    exit_zero: bool
    quiet: bool

    @property
    def for_programs(self) -> bool:
        return self.output_format not in FOR_PEOPLE


def codes(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Rules as ruff takes them: codes, families or names, separated by commas."""
    return value if isinstance(value, tuple) else tuple(v.strip() for v in value.split(",") if v.strip())


def complete_rules(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The codes, names and families that go on with what was typed after the last comma."""
    from click.shell_completion import CompletionItem

    from repotool.engine.rules import load_rules

    done, comma, word = begun.rpartition(",")
    rules = load_rules().values()
    words = {rule.family: f"all of {rule.family}" for rule in rules}
    words |= {rule.code: rule.what for rule in rules} | {rule.name: rule.what for rule in rules}
    fits = (w for w in words if w.lower().startswith(word.lower()))
    return [CompletionItem(f"{done}{comma}{w}", help=words[w]) for w in fits]


DOTTED = regex(r"\d{1,2}\.\d{1,2}\.\d{4}")
FORMAT_LIKE = regex(r"[a-z][a-z-]+")
"""What stands before the colon of FORMAT:FILE; one letter is a drive."""


def day(value: str | date) -> date:
    """A date as 2026-02-09 or 9.2.2026, or `now` for the local date."""
    if isinstance(value, date):
        return value
    try:
        if DOTTED.fullmatch(value):
            return date(*map(int, reversed(value.split("."))))
        return date.today() if value == "now" else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(said(f"{value} is not a date: write it as 2026-02-09, or now")) from None


def output(value: str | Output) -> Output:
    """`FILE`, or `FORMAT:FILE`."""
    if isinstance(value, Output):
        return value
    name, colon, file = value.partition(":")
    given = Output(Path(file), name) if colon and name in FORMATS else Output(Path(value))
    if given.path.is_dir():
        raise click.BadParameter(said(f"{given.path} is a folder: name a file"))
    if colon and given.output_format is None and FORMAT_LIKE.fullmatch(name):
        known = ", ".join(FORMATS)
        raise click.BadParameter(said(f"{name} is not a format: {known}; a file of this name is ./{value}"))
    return given


def judging_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that judges; they arrive as one `options` argument."""

    @wraps(command)
    def collected(**given: Any) -> Any:
        options = Options(
            root=given.pop("root"),
            config=given.pop("config"),
            isolated=given.pop("isolated"),
            select=_flat(given.pop("select")),
            extend_select=_flat(given.pop("extend_select")),
            ignore=_flat(given.pop("ignore")),
            exclude=given.pop("exclude"),
            today=given.pop("today"),
            history=given.pop("history"),
            preview=given.pop("preview"),
            plugins=given.pop("plugin"),
            local_rules=given.pop("local_rules"),
            base=given.pop("base", None),
        )
        return command(options=options, **given)

    return decorated(collected, _JUDGING)


_RULES: dict[str, Any] = {"type": codes, "shell_complete": complete_rules, "multiple": True, "metavar": "RULES"}
_JUDGING = (
    click.argument("paths", nargs=-1, metavar="[PATH]..."),
    click.option(
        "--select",
        type=codes,
        shell_complete=complete_rules,
        multiple=True,
        metavar="RULES",
        help="Run only these: codes, families…",
    ),
    click.option(
        "--extend-select",
        type=codes,
        shell_complete=complete_rules,
        multiple=True,
        metavar="RULES",
        help="Run these rules too.",
    ),
    click.option(
        "--ignore",
        type=codes,
        shell_complete=complete_rules,
        multiple=True,
        metavar="RULES",
        help="Do not run these rules.",
    ),
    click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out files, as .gitignore would."),
    click.option(
        "--root",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="The repository's folder, where it is not the nearest with a .git or a configuration.",
    ),
    click.option("--config", type=click.Path(path_type=Path), help="Read this configuration instead."),
    click.option("--isolated", is_flag=True, help="Read no configuration."),
    click.option("--today", type=day, metavar="DATE", help="Judge as of this day (YYYY-MM-DD, now); default: HEAD's."),
    click.option("--preview", is_flag=True, help="Run new rules, too, that may yet change."),
    click.option("--plugin", multiple=True, metavar="PACKAGE", help="Run the rules of this installed package, too."),
    click.option(
        "--local-rules", is_flag=True, help="Run the rules in .repotool/rules, too: only where you trust them."
    ),
    click.option("--history", is_flag=True, help="Ask former versions in git what a damaged file was."),
    click.option("--stdin-filename", metavar="NAME", help="The name of the text that comes from stdin (PATH is -)."),
)


def reporting_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of how findings are told; they arrive as one `telling` argument."""

    @wraps(command)
    def collected(**given: Any) -> Any:
        telling = Telling(**{name: given.pop(name) for name in Telling.__struct_fields__})
        return command(telling=telling, **given)

    return decorated(collected, _REPORTING)


_REPORTING = (
    click.option("--output-format", type=click.Choice(FORMATS), default="grouped", show_default=True),
    click.option(
        "-o",
        "--output-file",
        type=output,
        multiple=True,
        metavar="[FORMAT:]FILE",
        help="Write a report there, such as sarif:out.sarif; may be repeated.",
    ),
    click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them."),
    click.option(
        "--fail-on", type=click.Choice(LEVELS), default="warning", show_default=True, help="Exit 1 from here."
    ),
    click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found."),
    click.option("-q", "--quiet", is_flag=True, help="Print nothing that was not asked for; the exit code tells."),
)


def decorated(command: Callable[..., Any], decorators: tuple[Callable[..., Any], ...]) -> Callable[..., Any]:
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


def _flat(lists: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return tuple(code for given in lists for code in given)


def projects(
    paths: tuple[str, ...], stdin_filename: str | None, options: Options, broken: Broken | None = None
) -> list[Project]:
    """What the user named: repositories, or the one text on stdin. What cannot be opened: see `open_projects`."""
    if STDIN not in paths:
        return open_projects(paths, options, commits=True, broken=broken)
    if len(paths) > 1:
        raise Refused("-: stdin cannot be combined with other paths; check them one after the other")
    return [stdin_project(stdin_filename or STDIN, sys.stdin.buffer.read(), options)]
