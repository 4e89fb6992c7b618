"""NBK108: a solution between nbgrader's marks, or the output of one that was taken out. Code is never judged."""

import re
from collections.abc import Iterator

from repotool.model import Hit, Notebook, Repository, Span
from repotool.model.regex import regex

MARK = regex(r"^[ \t]*#{2,3}[ \t]*(BEGIN|END) SOLUTION\b", re.MULTILINE)
PLACEHOLDER = regex(
    r"#[^\n]{0,40}?\b(?:your (?:code|solution|answer)|(?:ваш|твой) код|ваше решение|ваш ответ"
    r"|(?:код|решение) (?:здесь|тут))\b",
    re.IGNORECASE,
)
IDLE = regex(r"\s*(?:#.*|pass|\.\.\.|Ellipsis|raise NotImplementedError(?:\(.*\))?)?\s*")
IDLE_BEGINS = ("#", "pass", "...", "Ellipsis", "raise")
"""What the first line of a cell that does nothing begins with: hardly any other cell needs to be looked at by lines."""
SOURCE_FOLDER = "source"
"""Where nbgrader keeps the versions with solutions."""


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if SOURCE_FOLDER in notebook.path.split("/")[:-1] or notebook.path in repo.solutions:
        return
    for cell in notebook.cells:
        text = cell.text
        if "SOLUTION" in text and (found := MARK.search(text)):
            yield Hit(notebook.path, cell.view.place(Span(*found.span())), {"mark": found[0].strip()})
        elif cell.outputs and _is_placeholder(text):
            shown = next((output for output in cell.outputs if output.kind != "error"), None)
            if shown is not None and not cell.keeps_output:
                yield Hit(notebook.path, notebook.locate(shown.path) or Span(0, 0), {})


def _is_placeholder(text: str) -> bool:
    """Whether nothing in the cell could have made an output."""
    if "#" not in text or not text.lstrip().startswith(IDLE_BEGINS):
        return False
    return all(map(IDLE.fullmatch, text.split("\n"))) and PLACEHOLDER.search(text) is not None
