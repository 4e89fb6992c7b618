"""What can be read of a notebook that may be invalid: whatever has the right shape, as if the rest were not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from repotool.reading.notebook.schema import AnyCell, Code, Lines, Markdown, Output, Raw
from repotool.reading.notebook.verdict import Fault, judge, load


class Found(Struct, frozen=True):
    """The readable parts of a JSON object: cells with their numbers, which count the unreadable ones, too."""

    version: tuple[int, int] | None
    cells: tuple[tuple[int, AnyCell], ...]
    metadata: Mapping[str, Any]


def read_what_can_be(text: str) -> tuple[Found | None, Fault | None]:
    """What the text holds, if it is a JSON object, and why it is no valid notebook, if it is none."""
    value, fault = load(text)
    if fault is not None:
        return None, fault
    fault = judge(text, value)
    return (_found(value) if isinstance(value, dict) else None), fault


def _found(value: Mapping[str, Any]) -> Found:
    version = (value.get("nbformat"), value.get("nbformat_minor", 0))
    cells = enumerate(_list(value.get("cells")), start=1)
    return Found(
        version=(version[0], version[1]) if isinstance(version[0], int) and isinstance(version[1], int) else None,
        cells=tuple((number, read) for number, cell in cells if (read := _cell(cell)) is not None),
        metadata=_object(value.get("metadata")),
    )


def _cell(value: Any) -> AnyCell | None:
    cell = _object(value)
    metadata, source = _object(cell.get("metadata")), _lines(cell.get("source"))
    id_ = cell["id"] if isinstance(cell.get("id"), str) else UNSET
    match cell.get("cell_type"):
        case "code":
            outputs = [_output(output) for output in _list(cell.get("outputs"))]
            return Code(metadata, source, outputs, _count(cell.get("execution_count")), id_)
        case "markdown":
            return Markdown(metadata, source, id_, _bundles(cell.get("attachments")))
        case "raw":
            return Raw(metadata, source, id_, _bundles(cell.get("attachments")))
    return None


def _output(value: Any) -> Output:
    """What is no output stands as an empty one, so that the others keep their numbers."""
    output = _object(value)
    read = _OUTPUTS.get(str(output.get("output_type")))
    return read(output) if read else Output("display_data", data={}, metadata={})


_OUTPUTS: dict[str, Callable[[Mapping[str, Any]], Output]] = {
    "stream": lambda o: Output("stream", name=_text(o.get("name")), text=_lines(o.get("text"))),
    "display_data": lambda o: Output("display_data", data=_bundle(o.get("data")), metadata=_object(o.get("metadata"))),
    "execute_result": lambda o: Output(
        "execute_result",
        data=_bundle(o.get("data")),
        metadata=_object(o.get("metadata")),
        execution_count=_count(o.get("execution_count")),
    ),
    "error": lambda o: Output(
        "error", ename=_text(o.get("ename")), evalue=_text(o.get("evalue")), traceback=_strings(o.get("traceback"))
    ),
}


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _strings(value: Any) -> list[str]:
    return value if isinstance(value, list) and all(isinstance(line, str) for line in value) else []


def _lines(value: Any) -> Lines:
    return value if isinstance(value, str) else _strings(value)


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bundle(value: Any) -> dict[str, Any]:
    """Text under a text's MIME type, anything under others."""
    return {
        mime: data
        for mime, data in _object(value).items()
        if not mime.startswith("text/") or isinstance(data, str) or _strings(data)
    }


def _bundles(value: Any) -> dict[str, dict[str, Any]] | UnsetType:
    return {name: _bundle(bundle) for name, bundle in value.items()} if isinstance(value, dict) else UNSET
