"""`.repotool/origin.toml` -> Origin, and back. A file that somebody else broke is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from repotool.config import parse_toml
from repotool.model import Refused
from repotool.model.origin import ORIGIN, FileOrigin, Origin, Question
from repotool.model.regex import regex
from repotool.reading.tree import read_bytes

MAX_BYTES = 8 * 1024 * 1024
MOST_QUESTIONS = 10_000
_HEAD = """\
# Written by repotool: where this repository comes from, and what is still to be decided (`repotool todo`).
# Nothing here is for students; keep the file in git.
"""
_ESCAPED = regex('["\\\\\x00-\x1f\x7f\ud800-\udfff]')


def read_origin(root: Path) -> Origin | None:
    """What the repository at `root` knows of its origin; None where it was not made by repotool."""
    if not (root / ORIGIN).is_file():
        return None
    raw = read_bytes(root, ORIGIN, limit=MAX_BYTES)
    return parse_origin(raw.decode("utf-8", "replace"), root / ORIGIN)


def parse_origin(text: str, path: Path) -> Origin:
    """The origin that `text` tells. Raises Refused where it is not what repotool writes."""
    table = parse_toml(path, text)
    try:
        return Origin(
            prior=_text(table["prior"]),
            source=_text_or_none(table.get("source")),
            name=_text_or_none(table.get("name")),
            commit=_text_or_none(table.get("commit")),
            options=dict(table.get("options", {})),
            files={
                _path(name): FileOrigin(_text(told["from"]), _text(told["sha256"]))
                for name, told in dict(table.get("files", {})).items()
            },
            questions=tuple(_question(told) for told in _few(table.get("question", []))),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Refused(f"{path}: is not what repotool wrote there; restore it from git, or delete it") from None


def _question(told: Mapping[str, Any]) -> Question:
    return Question(
        number=int(told["number"]),
        kind=_text(told["kind"]),
        file=_path(told["file"]),
        line=int(told["line"]),
        text=_text(told["text"]),
        message=_text(told["message"]),
        done=told.get("done") is True,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _path(value: Any) -> str:
    """A file of the repository: where it is somebody else's word, it may name what lies outside."""
    path = _text(value)
    if path.startswith("/") or ".." in path.split("/") or "\0" in path:
        raise ValueError("a path within the repository is expected")
    return path


def _few(questions: list[Any]) -> list[Any]:
    if len(questions) > MOST_QUESTIONS:
        raise ValueError("a course does not leave so many questions open")
    return questions


def write_origin(origin: Origin) -> bytes:
    """The file that tells `origin`, in a fixed order: the same origin is always the same bytes."""
    return ("\n".join([_HEAD.rstrip("\n"), *_lines(origin)]) + "\n").encode()


def _lines(origin: Origin) -> Iterator[str]:
    yield f"prior = {_quoted(origin.prior)}"
    if origin.source is not None:
        yield f"source = {_quoted(origin.source)}"
    if origin.name is not None:
        yield f"name = {_quoted(origin.name)}"
    if origin.commit is not None:
        yield f"commit = {_quoted(origin.commit)}"
    yield "\n[options]"
    yield from (f"{key} = {_value(value)}" for key, value in origin.options.items())
    yield "\n[files]"
    for path, told in sorted(origin.files.items()):
        yield f"{_quoted(path)} = {{ from = {_quoted(told.path)}, sha256 = {_quoted(told.sha256)} }}"
    for question in origin.questions:
        yield "\n[[question]]"
        yield f"number = {question.number}"
        yield f"kind = {_quoted(question.kind)}"
        yield f"file = {_quoted(question.file)}"
        yield f"line = {question.line}"
        yield f"text = {_quoted(question.text)}"
        yield f"message = {_quoted(question.message)}"
        if question.done:
            yield "done = true"


def _value(value: str | int | bool | list[str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_quoted(part) for part in value)}]"
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(text: str) -> str:
    """A TOML string. A byte that is not UTF-8 has no place in TOML: U+FFFD stands for it."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0] in '"\\':
        return "\\" + match[0]
    return "\\uFFFD" if code >= 0xD800 else f"\\u{code:04x}"
