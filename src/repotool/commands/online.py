"""Projects -> their web links asked -> what is wrong: what `links` and `check --online` have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from repotool.commands.bar import progress
from repotool.commands.telling import tell
from repotool.engine.project import Project
from repotool.language import said
from repotool.model import Checked, Document, Link, Place, Repository

if TYPE_CHECKING:
    from repotool.commands.web_options import Asking
    from repotool.web.run import Verified

OFFLINE = 3
HTTPS_RULE = "WEB104"
"""The rule that wants one more question for each http link."""
INTERRUPTED = 130


class Asked(Struct, frozen=True):
    """The projects, each with the verdicts on its links, what was read of them, and how the run went."""

    projects: tuple[Project, ...]
    repositories: tuple[Repository, ...]
    verified: Verified

    @property
    def exit_code(self) -> int | None:
        """The exit code of a run that says nothing of the links; None of any other."""
        if self.verified.interrupted:
            return INTERRUPTED
        return OFFLINE if self.verified.offline else None

    @property
    def state(self) -> str:
        """What is to be said of the run itself; mostly nothing."""
        if self.verified.interrupted:
            return said("interrupted: what was asked until then is remembered") + "\n"
        if self.verified.offline:
            return said("the network is not there: most hosts cannot even be found, so no link is blamed") + "\n"
        return ""


def ask(
    projects: Sequence[Project],
    asking: Asking,
    *,
    quiet: bool,
    each: Callable[[Checked], None] | None = None,
    secure: bool = False,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
) -> Asked:
    """Asks every web link of the projects once; `each` gets every record as it comes. `quiet`: no bar is shown.

    Raises Refused where an option cannot be had.
    """
    from repotool.web.run import verify

    with progress(quiet=quiet):
        repositories = tuple(project.read({}) for project in projects)
    settings = asking(
        documents=[repo.root / path for repo in repositories for path in (*repo.documents, *repo.notebooks)],
        roots=[project.root for project in projects],
        secure=secure,
        include=include,
        exclude=exclude,
    )
    places = (place for pair in zip(projects, repositories, strict=True) for place in _places(*pair))
    with progress(quiet=quiet):
        verified = verify(places, settings, each)
    if verified.trouble:
        tell(f"{said(verified.trouble)}\n", err=True)
    judged = tuple(replace(project, verdicts=verified.verdicts) for project in projects)
    return Asked(judged, repositories, verified)


def _places(project: Project, repo: Repository) -> Iterator[Place]:
    from repotool.web.gather import web_places

    if project.base is None:
        return web_places(repo, project.label, project.reports_on)
    from repotool.engine.changed import Change

    change = Change.since(repo, project.base)

    def added(document: Document, link: Link) -> bool:
        return change.adds(document.path, document.view.place(link.target_span), link.target)

    return web_places(repo, project.label, project.reports_on, added)
