"""`repotool clean`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from repotool.commands.telling import tell
from repotool.engine.opening import Options, open_projects
from repotool.engine.project import Project
from repotool.engine.run import is_named
from repotool.language import counted, said
from repotool.model import Notebook, Refused, Repository
from repotool.model.cleaning import without_noise, without_outputs
from repotool.model.shown import shown
from repotool.writing.apply import apply
from repotool.writing.edits import Change
from repotool.writing.notebooks import cleaned

AS_READ_FOR = ("NBK107", "NBK113")
"""The rules whose fixes these are: only what they look at is read."""


@click.command("clean")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--outputs", is_flag=True, help="Strip outputs and execution counts (what is done without a word).")
@click.option("--metadata", is_flag=True, help="Take out what editors and extensions keep in the metadata.")
@click.option("--all-notebooks", is_flag=True, help="Not only homework.")
@click.option("--check", "dry", is_flag=True, help="Tell what would be cleaned, and write nothing.")
def command(paths: tuple[str, ...], outputs: bool, metadata: bool, all_notebooks: bool, dry: bool) -> int:
    """Make homework notebooks fit to be handed out: no outputs, no execution counts.

    Homework is what the schedule's homework column leads to, and what lies in homework folders; a notebook that PATH
    itself names is cleaned, whatever it is. Cells tagged keep-output are left. `repotool undo` takes it back.

    Exit code: 0, or with --check 1 where something would be cleaned; 2 misuse.
    """
    dirty = 0
    for project in open_projects(paths, Options(select=AS_READ_FOR)):
        repo = project.read({})
        notebooks = list(_wanted(project, repo, all_notebooks=all_notebooks))
        changes = list(_changes(repo, notebooks, outputs=outputs or not metadata, metadata=metadata))
        if not dry:
            apply(project.root, changes, command="clean")
        for change in changes:
            path = shown(change.path)
            tell(said(f"would clean {path}" if dry else f"cleaned {path}") + "\n")
        if not changes:
            tell(said(f"nothing to clean in {counted(len(notebooks), 'notebook')}") + "\n")
        dirty += len(changes)
    return int(dry and dirty > 0)


def _wanted(project: Project, repo: Repository, *, all_notebooks: bool) -> Iterator[Notebook]:
    for path, notebook in repo.notebooks.items():
        named = project.only is not None and path in project.only
        if named or (
            (project.only is None or is_named(path, project.only)) and (all_notebooks or path in repo.homework)
        ):
            yield notebook


def _changes(repo: Repository, notebooks: Sequence[Notebook], *, outputs: bool, metadata: bool) -> Iterator[Change]:
    for notebook in notebooks:
        wanted = [change for cell in notebook.cells if outputs for change in without_outputs(cell)]
        wanted += without_noise(notebook) if metadata else ()
        if not wanted:
            continue
        raw = repo.sources[notebook.path].raw
        try:
            yield Change(notebook.path, raw, cleaned(notebook, raw, wanted))
        except Refused as refusal:  # one odd notebook does not keep the others from being cleaned
            tell(said(str(refusal)) + "\n", err=True)
