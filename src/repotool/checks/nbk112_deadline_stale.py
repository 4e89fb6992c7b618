"""NBK112: a deadline, or a title, of another year than the course's. Which cells tell one is read beforehand."""

from collections.abc import Iterator

from repotool.model import Deadline, Hit, Notebook, Repository


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    for deadline in repo.deadlines.get(notebook.path, ()):
        cell = next(cell for cell in notebook.cells if cell.number == deadline.cell)
        span = cell.view.place(deadline.span)
        if deadline.year is None:
            yield Hit(notebook.path, span, {"without": deadline.text}, severity="info")
        elif not deadline.years[0] <= deadline.year <= deadline.years[1]:
            yield Hit(notebook.path, span, {deadline.kind: deadline.text, "right": _shown(deadline)})


def _shown(deadline: Deadline) -> str:
    first, last = deadline.years
    return str(first) if first == last else f"{first}–{last}"
