"""What nbformat says of a notebook that the quick path refused. The only module that knows nbformat, imported late."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from repotool.model.notebook import JsonPath
from repotool.model.regex import regex
from repotool.model.text import NOT_UTF8
from repotool.reading.notebook.json import BYTE_ORDER_MARK

MAJOR = 4
LONGEST_MESSAGE = 200

_SURROGATE = regex("[\ud800-\udfff]")
_GIANT = regex(r"(?<![0-9])[0-9]{4301,}")


class Fault(Struct, frozen=True):
    """Why a notebook is invalid; `where` is an offset in the text, or the path to a value of its JSON."""

    message: str
    where: int | JsonPath = ()


def load(text: str) -> tuple[Any, Fault | None]:
    """The JSON value in `text`, or why there is none. `text` holds bytes that are no UTF-8 as surrogates."""
    body = text.removeprefix(BYTE_ORDER_MARK)
    shift = len(text) - len(body)
    if not body.strip():
        return None, Fault("it is empty", 0)
    try:
        return json.loads(body), None
    except json.JSONDecodeError as error:
        at = error.pos + shift
        return None, _bytes_fault(text, at) or Fault(f"it is not JSON: {_lowered(error.msg)}", at)
    except RecursionError:
        return None, Fault("its lists and objects are nested too deep", 0)
    except ValueError:  # Python does not convert numbers of more than 4,300 digits
        giant = _GIANT.search(text)
        return None, Fault("a number in it has too many digits", giant.start() if giant else 0)


def judge(text: str, value: Any) -> Fault | None:
    """Why Jupyter would refuse the notebook `value`, which was loaded from `text`; None where it would not."""
    if text.startswith(BYTE_ORDER_MARK):
        return Fault("it begins with a byte-order mark, which Jupyter takes for broken JSON", 0)
    if fault := _bytes_fault(text, len(text)):
        return fault
    if not isinstance(value, dict):
        return Fault(f"it is {_KINDS[type(value)]} where a notebook is an object", len(text) - len(text.lstrip()))
    return _version_fault(value) or _schema_fault(value) or _id_fault(value)


def _bytes_fault(text: str, before: int) -> Fault | None:
    lost = NOT_UTF8.search(text, 0, before + 1)
    return Fault(f"it is not UTF-8: byte 0x{ord(lost[0]) - 0xDC00:02X}", lost.start()) if lost else None


_KINDS = {
    list: "a list",
    str: "a string",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def _version_fault(value: Mapping[str, Any]) -> Fault | None:
    for name in ("nbformat", "nbformat_minor"):
        if name not in value:
            return Fault(f"it has no `{name}`")
        if not isinstance(value[name], int) or isinstance(value[name], bool) or value[name] < 0:
            return Fault(f"its `{name}` is no version number", (name,))
    if value["nbformat"] < MAJOR:
        return Fault(f"it is in the old notebook format {value['nbformat']}", ("nbformat",))
    if value["nbformat"] > MAJOR:
        return Fault("it is in a notebook format that is not known yet", ("nbformat",))
    return None


def _schema_fault(value: Mapping[str, Any]) -> Fault | None:
    """The first error nbformat finds. `iter_validate` changes nothing, where `validate` would quietly mend ids."""
    from nbformat.validator import iter_validate

    try:
        error = next(iter(iter_validate(value)), None)  # type: ignore[no-untyped-call]
    except Exception as trouble:  # what nbformat throws at input it did not expect is a verdict, too
        return Fault(f"nbformat cannot judge it: {_short(str(trouble) or type(trouble).__name__)}")
    if error is None:
        return None
    path = tuple(error.relative_path)
    return Fault(_short(error.message), path)


def _id_fault(value: Mapping[str, Any]) -> Fault | None:
    """Ids are unique since format 4.5; no schema can say that."""
    if value["nbformat_minor"] < 5:
        return None
    seen: dict[str, int] = {}
    for index, cell in enumerate(value["cells"]):
        first = seen.setdefault(cell["id"], index) if "id" in cell else index
        if first != index:
            return Fault(f"the id {_short(repr(cell['id']))} is that of cell {first + 1}, too", ("cells", index, "id"))
    return None


def upgraded(text: str) -> str | None:
    """The notebook of an older format as text of format 4; None where nbformat cannot read it, or it is of format 4.

    nbformat gives cells random ids; here they are numbers, so that the same file gives the same text.
    """
    value, fault = load(text)
    if fault or not isinstance(value, dict) or str(value.get("nbformat")) not in ("2", "3"):
        return None
    try:
        notebook = _converted(value)
    except Exception:  # an old notebook that nbformat cannot convert: there is nothing to offer
        return None
    if _schema_fault(notebook) is not None:
        return None
    # A lone surrogate cannot be written as a character.
    lost = _SURROGATE.search(json.dumps(notebook, ensure_ascii=False))
    return json.dumps(notebook, ensure_ascii=lost is not None, indent=1, sort_keys=True) + "\n"


def _converted(value: Any) -> Any:
    import nbformat
    from nbformat.v4.rwbase import split_lines, strip_transient

    old = nbformat.reader.reads(json.dumps(value))  # type: ignore[no-untyped-call]
    notebook = nbformat.convert(old, MAJOR)  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number}"
    return strip_transient(split_lines(notebook))  # type: ignore[no-untyped-call]


def _short(message: str) -> str:
    """nbformat quotes what it judges, be it megabytes: the beginning and the end tell enough."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = LONGEST_MESSAGE // 2
    return f"{message[:half]} … {message[-half:]}"


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:]
