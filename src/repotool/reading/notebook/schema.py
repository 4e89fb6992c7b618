"""The quick path: what is surely a notebook of format 4.0 to 4.5, parsed and checked in one go by msgspec.

It accepts nothing that nbformat refuses. What it refuses may still be valid (NaN, lone surrogates, numbers out of
range, formats to come): nbformat judges that. The rules are those of the JSON schemas that nbformat ships.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from repotool.model.regex import regex

NEWEST_MINOR = 5
FIRST_MINOR_WITH_IDS = 5

# Stricter by a newline than the schema: `$` also stands before a last one, and validators differ in that.
_ID = regex(r"[a-zA-Z0-9-_]{1,64}")
_TEXT = {str, list}
_JSON_MIME = regex(r"application/(.*\+)?json")

Lines = str | list[str]
Metadata = dict[str, Any]
# Under a MIME type of JSON there may be anything; lists there hold text in all notebooks that were seen.
Bundle = dict[str, str | list[str] | dict[str, Any] | int | float | bool | None]
Count = Annotated[int, Meta(ge=0)] | None


class Output(Struct, forbid_unknown_fields=True, gc=False):
    """An output of any type, with the members of its type and no others.

    Not a tagged union, though it is one: Jupyter writes the tag behind the data, so that msgspec would walk each image
    in search of it and then once more.
    """

    output_type: Literal["stream", "display_data", "execute_result", "error"]
    data: Bundle | UnsetType = UNSET
    metadata: Metadata | UnsetType = UNSET
    execution_count: Count | UnsetType = UNSET
    name: str | UnsetType = UNSET
    text: Lines | UnsetType = UNSET
    ename: str | UnsetType = UNSET
    evalue: str | UnsetType = UNSET
    traceback: list[str] | UnsetType = UNSET


class Markdown(Struct, tag_field="cell_type", tag="markdown", forbid_unknown_fields=True, gc=False):
    metadata: Metadata
    source: Lines
    id: str | UnsetType = UNSET
    attachments: dict[str, Bundle] | UnsetType = UNSET


class Raw(Struct, tag_field="cell_type", tag="raw", forbid_unknown_fields=True, gc=False):
    metadata: Metadata
    source: Lines
    id: str | UnsetType = UNSET
    attachments: dict[str, Bundle] | UnsetType = UNSET


class Code(Struct, tag_field="cell_type", tag="code", forbid_unknown_fields=True, gc=False):
    metadata: Metadata
    source: Lines
    outputs: list[Output]
    execution_count: Count
    id: str | UnsetType = UNSET


AnyCell = Markdown | Code | Raw


class Parsed(Struct, forbid_unknown_fields=True, gc=False):
    metadata: Metadata
    nbformat: Annotated[int, Meta(ge=4, le=4)]
    nbformat_minor: Annotated[int, Meta(ge=0, le=NEWEST_MINOR)]
    cells: list[AnyCell]


_DECODER = msgspec.json.Decoder(Parsed)


def parse(raw: bytes) -> Parsed | None:
    """The notebook in `raw` if it is surely valid; None leaves the judgement to nbformat."""
    try:
        parsed = _DECODER.decode(raw)
    except (ValueError, RecursionError):  # msgspec's own errors and undecodable UTF-8 are ValueErrors
        return None
    return parsed if _is_valid(parsed) else None


def _is_valid(parsed: Parsed) -> bool:
    minor = parsed.nbformat_minor
    return (
        _are_valid_ids([cell.id for cell in parsed.cells], minor)
        and _follows(parsed.metadata, _NOTEBOOK_METADATA)
        and all(map(_is_valid_cell, parsed.cells))
    )


def _are_valid_ids(ids: list[str | UnsetType], minor: int) -> bool:
    if minor < FIRST_MINOR_WITH_IDS:
        return all(id_ is UNSET for id_ in ids)
    return len(set(ids)) == len(ids) and all(isinstance(id_, str) and _ID.fullmatch(id_) for id_ in ids)


def _is_valid_cell(cell: AnyCell) -> bool:
    if cell.metadata and not _follows(cell.metadata, _CELL_METADATA):
        return False
    if isinstance(cell, Code):
        return all(map(_is_valid_output, cell.outputs))
    return cell.attachments is UNSET or all(map(_is_valid_bundle, cell.attachments.values()))


def _shape(*members: str) -> tuple[Callable[[Output], Any], Callable[[Output], Any], tuple[UnsetType, ...]]:
    """Getters of the members that an output must have and of those that it must not, and what the latter answer."""
    others = [name for name in Output.__struct_fields__ if name not in ("output_type", *members)]
    return attrgetter(*members), attrgetter(*others), (UNSET,) * len(others)


_SHAPES = {
    "stream": _shape("name", "text"),
    "display_data": _shape("data", "metadata"),
    "execute_result": _shape("data", "metadata", "execution_count"),
    "error": _shape("ename", "evalue", "traceback"),
}


def _is_valid_output(output: Output) -> bool:
    members, others, unset = _SHAPES[output.output_type]
    if UNSET in members(output) or others(output) != unset:
        return False
    return output.data is UNSET or _is_valid_bundle(output.data)


def _is_valid_bundle(bundle: Bundle) -> bool:
    """Each value is text, as one string or as lines; under the MIME type of JSON it may be anything."""
    if {*map(type, bundle.values())} <= _TEXT:
        return True
    return all(isinstance(value, (str, list)) or _JSON_MIME.fullmatch(mime) for mime, value in bundle.items())


def _follows(metadata: Metadata, rules: dict[str, Callable[[Any], bool]]) -> bool:
    return all(rules[name](value) for name, value in metadata.items() if name in rules)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and value != "" and "\n" not in value


def _are_tags(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(tag, str) and tag and "," not in tag for tag in value):
        return False
    return len(set(value)) == len(value)


def _are_times(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _is_kernel(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("name")) and _is_text(value.get("display_name"))


def _is_language(value: Any) -> bool:
    return isinstance(value, dict) and _is_text(value.get("name")) and _follows(value, _LANGUAGE)


# Of each member that a schema of any of the minor versions knows, what it must be. Some came late (title, execution);
# an older notebook that has one of the wrong kind goes to nbformat, which will tell.
_LANGUAGE: dict[str, Callable[[Any], bool]] = {
    "codemirror_mode": lambda value: _is_text(value) or _is_object(value),
    "file_extension": _is_text,
    "mimetype": _is_text,
    "pygments_lexer": _is_text,
}
_NOTEBOOK_METADATA: dict[str, Callable[[Any], bool]] = {
    "kernelspec": _is_kernel,
    "language_info": _is_language,
    "orig_nbformat": lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 1,
    "title": _is_text,
    "authors": lambda value: isinstance(value, list),
}
_CELL_METADATA: dict[str, Callable[[Any], bool]] = {
    "name": _is_name,
    "tags": _are_tags,
    "format": _is_text,
    "jupyter": _is_object,
    "collapsed": _is_flag,
    "scrolled": lambda value: _is_flag(value) or value == "auto",
    "execution": _are_times,
}
