"""The paths a user names -> repositories to judge, each with its configuration and its rules."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from repotool.config import Config, find_config, load_config
from repotool.engine.changed import Change
from repotool.engine.policy import config_at, policy_at
from repotool.engine.rules import load_rules, select_rules
from repotool.engine.run import is_named, judge
from repotool.model import Course, Finding, Refused, Repository, Result, Rule
from repotool.reading.repository import read_repository, read_text
from repotool.reading.tree import find_root

STDIN = "-"
NOTEBOOKS = "NBK"
"""The family of rules that look into the cells of notebooks themselves, not at their links."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says of judging."""

    root: Path | None = None
    config: Path | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    today: date | None = None
    history: bool = False
    """Former versions of a damaged file in git are asked what it was."""
    base: str | None = None
    """Judge what HEAD changed since it left this branch, by the configuration, baseline and ignores of the branch."""


@dataclass(frozen=True, slots=True)
class Project:
    """One repository to judge. `only` limits what is reported to these files; None reports all."""

    root: Path
    label: str
    config: Config
    rules: tuple[Rule, ...]
    today: date | None = None
    only: frozenset[str] | None = None
    history: bool = False
    all_rules: bool = True
    """No rule was left out on the command line."""
    base: str | None = None
    stdin: tuple[str, bytes] | None = field(default=None, repr=False)
    """The name and the bytes of a text that came from stdin: it has no repository around it."""

    def read(self, overlay: Mapping[str, bytes], previous: Repository | None = None) -> Repository:
        if self.stdin is not None:
            path, raw = self.stdin
            return read_text(path, overlay.get(path, raw), today=self.today)
        return read_repository(
            self.root,
            self.config,
            today=self.today,
            only=self.only,
            overlay=overlay,
            links=any(rule.family != NOTEBOOKS for rule in self.rules),
            previous=previous,
            history=self.history,
        )

    def judge(self, repo: Repository) -> list[Finding]:
        return judge(repo, self.rules, self.config, config_file=self._config_file(), only=self.only)

    def check(self) -> Result:
        """What is wrong; with a `base`, only what the change since that commit is to blame for."""
        repo = self.read({})
        if self.base is None:
            return self.result(repo, tuple(self.judge(repo)))
        change = Change.since(repo, self.base)
        findings = judge(repo, self.rules, self.config, only=self.only, honoured=lambda i: not change.brings(i))
        return self.result(repo, tuple(f for f in findings if change.is_to_blame(f)))

    def result(self, repo: Repository, findings: tuple[Finding, ...]) -> Result:
        """The findings, with the number of documents they speak for."""
        counts = (sum(self._reports(path) for path in paths) for paths in (repo.documents, repo.notebooks))
        return Result(self.label, repo, findings, *counts)

    def _reports(self, path: str) -> bool:
        return self.only is None or is_named(path, self.only)

    def is_whole(self) -> bool:
        """Whether every rule of the configuration judges every file."""
        return self.only is None and self.stdin is None and self.base is None and self.all_rules

    def courses(self) -> tuple[Course, ...]:
        """The courses as they are understood; where files were named, those that these files alone tell."""
        repo = self.read({})
        if self.only is None:
            return repo.courses
        from repotool.reading.course.schedule import read_courses

        documents = {path: document for path, document in repo.documents.items() if is_named(path, self.only)}
        return read_courses(documents, facts=self.config.course, name=repo.name)

    def _config_file(self) -> str | None:
        """The configuration's path in the repository, where its unused settings can be reported."""
        path = self.config.path
        if path is None or self.stdin is not None or path.resolve().parent != self.root:
            return None
        return path.name


def open_projects(paths: tuple[str, ...], options: Options) -> list[Project]:
    """The repositories that `paths` lie in, in the order of the paths. Raises Refused for a path that is not there."""
    wanted: dict[Path, set[str] | None] = {}
    for name in paths or (".",):
        path = Path(name).absolute()
        if not path.exists():
            raise Refused(f"{name}: there is no such file or folder")
        root = _root(path, options)
        if path.resolve() == root:
            wanted[root] = None
        elif wanted.setdefault(root, set()) is not None:
            _add(wanted[root], path, root)
    return [_project(root, only, options) for root, only in wanted.items()]


def _root(path: Path, options: Options) -> Path:
    if options.root is None:
        return find_root(path).resolve()
    root = options.root.resolve()
    if not path.resolve().is_relative_to(root):
        raise Refused(f"{path}: does not lie in --root {options.root}")
    return root


def _add(only: set[str] | None, path: Path, root: Path) -> None:
    """A folder stands for every file below it; the trailing slash tells the two apart."""
    if only is not None:
        relative = path.resolve().relative_to(root).as_posix()
        only.add(relative + "/" if path.is_dir() else relative)


def _project(root: Path, only: set[str] | None, options: Options) -> Project:
    config = _config(root, options)
    rules = select_rules(
        load_rules(), config, select=options.select, extend_select=options.extend_select, ignore=options.ignore
    )
    files = None if only is None else frozenset(only)
    all_rules = not (options.select or options.ignore or options.exclude)
    return Project(root, _label(root), config, rules, options.today, files, options.history, all_rules, options.base)


def stdin_project(name: str, raw: bytes, options: Options) -> Project:
    """A text from stdin as a project of its own, judged with the configuration of the current folder."""
    root = _root(Path.cwd(), options)
    project = _project(root, None, options)
    return replace(project, stdin=(name, raw), label="")


def _config(root: Path, options: Options) -> Config:
    if options.isolated:
        config = Config()
    elif options.base is not None:
        config = config_at(policy_at(root, options.base), options.config)
    else:
        config = load_config(options.config or find_config(root))
    return replace(config, exclude=(*config.exclude, *options.exclude))


def _label(root: Path) -> str:
    """How the user would name the folder: relative to here where that is shorter than the whole path."""
    relative = os.path.relpath(root)
    return Path(relative if len(relative) < len(str(root)) else root).as_posix()
