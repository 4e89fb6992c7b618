"""The ways into the JSON that a Notebook hands out: where a value stands, which cell an offset is in, how to edit."""

from __future__ import annotations

from collections.abc import Sequence

from repotool.model import Edit
from repotool.model.notebook import Change, JsonPath
from repotool.model.text import Span, View
from repotool.reading.notebook.edits import edits
from repotool.reading.notebook.json import JsonText, index_at
from repotool.reading.notebook.strings import JsonString


class Places:
    """The places of the notebook at `path`. Of a file that is no JSON object there are none."""

    __slots__ = ("_is_object", "_path", "_raw", "_sources", "json")

    def __init__(self, path: str, raw: bytes, *, is_object: bool = True) -> None:
        self._path = path
        self._raw = raw
        self._is_object = is_object
        self._sources: dict[int, JsonString] = {}
        self.json = JsonText(raw)

    def text(self) -> str:
        return self.json.text

    def locate(self, path: JsonPath) -> Span | None:
        return self.json.locate(path) if self._is_object else None

    def span_of(self, where: int | JsonPath) -> Span:
        """An offset as the character there; a path as the value at it, or as the last one on the way that exists."""
        if isinstance(where, int):
            return Span(where, min(where + 1, len(self.json.text)))
        while where and self.locate(where) is None:
            where = where[:-1]
        return self.locate(where) or Span(0, 0)

    def view(self, path: JsonPath) -> View | None:
        place = self.locate(path)
        if place is None:
            return None
        string = JsonString(self.json, path, joint="\n" if path[-1:] == ("traceback",) else "")
        text = string.text()
        return None if text is None else View(text, string.place, string.spell)

    def source(self, number: int, text: str) -> View:
        """The view of a cell's source, which is `text`. The way into the file is found once for each cell."""
        if number not in self._sources:
            self._sources[number] = JsonString(self.json, ("cells", number - 1, "source"))
        string = self._sources[number]
        return View(text, string.place, string.spell)

    def cell_at(self, offset: int) -> tuple[int, int | None] | None:
        if offset == 0:  # what is told of the whole notebook stands before all cells
            return None
        cells = self.locate(("cells",))
        at = index_at(self.json.items(cells), offset) if cells else None
        if at is None:
            return None
        path: JsonPath = ("cells", at, "source")
        source = self.json.locate(path)
        if source is None or not source.start <= offset <= source.end:
            return at + 1, None
        return at + 1, JsonString(self.json, path).line_at(offset)

    def edit(self, changes: Sequence[Change]) -> tuple[Edit, ...] | None:
        return edits(self._path, self.json, changes) if self._is_object else None

    def upgrade(self) -> str | None:
        from repotool.reading.notebook.verdict import upgraded

        return upgraded(self.json.text)
