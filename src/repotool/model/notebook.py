"""A Jupyter notebook: its cells, what they hold, and the way to each value of its JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from repotool.model.ops import Edit
from repotool.model.text import Repair, Source, Span, View

JsonPath = tuple[str | int, ...]
"""The way from the root of a JSON text to a value: ("cells", 3, "source"). Indexes count from 0."""

# What authors and tools write on a cell whose output belongs to the material.
KEEP_OUTPUT = frozenset({"keep-output", "keep_output"})


class Put(Struct, frozen=True):
    """The value at `path` becomes `value`: a string, a number, None, or an empty list or dict.

    A member that the object at `path[:-1]` does not have is added.
    """

    path: JsonPath
    value: str | int | list[Any] | dict[str, Any] | None


class Drop(Struct, frozen=True):
    """The member at `path` is taken out of its object."""

    path: JsonPath


Change = Put | Drop


class Output(Struct, frozen=True):
    """Output `index`, from 0, of cell `cell`, from 1.

    `kind` is "stream", "display_data", "execute_result" or "error"; `name` the stream's name or the exception's.
    `texts` holds what is text by its MIME type (streams and tracebacks are "text/plain"), `others` the characters of
    everything else by MIME type, such as an image in base64; the size of a value that is no text (JSON) is None.
    """

    cell: int
    index: int
    kind: str
    name: str
    texts: Mapping[str, str]
    others: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def path(self) -> JsonPath:
        return ("cells", self.cell - 1, "outputs", self.index)

    @property
    def sizes(self) -> Mapping[str, int | None]:
        """The characters of everything by MIME type."""
        return {**{mime: len(text) for mime, text in self.texts.items()}, **self.others}

    def text_path(self, mime: str) -> JsonPath:
        """Where `texts[mime]` stands; `Notebook.view` of it leads into the file."""
        if self.kind == "stream":
            return (*self.path, "text")
        return (*self.path, "traceback") if self.kind == "error" else (*self.path, "data", mime)


class Cell(Struct, frozen=True):
    """A cell. `number` is 1-based; `kind` is "markdown", "code" or "raw".

    `text` is the source as one text, whether the file holds it as lines or as one string; `seen` makes the view of a
    cell's text, by number, with the way into the file.
    """

    number: int
    kind: str
    text: str
    seen: Callable[[int, str], View]
    id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    execution_count: int | None = None
    outputs: tuple[Output, ...] = ()
    attachments: tuple[str, ...] = ()

    @property
    def view(self) -> View:
        """The source, with the way of its spans and replacements into the file. Made when it is asked for: most cells
        are only looked at.
        """
        return self.seen(self.number, self.text)

    @property
    def path(self) -> JsonPath:
        return ("cells", self.number - 1)

    @property
    def tags(self) -> frozenset[str]:
        tags = self.metadata.get("tags")
        return frozenset(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else frozenset()

    @property
    def keeps_output(self) -> bool:
        """Whether the author asked for its output to stay."""
        return not KEEP_OUTPUT.isdisjoint(self.tags) or self.metadata.get("keep_output") is True


class CellRepairs(Struct, frozen=True):
    """What is damaged in the cells of a notebook.

    `source` is the text of all of them with its repair, a line feed between two cells; `view` is the way of its spans
    into the file. `repairs` are those of the damaged cells, by number, in their own spans.
    """

    source: Source
    view: View
    repairs: Mapping[int, Repair]


class DamagedOutput(Struct, frozen=True):
    """A place in what a cell printed that was read in a wrong encoding; `span` is of the file, `plan` tells how."""

    span: Span
    text: str
    reading: str
    plan: str


class Notebook(Struct, frozen=True):
    """A notebook, read as far as it can be. Spans are of the file's text; `version` is (major, minor).

    `invalid` says why Jupyter would refuse it, `invalid_span` where; both are None of a valid one. An invalid notebook
    may have cells all the same.
    """

    path: str
    version: tuple[int, int] | None
    cells: tuple[Cell, ...]
    metadata: Mapping[str, Any]
    text: Callable[[], str]
    """The whole file's."""
    locate: Callable[[JsonPath], Span | None]
    """Where the value at a path stands; None where there is none."""
    view: Callable[[JsonPath], View | None]
    """The string or list of lines at a path as one text; None where there is no such thing."""
    cell_at: Callable[[int], tuple[int, int | None] | None]
    """The cell of an offset in the file, and the line within its source, both 1-based."""
    edit: Callable[[Sequence[Change]], tuple[Edit, ...] | None]
    """The edits that make changes, and nothing else, in the file's own style; None where that cannot be done."""
    upgrade: Callable[[], str | None]
    """The whole text in notebook format 4, made of an older one; None where it is of format 4 or cannot be read."""
    invalid: str | None = None
    invalid_span: Span | None = None

    @property
    def language(self) -> str:
        """The language of its code, in lower case; "" where it is not told."""
        info, kernel = self.metadata.get("language_info"), self.metadata.get("kernelspec")
        told = [info.get("name")] if isinstance(info, dict) else []
        told += [kernel.get("language")] if isinstance(kernel, dict) else []
        return next((name.lower() for name in told if isinstance(name, str) and name), "")

    @property
    def has_broken_widgets(self) -> bool:
        """Whether `metadata.widgets` lacks the "state" without which GitHub and nbconvert refuse the notebook."""
        widgets = self.metadata.get("widgets", {})
        return not isinstance(widgets, dict) or any(
            not isinstance(views, dict) or "state" not in views for views in widgets.values()
        )
