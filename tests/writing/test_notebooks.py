"""Cleaning a notebook: what is left is what its own writer would have written, byte for byte, and proven to be so."""

from __future__ import annotations

import copy
import json
from bisect import bisect_left
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repotool.model import Change, Drop, Edit, Put, Refused, Span
from repotool.model.cleaning import with_sound_ids, without_broken_widgets, without_metadata, without_outputs
from repotool.reading.notebook.reading import read_notebook
from repotool.writing.notebooks import cleaned, prove
from tests.reading.notebook.samples import sample
from tests.reading.notebook.styles import STYLES, Style

NOISE = ["colab", "toc", "collapsed", "ExecuteTime", "шум"]
KEPT = ["kernelspec", "language_info", "tags"]


def changed(value: Any, changes: list[Change]) -> Any:
    """`value` with the changes made, the plain way."""
    value = copy.deepcopy(value)
    for change in changes:
        *way, name = change.path
        target = value
        for step in way:
            target = target[step]
        if isinstance(change, Drop):
            del target[name]
        elif name in target:
            target[name] = change.value
        else:
            _insert(target, str(name), change.value)
    return value


def _insert(target: dict[str, Any], name: str, value: Any) -> None:
    members = list(target.items())
    names = list(target)
    members.insert(bisect_left(names, name) if names == sorted(names) else len(names), (name, value))
    target.clear()
    target.update(members)


@st.composite
def notebooks(draw: st.DrawFn) -> dict[str, Any]:
    """Notebooks with outputs, noise in their metadata and ids of every kind, in format 4.4 or 4.5."""
    value = sample(draw(st.sampled_from([4, 5])))
    value["cells"] = [copy.deepcopy(draw(st.sampled_from(value["cells"]))) for _ in range(draw(st.integers(0, 4)))]
    for cell in value["cells"]:
        cell["metadata"] = {name: {"a": ["b"]} for name in draw(_subset(NOISE))}
        cell["metadata"] |= {"tags": draw(st.sampled_from([[], ["keep-output"], ["решение"]]))} if draw(_flag) else {}
        if draw(_flag):
            cell.pop("id", None)
    value["metadata"] = {name: value["metadata"].get(name, {}) for name in draw(_subset([*NOISE, *KEPT, "widgets"]))}
    return _sorted(value) if draw(_flag) else value


_flag = st.booleans()


def _subset(names: list[str]) -> st.SearchStrategy[list[str]]:
    return st.permutations(names).flatmap(lambda order: st.integers(0, len(names)).map(lambda n: order[:n]))


def _sorted(value: Any) -> Any:
    return json.loads(json.dumps(value, sort_keys=True))


@settings(deadline=None)
@given(notebooks(), STYLES, st.lists(_flag, min_size=4, max_size=4))
def test_what_is_left_is_in_the_files_own_style(value: dict[str, Any], style: Style, parts: list[bool]) -> None:
    raw = style.write(value)
    notebook = read_notebook("a.ipynb", raw)
    changes: list[Change] = []
    changes += [c for cell in notebook.cells for c in without_outputs(cell)] if parts[0] else []
    changes += without_metadata(notebook, NOISE, NOISE) if parts[1] else []
    changes += without_broken_widgets(notebook) if parts[2] else []
    changes += with_sound_ids(notebook) if parts[3] else []
    assert cleaned(notebook, raw, changes) == style.write(changed(value, changes))


@pytest.mark.parametrize(
    ("minor", "ids", "wanted"),
    [
        (5, ["a", "a", None, "нет!", "b"], ["a", ..., ..., ..., "b"]),
        (5, ["a", "b"], ["a", "b"]),
        (4, ["a", None], [None, None]),
    ],
)
def test_ids_are_made_sound(minor: int, ids: list[str | None], wanted: list[Any]) -> None:
    cells = [
        {"cell_type": "raw", **({"id": id_} if id_ else {}), "metadata": {}, "source": f"Абзац {id_}"} for id_ in ids
    ]
    raw = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor}, indent=1).encode()
    notebook = read_notebook("a.ipynb", raw)
    after = cleaned(notebook, raw, with_sound_ids(notebook))
    assert after == cleaned(notebook, raw, with_sound_ids(notebook))
    mended = read_notebook("a.ipynb", after)
    assert mended.invalid is None
    assert [cell.id if want is not ... else ... for cell, want in zip(mended.cells, wanted, strict=True)] == wanted


def test_what_the_author_keeps_is_kept() -> None:
    value = sample(5)
    value["cells"][1]["metadata"]["tags"] = ["keep-output"]
    raw = json.dumps(value).encode()
    notebook = read_notebook("a.ipynb", raw)
    assert [change for cell in notebook.cells for change in without_outputs(cell)] == []


ODD = (
    b'\xef\xbb\xbf{"cells": [{"cell_type": "code",\r\n\t"execution_count":  7 ,"metadata" : { "n": [1E5, 1e999, -0.0, '
    b'123456789012345678901234567890, NaN] , "colab" :{"x":"\\/"} },"source": "\\u0416\\ud83d \\/ \xd0\xb6",'
    b' "outputs": [ {"output_type": "stream", "name": "stdout", "text": "1"} ]\n}]\r,"metadata":{"t\\u006fc": 1},'
    b'"nbformat":4,"nbformat_minor":2}\r\n\r\n'
)


def test_odd_bytes_stay_what_they_are() -> None:
    notebook = read_notebook("a.ipynb", ODD)
    [cell] = notebook.cells
    changes = [*without_outputs(cell), *without_metadata(notebook, ["toc"], ["colab"])]
    wanted = ODD.replace(b' 7 ,"metadata"', b' null ,"metadata"').replace(b' , "colab" :{"x":"\\/"}', b"")
    wanted = wanted.replace(b'[ {"output_type": "stream", "name": "stdout", "text": "1"} ]', b"[]")
    assert cleaned(notebook, ODD, changes) == wanted.replace(b'{"t\\u006fc": 1}', b"{}")


def test_repeated_members_are_dropped_together() -> None:
    raw = b'{"cells":[],"metadata":{"toc":1,"a":2,"toc":3},"nbformat":4,"nbformat_minor":2}'
    notebook = read_notebook("a.ipynb", raw)
    after = cleaned(notebook, raw, [Drop(("metadata", "toc"))])
    assert after == b'{"cells":[],"metadata":{"a":2},"nbformat":4,"nbformat_minor":2}'


@pytest.mark.parametrize(
    "changes",
    [
        [Put(("metadata", "no", "such"), None)],
        [Drop(("cells", 0))],
        [Drop(("metadata", "toc")), Put(("metadata", "toc"), None)],
    ],
)
def test_what_cannot_be_done_is_refused(changes: list[Change]) -> None:
    raw = b'{"cells":[{}],"metadata":{"toc":1},"nbformat":4,"nbformat_minor":2}'
    notebook = read_notebook("a.ipynb", raw)
    with pytest.raises(Refused):
        cleaned(notebook, raw, changes)


BEFORE = '{"cells": [{"source": ["a\\n", "b"], "n": 1, "m": {"k": "v"}}], "metadata": {}}'


def edit(old: str, new: str) -> tuple[list[Edit], str]:
    at = BEFORE.index(old)
    return [Edit("a.ipynb", Span(at, at + len(old)), new)], BEFORE.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\\n", "я"),
        ('\\n", "b', ""),
        ("b", 'b\\n", "c'),
        ('["a\\n", "b"]', "[]"),
        (', "n": 1', ""),
        ("1", "2"),
        ('"v"', "null"),
        (', "n"', ', "id": "x", "n"'),
    ],
)
def test_an_edit_that_stays_in_its_place_is_proven(old: str, new: str) -> None:
    edits, after = edit(old, new)
    prove("a.ipynb", BEFORE, edits, after)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("b", 'b"], "n": 5, "x": ["'),
        ("v", 'v", "w": "'),
        ("1", "1, 2"),
        ("1", '1, "source": []'),
        ("b", '"'),
        ('{"k": "v"}', '{}, "n": 2'),
    ],
)
def test_an_edit_that_breaks_out_is_refused(old: str, new: str) -> None:
    edits, after = edit(old, new)
    with pytest.raises(Refused, match="would change more"):
        prove("a.ipynb", BEFORE, edits, after)


def test_a_change_that_no_edit_names_is_refused() -> None:
    edits, after = edit("v", "w")
    with pytest.raises(Refused):
        prove("a.ipynb", BEFORE, edits, after.replace('"n": 1', '"n": 1.0'))


def test_where_there_was_no_json_there_is_nothing_to_prove() -> None:
    prove("a.ipynb", "<<<<<<< HEAD", [Edit("a.ipynb", Span(0, 1), "")], "<<<<<< HEAD")
