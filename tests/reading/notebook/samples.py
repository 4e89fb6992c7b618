"""Sample notebooks of every minor version, and ways to spoil and to write them. Texts are our own."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\n"


def sample(minor: int) -> dict[str, Any]:
    """A valid notebook of format 4.`minor` in which everything the schema knows occurs."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "markdown",
            "metadata": {"tags": ["intro", "вводная"], "name": "начало"},
            "source": ["# Градиентный спуск\n", "\n", "Читаем [конспект](notes/gd.md) и ![схему](attachment:a.png)"],
            "attachments": {"a.png": {"image/png": PIXEL}},
        },
        {
            "cell_type": "code",
            "execution_count": 2,
            "metadata": {"collapsed": False, "scrolled": "auto", "tags": [], "execution": {"shell.execute_reply": "t"}},
            "source": ["import math\n", "print('шаг', math.pi)"],
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["шаг 3.14\n"]},
                {
                    "output_type": "execute_result",
                    "execution_count": 2,
                    "data": {"text/plain": "3", "application/json": {"a": [1, 2.5, None]}},
                    "metadata": {},
                },
                {
                    "output_type": "display_data",
                    "data": {"image/png": PIXEL, "text/html": ["<b>да</b>\n", "/home/"]},
                    "metadata": {"image/png": {"width": 10}},
                },
                {"output_type": "error", "ename": "ValueError", "evalue": "нет", "traceback": ["\u001b[0;31mнет", "x"]},
            ],
        },
        {"cell_type": "code", "execution_count": None, "metadata": {"jupyter": {}}, "source": "", "outputs": []},
        {"cell_type": "raw", "metadata": {"format": "text/latex"}, "source": '\\section{Итог}\t"/" 😀'},
    ]
    if minor >= 5:
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python", "codemirror_mode": {"name": "ipython"}, "file_extension": ".py"},
            "orig_nbformat": 4,
            "title": "Спуск",
            "authors": [{"name": "Кафедра"}],
            "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}, "version_major": 2}},
        },
        "nbformat": 4,
        "nbformat_minor": minor,
    }


VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 4, 5, 1.0, 2.5, -0.0, 10**30, 1e300, "", "x", "a,b", "\n", "x\n", "auto", "cell-0"),
    *([], ["a"], ["a", "a"], ["a", 1], [[]], {}, {"name": "x"}, {"a": 1}, {"a": "b"}, {"text/plain": 1}, "a" * 65),
    *({"name": "x", "display_name": "y"}, [None], {"image/png": [1]}, {"application/x+json": 1}, "\ud800", "é"),
    *({"output_type": "stream", "name": "stdout", "text": "t"}, {"cell_type": "raw", "metadata": {}, "source": ""}),
    *([{"output_type": "error"}], float("nan"), float("inf"), "code", "markdown", "raw", "stream", "display_data"),
]
KEYS = [
    *("id", "attachments", "outputs", "execution_count", "metadata", "source", "name", "tags", "title", "authors"),
    *("collapsed", "scrolled", "execution", "jupyter", "format", "kernelspec", "language_info", "orig_nbformat"),
    *("extra", "", "text", "data", "evalue", "traceback", "application/json", "application/\nx+json", "nbformat_minor"),
    *("cell_type", "output_type", "worksheets", "signature", "codemirror_mode", "application/json\n", "keep_output"),
]


def spoilt(notebook: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """A copy with one to three things changed somewhere."""
    notebook = copy.deepcopy(notebook)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        container = rng.choice(list(_containers(notebook)))
        (_spoil_object if isinstance(container, dict) else _spoil_list)(container, rng)
    return notebook


def _containers(value: Any) -> Any:
    if isinstance(value, dict | list):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from _containers(part)


def _spoil_object(value: dict[str, Any], rng: random.Random) -> None:
    way = rng.choice(("drop", "replace", "replace", "add", "rename"))
    name = rng.choice(list(value)) if value else "x"
    if way == "drop" or (way == "rename" and name in value):
        old = value.pop(name, None)
        if way == "rename":
            value[rng.choice(KEYS)] = old
    else:
        value[rng.choice(KEYS) if way == "add" else name] = copy.deepcopy(rng.choice(VALUES))


def _spoil_list(value: list[Any], rng: random.Random) -> None:
    way = rng.choice(("drop", "replace", "add", "repeat"))
    at = rng.randrange(len(value)) if value else 0
    if way == "add" or not value:
        value.insert(at, copy.deepcopy(rng.choice(VALUES)))
    elif way == "drop":
        del value[at]
    else:
        value[at] = copy.deepcopy(rng.choice(VALUES if way == "replace" else value))


def oddly_written(value: Any, rng: random.Random) -> str:
    """`value` as JSON with odd spaces, needless escapes and repeated members."""
    space = rng.choice(("", "", " ", "\n", "\r\n\t"))
    if isinstance(value, dict):
        members = [(key, part) for key, part in value.items() for _ in range(1 + (rng.random() < 0.02))]
        if members and rng.random() < 0.03:
            members.insert(rng.randrange(len(members)), (rng.choice(members)[0], rng.choice(VALUES)))
        words = [f"{oddly_written(key, rng)}{space}:{space}{oddly_written(part, rng)}" for key, part in members]
        return "{" + space + f"{space},".join(words) + space + "}"
    if isinstance(value, list):
        return "[" + space + f",{space}".join(oddly_written(part, rng) for part in value) + space + "]"
    text = json.dumps(value, ensure_ascii=rng.random() < 0.9)
    if isinstance(value, str) and rng.random() < 0.1:
        return '"' + "".join(f"\\u{ord(c):04X}" if ord(c) < 0x10000 else c for c in value) + '"'
    return text


def scratched(raw: bytes, rng: random.Random) -> bytes:
    """A few bytes changed, taken out or put in."""
    data = bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(data))
        byte = rng.choice(b'"\\{}[]:,0e.-+utn \x00\x1f\x7f\x80\xc3\xed\xff')
        match rng.choice(("change", "drop", "insert", "cut")):
            case "change":
                data[at] = byte
            case "drop":
                del data[at : at + rng.choice((1, 1, 2, 8))]
            case "insert":
                data.insert(at, byte)
            case "cut":
                if rng.random() < 0.1:
                    del data[at:]
        if not data:
            return b""
    return bytes(data)
