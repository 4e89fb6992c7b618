"""One repository to judge: what is read of it, what is wrong in it, and which courses it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from repotool.config import Config
from repotool.engine.changed import Before, Change
from repotool.engine.run import is_named, judge
from repotool.model import Course, Finding, Repository, Result, Rule, Verdict
from repotool.reading.commits import Commit
from repotool.reading.links.members import Members
from repotool.reading.places import OnDisk, Place
from repotool.reading.repository import read_repository, read_text

NOTEBOOKS = "NBK"
"""The family of rules that look into the cells of notebooks themselves, not at their links."""
WEB = "WEB"
"""The family of rules that need verdicts on web links: without them they have nothing to say."""


class Understood(Struct, frozen=True):
    """The courses of a project, with its repository's own name, where it is known, and the day as of which it is read.

    `others` are the documents that have a schedule of their own and are not among these courses.
    """

    courses: tuple[Course, ...]
    others: tuple[str, ...]
    name: str | None
    today: date


class Project(Struct, frozen=True, eq=False):
    """One repository to judge, a folder or a commit. `only` limits what is reported to these files; None: to all."""

    place: Place
    label: str
    config: Config
    rules: tuple[Rule, ...]
    today: date | None = None
    only: frozenset[str] | None = None
    history: bool = False
    all_rules: bool = True
    """No rule was left out on the command line."""
    base: str | None = None
    stdin: tuple[str, bytes] | None = None
    """The name and the bytes of a text that came from stdin: it has no repository around it."""
    title: str = ""
    """How the user named it, for summaries; `label` leads from here to its files."""
    year: str | None = None
    """The label of its year, where a fleet file tells it."""
    known: Mapping[str, Rule] | None = None
    """All rules there are here, running or not; None: repotool's own."""
    members: Members | None = None
    """The repositories that are judged together with it, itself included."""
    verdicts: Mapping[str, Verdict] | None = None
    """What the network said of web links; None where it was not asked."""

    @property
    def root(self) -> Path:
        """The folder of the repository; of a commit, the one that git is asked in."""
        return self.place.root

    @property
    def is_commit(self) -> bool:
        """Whether it is read from git, and nothing can be written to it."""
        return not isinstance(self.place, OnDisk)

    def is_apart_from(self, other: Project) -> bool:
        """Whether both are parts of one repository that have no file in common."""
        if self.root != other.root or self.only is None or other.only is None:
            return False
        return not any(is_named(a, other.only) for a in self.only) and not any(
            is_named(b, self.only) for b in other.only
        )

    def read(self, overlay: Mapping[str, bytes], previous: Repository | None = None) -> Repository:
        if self.stdin is not None:
            path, raw = self.stdin
            return self.with_verdicts(read_text(path, overlay.get(path, raw), today=self.today))
        repo = read_repository(
            self.place,
            self.config,
            today=self.today,
            only=self.only,
            overlay=overlay,
            links=any(rule.family != NOTEBOOKS or rule.scope == "document" for rule in self.rules),
            previous=previous,
            history=self.history,
            members=self.members,
        )
        return self.with_verdicts(repo)

    def with_verdicts(self, repo: Repository) -> Repository:
        return replace(repo, verdicts=self.verdicts) if self.verdicts is not None else repo

    def judge(self, repo: Repository) -> list[Finding]:
        return judge(
            repo, self._judging(), self.config, config_file=self._config_file(), only=self.only, known=self.known
        )

    def _judging(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.family != WEB or self.verdicts is not None)

    def check(self, repo: Repository | None = None) -> Result:
        """What is wrong; with a `base`, only what the change since that commit is to blame for. `repo` is what was read
        before, where it was.
        """
        repo = self.with_verdicts(repo) if repo is not None else self.read({})
        if self.base is None:
            return self.result(repo, tuple(self.judge(repo)))
        change = Change.since(repo, self.base)
        findings = judge(
            repo,
            self._judging(),
            self.config,
            only=self.only,
            honoured=lambda ignore: not change.brings(ignore),
            is_new=change.rewrites,
            known=self.known,
        )
        return self.result(repo, change.to_blame(findings, lambda: self._before(repo, change.base)))

    def _before(self, repo: Repository, base: Commit) -> Before:
        """What was wrong at `base`, by the same rules, settings, names and day."""
        config = replace(self.config, name=repo.name, branch=repo.branch)
        former = replace(self, place=base, config=config, today=repo.today, only=None, base=None)
        read = former.read({})
        return read, former.judge(read)

    def result(self, repo: Repository, findings: tuple[Finding, ...]) -> Result:
        """The findings, with the number of documents they speak for."""
        documents, notebooks = (
            sum(self.reports_on(path) for path in paths) for paths in (repo.documents, repo.notebooks)
        )
        return Result(self.label, repo, findings, documents, notebooks, self.title)

    def reports_on(self, path: str) -> bool:
        """Whether findings in a file are reported."""
        return self.only is None or is_named(path, self.only)

    def is_whole(self) -> bool:
        """Whether every rule of the configuration judges every file."""
        return self.only is None and self.stdin is None and self.base is None and self.all_rules

    def understood(self) -> Understood:
        """The courses as they are understood; where files were named, those that these files alone tell."""
        from repotool.reading.course.schedule import read_courses
        from repotool.reading.course.scheduled import scheduled

        repo = self.read({})
        documents, courses = repo.documents, repo.courses
        if self.only is not None:
            documents = {path: document for path, document in documents.items() if is_named(path, self.only)}
            courses = read_courses(documents, facts=self.config.course, name=repo.name)
        shown = {course.document.path for course in courses}
        others = tuple(path for path in scheduled(documents, self.config.course) if path not in shown)
        return Understood(courses, others, repo.name, repo.today)

    def _config_file(self) -> str | None:
        """The configuration's path in the repository, where its unused settings can be reported."""
        path = self.config.path
        if path is None or self.stdin is not None or path.resolve().parent != self.root:
            return None
        return path.name
