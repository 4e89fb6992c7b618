"""The command line: a group whose commands are imported when they are called."""

from __future__ import annotations

import atexit
import errno
import gc
import importlib
import inspect
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from repotool.language import LANGUAGES, language, said, said_paragraphs, speak
from repotool.model import Refused
from repotool.version import __version__

SECTIONS = {
    "Every day": {
        "check": "Tell what is wrong in a course repository.",
        "fix": "Mend what can be mended for certain.",
        "links": "Ask every web link whether it still works.",
        "mv": "Rename a file or folder, and rewrite every link to it.",
        "repair": "Repair the encoding of any text file, or as a filter.",
        "clean": "Strip outputs from homework notebooks, or metadata from any.",
        "undo": "Take back what the last command wrote.",
        "show": "Print the course as it is understood.",
        "rule": "List the rules, or explain one.",
        "lsp": "Serve an editor: findings while you type.",
        "completion": "Make your shell complete commands, options and rules.",
        "init": "Set a course repository up: settings, hooks, CI.",
    },
    "New semester": {
        "scaffold": "Make next year's repository out of this year's.",
        "carry": "Bring lessons over from last year, when their week comes.",
        "publish": "Link a new seminar or homework from its row of the schedule.",
        "todo": "List what only you can decide, and settle it.",
    },
    "Many years": {
        "compare": "Tell what became of each lesson, homework and defect from year to year.",
        "migrate": "Carry a change through many repositories, by a recipe.",
        "report": "Write a static site: findings, schedules, lessons through the years, a calendar.",
    },
}
"""The sections of --help, each command with its line: --help must not import what it lists."""


class Sections(click.Group):
    """A group that imports a command when it is called and lists its commands by section."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for commands in SECTIONS.values() for name in commands]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"repotool.commands.{name}").command
        return _in_language(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from repotool.config import hint

            names = self.list_commands(ctx)
            near, known = hint(args[0], names), ", ".join(names)
            ctx.fail(said(f"{args[0]} is not a command{near} (commands: {known})"))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section, commands in SECTIONS.items():
            with formatter.section(said(section)):
                formatter.write_dl([(name, said(line)) for name, line in commands.items()])


def _in_language(command: click.Command) -> click.Command:
    """A command with `--lang`, and its help in the language that is spoken."""
    if all(parameter.name != "lang" for parameter in command.params):
        command.params.append(_lang_option())
    command.help = said_paragraphs(inspect.cleandoc(command.help or ""))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = said(parameter.help)
    return command


def _lang_option() -> click.Option:
    return click.Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Speak this language; default: the one of your locale.",
    )


@click.group(cls=Sections, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=_lang_option().help)
@click.version_option(__version__, "-V", "--version", prog_name="repotool", message="%(prog)s %(version)s")
def main_group() -> None:
    """repotool keeps course repositories whole: it mends encodings, finds dead links and empty homework rows, and reads
    the schedule as you do.

    Start with `repotool check` in the folder of your course.
    """


def _is_somewhere() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def main(argv: list[str] | None = None) -> NoReturn:
    """Runs the command line and exits: 0 clean, 1 findings, 2 misuse or refusal."""
    _prepare_streams()
    speak(_asked_language(sys.argv[1:] if argv is None else argv))
    if language() != "en":
        _teach_click()
        _in_language(main_group)
    _spare_the_collector()
    try:
        result: Any = main_group.main(argv, prog_name="repotool", standalone_mode=False)
        sys.stdout.flush()
        _leave(result if isinstance(result, int) else 0, at_once=argv is None)
    except Refused as refusal:
        _fail(str(refusal), 2)
    except click.exceptions.Abort:
        _fail("interrupted; nothing half-written was left", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        # The reader has gone (`repotool check | head`): nobody is left to tell.
        _drop_output()
        sys.exit(1)
    except OSError as error:
        _drop_output()
        if error.errno == errno.ENOENT and not _is_somewhere():
            _fail("the folder you are in is gone; go to another one", 2)
        _fail(f"{error.filename or 'output'}: {error.strerror or error}", 2)
    except Exception as error:
        if os.environ.get("REPOTOOL_DEBUG"):
            raise
        _fail(f"a defect of repotool itself: {type(error).__name__}: {error}. REPOTOOL_DEBUG=1 shows where; tell us", 2)


def _teach_click() -> None:
    """Words of click itself, such as `Usage:`: it asks gettext for them, and here it asks us."""
    for name in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        words: Any = importlib.import_module(f"click.{name}")
        words._ = said
        words.ngettext = lambda one, many, number: said(one if number == 1 else many)


def _asked_language(words: list[str]) -> str | None:
    """What `--lang` asks for, wherever it stands: help is written before options are read."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        value = following if word == "--lang" else word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if value in LANGUAGES:
            return value
        if word == "--":
            break
    return None


def _prepare_streams() -> None:
    """A pipe or terminal of another encoding must not turn a report into a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _spare_the_collector() -> None:
    """What is read lives until the end of the process: looking through it again and again frees nothing."""
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)


def _leave(code: int, *, at_once: bool) -> NoReturn:
    """Ends the process; `at_once` without taking what was read apart, object by object, which is long work for nothing.

    Who profiles or traces the program gets to see its end.
    """
    if at_once and sys.getprofile() is None and sys.gettrace() is None:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _drop_output() -> None:
    """What is still buffered cannot be written, and must not be tried again when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"{click.style('repotool:', bold=True)} {said(message)}", err=True, color=_colour(sys.stderr))
    sys.exit(code)


def _colour(stream: Any) -> bool | None:
    return False if os.environ.get("NO_COLOR") else None


if __name__ == "__main__":
    main()
