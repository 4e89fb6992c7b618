"""The step `clean`: notebooks without outputs, or without what editors leave in them, as `repotool clean` does."""

from __future__ import annotations

from repotool.language import to_say
from repotool.model import Notebook, Refused
from repotool.model.cleaning import without_noise, without_outputs
from repotool.model.shown import shown
from repotool.reading.gitignore import Gitignore
from repotool.writing.notebooks import cleaned
from repotool.years.recipe import CleanStep
from repotool.years.work import Work


def run(step: CleanStep, work: Work) -> list[str]:
    """Cleans homework, or the notebooks that the step names; one that cannot be cleaned is left and told."""
    told, contents = [], {}
    for notebook in _wanted(step, work):
        wanted = [change for cell in notebook.cells if step.outputs for change in without_outputs(cell)]
        wanted += without_noise(notebook) if step.metadata else ()
        if not wanted:
            continue
        try:
            contents[notebook.path] = cleaned(notebook, work.repo.sources[notebook.path].raw, wanted)
            told.append(to_say(f"{shown(notebook.path)} cleaned"))
        except Refused as refusal:
            told.append(to_say(f"not cleaned: {refusal}"))
    work.write(contents)
    return told


def _wanted(step: CleanStep, work: Work) -> list[Notebook]:
    notebooks = work.repo.notebooks
    if step.files:
        return [notebooks[path] for path in work.files(step.files) if path in notebooks]
    excluded = Gitignore("\n".join(work.project.config.exclude))
    return [notebooks[path] for path in sorted(work.repo.homework) if path in notebooks and not excluded.ignores(path)]
