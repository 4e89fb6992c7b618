"""`repotool check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from repotool.commands.bar import progress
from repotool.commands.online import HTTPS_RULE, Asked, ask
from repotool.commands.options import Telling, judging_options, projects, reporting_options
from repotool.commands.telling import ExitCode, fails, report, tell
from repotool.commands.unjudged import MISUSE, Unjudged
from repotool.commands.web_options import Asking, hidden_web_options
from repotool.engine.apart import apart
from repotool.engine.baseline import Outcome, honour, honour_text
from repotool.engine.opening import Options
from repotool.engine.policy import policy_at
from repotool.engine.project import WEB, Project
from repotool.language import said
from repotool.model import Refused, Result
from repotool.reading.tree import is_diverted


@click.command("check")
@judging_options
@click.option(
    "--base",
    metavar="REF",
    help="Report only what changed since HEAD left REF, such as origin/main, by the rules and settings of REF.",
)
@reporting_options
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Hold back the findings FILE knows; written where it is not there, shrinks as they are mended.",
)
@click.option("--watch", is_flag=True, help="Go on, and check again whenever a file changes.")
@click.option("--online", is_flag=True, help="Ask the web links, too; with the options of `repotool links`.")
@hidden_web_options
@click.option("--fix", is_flag=True, help="Mend what is certain: the same as `repotool fix`.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: what is likely, too.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
def command(
    paths: tuple[str, ...],
    options: Options,
    stdin_filename: str | None,
    telling: Telling,
    baseline: Path | None,
    online: bool,
    asking: Asking,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    watch: bool,
) -> int:
    """Tell what is wrong in the course repositories that PATH… lie in (default: the one here).

    A file or folder limits what is reported; links are judged against the whole repository. `-` reads a text from
    stdin: it has no repository, so its links to files are not judged. Of several repositories, one that cannot be
    read is told, and the others are judged.

    Exit code: 0 nothing found, 1 findings, 2 misuse; with --online, 3 the network is not there.
    """
    unjudged = Unjudged()
    opened = projects(paths, stdin_filename, options, None if fix or diff or watch else unjudged.note)
    unjudged.tell(others=bool(opened))
    if not opened:
        return MISUSE
    if not online and {rule.family for project in opened for rule in project.rules} == {WEB}:
        raise Refused("--select: only rules that ask the network are left; add --online, or call `repotool links`")
    if (fix or diff) and options.base is not None:
        raise Refused("--base: tells what a change is to blame for, and mends nothing; leave out --fix and --diff")
    if watch and online:
        raise Refused("--watch: asks no network again and again; leave out --online")
    asked = _asked(opened, asking, telling) if online else None
    if asked is not None and asked.exit_code is not None:
        return asked.exit_code
    opened = list(asked.projects) if asked is not None else opened
    if fix or diff:
        from repotool.commands.fix import mend

        return mend(opened, telling, unsafe=unsafe_fixes, diff=diff)
    if watch:
        from repotool.commands.watching import watch_projects

        return watch_projects(
            lambda: projects(paths, stdin_filename, options), lambda new, found: _told(new, found, baseline, telling)
        )
    read = asked.repositories if asked is not None else [None] * len(opened)
    results: list[Result] = []
    with progress(quiet=telling.quiet):
        for project, repo in zip(opened, read, strict=True):
            with apart(project.title or project.label, unjudged.note):
                results.append(project.check(repo))
    unjudged.tell(others=bool(results))
    if not results:
        return MISUSE
    code = _told(opened, results, baseline, telling, whole=not unjudged.any)
    return ExitCode.holding(results, MISUSE if unjudged.any else code)


def _told(
    opened: Sequence[Project], results: Sequence[Result], baseline: Path | None, telling: Telling, *, whole: bool = True
) -> int:
    """Reports what the baselines leave of the results; the exit code. `whole`: all that was named was judged."""
    for path in [baseline] if baseline is not None else _baselines(opened):
        results = _held_back(path, opened, results, telling, whole=whole)
    report(results, telling)
    return int(fails(results, telling))


def _asked(opened: Sequence[Project], asking: Asking, telling: Telling) -> Asked:
    """The projects with verdicts on their web links. Where the network is not there, that is all that is told."""
    secure = any(rule.code == HTTPS_RULE for project in opened for rule in project.rules)
    asked = ask(opened, asking, quiet=telling.quiet, secure=secure)
    if asked.state and not telling.quiet:
        tell(asked.state, err=True)
    return asked


def _held_back(
    path: Path, opened: Sequence[Project], results: Sequence[Result], telling: Telling, *, whole: bool
) -> list[Result]:
    known = _honoured(path, opened, results, whole=whole)
    outcome = known or Outcome(tuple(results), 0, 0, written=False)
    if known is None:
        words = said(f"{path} is not there in the branch that --base names: it holds back nothing before it is merged")
    elif outcome.written:
        words = said(f"{path} holds the {outcome.held} findings of today: from now on only new ones are reported")
    else:
        words = said(f"{path} holds back {outcome.held}")
        words += said(f"; {outcome.left} that are mended have left it") if outcome.left else ""
    tells = known is None or known.written or known.held or known.left
    if not telling.quiet and tells:
        tell(f"{words}\n", err=True)
    return list(outcome.results)


def _baselines(opened: Sequence[Project]) -> list[Path]:
    """The baselines that the configurations name. One that is not there is a mistake: only the option writes it."""
    named = [(project, _from_here(project.root / name)) for project in opened if (name := project.config.baseline)]
    for project, path in named:
        if is_diverted(path, project.root):
            raise Refused(f"{path}: is a symbolic link; name the file itself as the baseline")
        if project.base is None and not path.is_file():
            raise Refused(f"{path}: is the baseline of the configuration, and not there; write it with --baseline")
    return list(dict.fromkeys(path for _, path in named))


def _from_here(path: Path) -> Path:
    """The path as the user would name it from the current folder."""
    try:
        return path.relative_to(Path.cwd().resolve())
    except ValueError:
        return path


def _honoured(path: Path, opened: Sequence[Project], results: Sequence[Result], *, whole: bool) -> Outcome | None:
    """What the baseline leaves. With `--base`, one that lies in a repository is read as that branch has it."""
    for project in opened:
        policy = policy_at(project.root, project.base) if project.base is not None else None
        inside = policy.path_of(path) if policy is not None else None
        if policy is not None and inside is not None:
            raw = policy.bytes_at(inside)
            return None if raw is None else honour_text(path, raw, results)
    if not whole and not path.exists():
        raise Refused(f"{path}: is written when all repositories can be judged, so that it knows the findings of all")
    return honour(path, results, whole=whole and all(project.is_whole() for project in opened))
