"""Edits of a notebook, made and proven: the file is read again, and only what they name may be different.

Notebooks are never serialised anew. What an edit takes out goes with one comma and the space around it, what it puts in
is spaced like its neighbours, so a file that `json.dump` wrote stays one that it could have written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct, field

from repotool.model import Change, Edit, Notebook, Refused, Span
from repotool.model.shown import shown
from repotool.reading.notebook.json import JsonText, load_words
from repotool.reading.source import encode
from repotool.writing.edits import apply_edits


def cleaned(notebook: Notebook, raw: bytes, changes: Sequence[Change]) -> bytes:
    """The bytes of `notebook`, which was read from `raw`, with `changes` made.

    Refused where they cannot be made, or would change more than they name.
    """
    edits = notebook.edit(changes)
    if edits is None:
        raise Refused(f"{shown(notebook.path)}: the notebook has no such places to change; nothing was written")
    before = raw.decode("utf-8", "surrogateescape")
    after = apply_edits(before, edits)
    prove(notebook.path, before, edits, after)
    return encode(after)


def prove(file: str, before: str, edits: Sequence[Edit], after: str) -> None:
    """Refused unless `after` is JSON that differs from `before` only in what `edits` name.

    An edit names the value it lies in, or the members it touches and new ones between them; in a list of lines, the
    list. Numbers are compared as written. Where `before` is no JSON there is nothing to prove.
    """
    try:
        old = load_words(before)
    except ValueError:
        return
    if not _is_proven(JsonText(encode(before)), old, edits, after):
        raise Refused(
            f"{shown(file)}: the edits would change more of the notebook than they name; nothing was written. "
            "Exclude the file, and tell us of it"
        )


def _is_proven(source: JsonText, old: Any, edits: Sequence[Edit], after: str) -> bool:
    touched = _Touched()
    for edit in edits:
        if edit.span.end > source.root.start and edit.span.start < source.root.end:
            _touch(source, source.root, edit.span, touched)
    try:
        return _is_same(old, load_words(after), touched)
    except ValueError:
        return False


class _Touched(Struct):
    """What edits touch of a value: all of it, or some of its parts. `open`: it may get new members."""

    all: bool = False
    open: bool = False
    parts: dict[str | int, _Touched] = field(default_factory=dict)

    def part(self, step: str | int) -> _Touched:
        return self.parts.setdefault(step, _Touched())


def _touch(source: JsonText, value: Span, edit: Span, touched: _Touched) -> None:
    """Walks down to the innermost value that `edit` lies in, and notes what it touches there."""
    kind = source.text[value.start]
    if kind not in "[{" or not value.start < edit.start <= edit.end < value.end:
        touched.all = True
    elif kind == "{":
        _touch_object(source, value, edit, touched)
    else:
        _touch_array(source, value, edit, touched)


def _touch_object(source: JsonText, value: Span, edit: Span, touched: _Touched) -> None:
    for member in source.members(value):
        if _lies_in(edit, member.value):
            return _touch(source, member.value, edit, touched.part(member.name))
    touched.open = True
    for member in source.members(value):
        if member.key.start < edit.end and edit.start < member.value.end:
            touched.part(member.name).all = True
    return None


def _touch_array(source: JsonText, value: Span, edit: Span, touched: _Touched) -> None:
    """Of lines, all: their number may change. Other items are touched from inside only."""
    items = source.items(value)
    if all(source.text[item.start] == '"' for item in items):
        touched.all = True
        return
    for index, item in enumerate(items):
        if _lies_in(edit, item):
            _touch(source, item, edit, touched.part(index))


def _lies_in(edit: Span, value: Span) -> bool:
    """What is put in before or after a value does not lie in it."""
    if edit.start == edit.end:
        return value.start < edit.start < value.end
    return value.holds(edit)


def _is_same(old: Any, new: Any, touched: _Touched | None) -> bool:
    """Whether `new` is `old` but for what is touched."""
    if touched is None or not (touched.all or touched.open or touched.parts):
        return bool(old == new)
    if touched.all:
        return True
    if isinstance(old, dict) and isinstance(new, dict):
        return _are_same_members(old, new, touched)
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return all(_is_same(o, n, touched.parts.get(at)) for at, (o, n) in enumerate(zip(old, new, strict=True)))
    return False


def _are_same_members(old: dict[str, Any], new: dict[str, Any], touched: _Touched) -> bool:
    gone = {name for name in old if name not in new}
    if any(not touched.part(name).all for name in gone) or (not touched.open and new.keys() - old.keys()):
        return False
    return all(_is_same(value, new[name], touched.parts.get(name)) for name, value in old.items() if name not in gone)
