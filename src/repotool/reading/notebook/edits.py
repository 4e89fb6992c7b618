"""Changes of a JSON text -> edits of the places they name; what stands around keeps its own spacing."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence

from repotool.model import Edit
from repotool.model.notebook import Change, Drop, Put
from repotool.model.text import Span
from repotool.reading.notebook.json import JsonText, Member
from repotool.reading.notebook.strings import Spelling


def edits(file: str, source: JsonText, changes: Sequence[Change]) -> tuple[Edit, ...] | None:
    """The edits that make `changes`; None where the text has no such places, or one change undoes another."""
    made: list[Edit] = []
    for place, of_object in _by_object(source, changes).items():
        if place is None:
            return None
        members = source.members(place)
        dropped = {change.path[-1] for change in of_object if isinstance(change, Drop)}
        kept = [member for member in members if member.name not in dropped]
        puts = [change for change in of_object if isinstance(change, Put)]
        if puts and (dropped & {put.path[-1] for put in puts} or (dropped and not kept)):
            return None
        made += [Edit(file, span, "") for span in _cuts(place, members, kept)]
        made += [edit for put in puts for edit in _put(file, source.text, place, kept, put)]
    return tuple(sorted(made, key=lambda edit: edit.span))


def _by_object(source: JsonText, changes: Sequence[Change]) -> dict[Span | None, list[Change]]:
    """The changes by the object whose members they change; None stands for what is no object of this text."""
    grouped: dict[Span | None, list[Change]] = {}
    for change in changes:
        place = source.locate(change.path[:-1])
        is_object = place is not None and source.text[place.start] == "{"
        grouped.setdefault(place if is_object else None, []).append(change)
    return grouped


def _cuts(place: Span, members: Sequence[Member], kept: Sequence[Member]) -> list[Span]:
    """The stretches that hold the members not `kept`, each with one comma; of all members, the whole inside."""
    if len(kept) == len(members):
        return []
    if not kept:
        return [Span(place.start + 1, place.end - 1)]
    cuts = []
    start = None
    for member in members:
        if member not in kept:
            start = member.key.start if start is None else start
        elif start is not None:
            cuts.append(Span(start, member.key.start))
            start = None
    if start is not None:
        cuts.append(Span(kept[-1].value.end, members[-1].value.end))
    return cuts


def _put(file: str, text: str, place: Span, members: Sequence[Member], change: Put) -> list[Edit]:
    name, value = change.path[-1], _spelled(text, change.value)
    old = next((member for member in reversed(members) if member.name == name), None)  # the one that counts
    if old is not None:
        return [] if old.value.cut(text) == value else [Edit(file, old.value, value)]
    if not members:
        return [Edit(file, Span(place.start + 1, place.end - 1), f"{_spelled(text, str(name))}: {value}")]
    first = members[0]
    colon = text[first.key.end : first.value.start]
    member = f"{_spelled(text, str(name))}{colon}{value}"
    at = _position([m.name for m in members], str(name))
    space = text[place.start + 1 : first.key.start]
    if at == len(members):
        end = members[-1].value.end
        return [Edit(file, Span(end, end), f",{_separator(text, members, space)}{member}")]
    start = members[at].key.start
    return [Edit(file, Span(start, start), f"{member},{_separator(text, members, space)}")]


def _position(names: list[str], name: str) -> int:
    """Among sorted members the place that keeps them sorted, else the end."""
    return bisect_left(names, name) if names == sorted(names) else len(names)


def _separator(text: str, members: Sequence[Member], space: str) -> str:
    """The space the object writes after a comma, or, of a lone member, before it."""
    if len(members) == 1:
        return space
    return text[members[0].value.end : members[1].key.start].partition(",")[2]


def _spelled(text: str, value: object) -> str:
    if isinstance(value, str):
        return f'"{Spelling.of(text, "").spell(value)}"'
    return json.dumps(value)
