"""Bytes -> Notebook.

What is surely valid goes the quick way (`schema.py`). Of everything else nbformat tells whether it is valid
(`verdict.py`), and what can be read of it is read all the same (`lenient.py`). Places in the JSON are
looked for when something is reported or mended there (`places.py`), so sound notebooks do not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from repotool.model import Cell, Notebook, Output
from repotool.reading.notebook.places import Places
from repotool.reading.notebook.schema import AnyCell, Code, Lines, Markdown, parse
from repotool.reading.notebook.schema import Output as Written

PLAIN = "text/plain"


def read_notebook(path: str, raw: bytes) -> Notebook:
    """The notebook in `raw`; never raises. `invalid` of the answer tells why Jupyter would refuse the file."""
    parsed = parse(raw)
    if parsed is None:
        return _doubtful(path, raw)
    places = Places(path, raw)
    return Notebook(
        path=path,
        version=(parsed.nbformat, parsed.nbformat_minor),
        cells=_cells(enumerate(parsed.cells, start=1), places),
        metadata=parsed.metadata,
        text=places.text,
        locate=places.locate,
        view=places.view,
        cell_at=places.cell_at,
        edit=places.edit,
        upgrade=places.upgrade,
    )


def _doubtful(path: str, raw: bytes) -> Notebook:
    """A notebook that the quick path refused: nbformat's verdict, and what can be read of it."""
    from repotool.reading.notebook.lenient import read_what_can_be

    text = raw.decode("utf-8", "surrogateescape")
    found, fault = read_what_can_be(text)
    places = Places(path, raw, is_object=found is not None)
    return Notebook(
        path=path,
        version=found.version if found else None,
        cells=_cells(found.cells, places) if found else (),
        metadata=found.metadata if found else {},
        text=places.text,
        locate=places.locate,
        view=places.view,
        cell_at=places.cell_at,
        edit=places.edit,
        upgrade=places.upgrade,
        invalid=fault.message if fault else None,
        invalid_span=places.span_of(fault.where) if fault else None,
    )


def _cells(cells: Iterable[tuple[int, AnyCell]], places: Places) -> tuple[Cell, ...]:
    return tuple([_cell(number, cell, places) for number, cell in cells])


def _cell(number: int, cell: AnyCell, places: Places) -> Cell:
    text = _text(cell.source)
    id_ = None if cell.id is UNSET else cell.id
    if isinstance(cell, Code):
        outputs = tuple([_output(number, index, output) for index, output in enumerate(cell.outputs)])
        return Cell(number, "code", text, places.source, id_, cell.metadata, cell.execution_count, outputs)
    kind = "markdown" if isinstance(cell, Markdown) else "raw"
    attachments = () if cell.attachments is UNSET else tuple(cell.attachments)
    return Cell(number, kind, text, places.source, id_, cell.metadata, None, (), attachments)


def _output(cell: int, index: int, output: Written) -> Output:
    if output.text is not UNSET:
        return Output(cell, index, "stream", output.name or "", {PLAIN: _text(output.text)})
    if output.traceback is not UNSET:
        return Output(cell, index, "error", output.ename or "", {PLAIN: "\n".join(output.traceback)})
    texts: dict[str, str] = {}
    others: dict[str, int | None] = {}
    for mime, value in output.data.items() if output.data else ():
        if isinstance(value, (str, list)) and mime.startswith("text/"):
            texts[mime] = _text(value)
        else:
            others[mime] = _size(value)
    return Output(cell, index, output.output_type, "", texts, others)


def _text(value: Lines) -> str:
    """What JSON holds as one string or as lines."""
    return value if isinstance(value, str) else "".join(value)


def _size(value: object) -> int | None:
    if isinstance(value, list):
        return sum(map(len, value))
    return len(value) if isinstance(value, str) else None
