"""`repotool links`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from repotool.commands.bar import progress
from repotool.commands.online import HTTPS_RULE, Asked, ask
from repotool.commands.options import LEVELS, Telling
from repotool.commands.telling import fails, tell, write_out, write_report
from repotool.commands.web_options import Asking, web_options
from repotool.engine.opening import Options, open_projects
from repotool.model import Checked, Result

FORMATS = ("grouped", "json", "json-lines")
RULES = ("WEB101", "WEB102", "WEB103", "WEB105", "MDS100")
"""Of a document that cannot be read no link is asked, which is to be said."""


@click.command("links")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--include", multiple=True, metavar="PATTERN", help="Ask only addresses with this in them (*: anything).")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Do not ask addresses with this in them.")
@click.option("--exclude-file", multiple=True, metavar="PATTERN", help="Leave out files, as .gitignore would.")
@click.option("--base", metavar="REF", help="Ask only addresses that were added since HEAD left REF.")
@click.option("--https", is_flag=True, help="Ask whether https answers the same (WEB104).")
@web_options
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False), help="The repository's folder.")
@click.option("--config", type=click.Path(path_type=Path), help="Read this configuration instead.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option("--output-format", type=click.Choice(FORMATS), default="grouped", show_default=True)
@click.option("-o", "--output-file", type=click.Path(path_type=Path, dir_okay=False), help="Write it there.")
@click.option("--fail-on", type=click.Choice(LEVELS), default="warning", show_default=True, help="Exit 1 from here.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing that was not asked for; the exit code tells.")
def command(
    paths: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    exclude_file: tuple[str, ...],
    base: str | None,
    https: bool,
    asking: Asking,
    root: Path | None,
    config: Path | None,
    isolated: bool,
    output_file: Path | None,
    **told: Any,
) -> int:
    """Ask every web link of Markdown documents and notebooks whether it still works.

    Each address gets one of five verdicts: ok, moved for good (WEB102), broken for sure (WEB101), unsure because nobody
    can tell from here (WEB103), skipped. What is known is believed for a week; private networks are never asked.

    Exit code: 0 nothing is broken, 1 something is, 2 misuse, 3 the network is not there.
    """
    telling = Telling(statistics=False, output_file=(), **told)
    select = (*RULES, HTTPS_RULE) if https else RULES
    options = Options(root=root, config=config, isolated=isolated, select=select, exclude=exclude_file, base=base)
    projects = open_projects(paths, options, commits=True)
    each = _streaming(telling, output_file)
    quiet = telling.quiet or (each is not None and sys.stdout.isatty())  # records would be written into the bar
    asked = ask(projects, asking, quiet=quiet, each=each, secure=https, include=include, exclude=exclude)
    with progress(quiet=quiet):
        results = [p.check(repo) for p, repo in zip(asked.projects, asked.repositories, strict=True)]
    _report(asked, results, telling, output_file)
    return asked.exit_code if asked.exit_code is not None else int(fails(results, telling))


def _streaming(telling: Telling, output_file: Path | None) -> Callable[[Checked], None] | None:
    """Writes each record as it comes, where that was asked for and goes to stdout."""
    if telling.output_format != "json-lines" or output_file is not None:
        return None
    from repotool.reports.links import line

    def write(checked: Checked) -> None:
        write_out(line(checked))
        sys.stdout.buffer.flush()

    return write


def _report(asked: Asked, results: Sequence[Result], telling: Telling, output_file: Path | None) -> None:
    from repotool.reports import links

    verified = asked.verified
    output_format = telling.output_format
    bodies: dict[str, Callable[[], str]] = {
        "grouped": lambda: links.grouped(results),
        "json": lambda: links.array(verified.checked),
        "json-lines": lambda: "".join(map(links.line, verified.checked)),
    }
    body = bodies[output_format]
    if output_file is not None:
        write_report(output_file, click.unstyle(body()), results)
    elif output_format == "json":
        write_out(body())
    elif output_format == "grouped" and not telling.quiet and not verified.offline:
        tell(body())
    if not telling.quiet:
        words = links.summary([c.verdict for c in verified.checked], verified.hosts, verified.remembered)
        tell(asked.state + words, err=telling.for_programs)
