"""How fast notebooks are read and cleaned beside others, as ratios measured in one run on this machine.

The tree is made anew: 400 notebooks like those of courses, 5 KB to 3 MB (half of them above 50 KB), with about 10,000
characters of Markdown each, code, streams, tables in HTML and images in base64. Everything is cold: whole processes.
"""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench import PYTHON, Bench, cpu, run

from repotool.engine.rules import load_rules

NOTEBOOKS = 400
MARKDOWN = 10_000
SENTENCES = [
    "Градиентный спуск делает шаг против градиента функции потерь.",
    "Пусть $x \\in \\mathbb{R}^d$, тогда $\\nabla f(x) = 2Ax$ для симметричной матрицы.",
    "Регуляризация штрафует большие веса и помогает против переобучения.",
    "What happens to the loss when the batch size grows?",
]
LINKS = [
    "Learning rate schedules are discussed in [the notes](../notes/schedules.md).",
    "Сравните результат с [лекцией](lecture.ipynb) и со схемой ниже.",
]
# Of 464 notebooks of ten courses: the share of Markdown in cells with a heading and of that in cells with a link.
WITH_HEADING = 0.44
WITH_LINK = 0.41
CODE = [
    "import numpy as np\n",
    "model.fit(X_train, y_train)\n",
    "print(f'точность: {score:.3f}')\n",
    "# ваш код здесь\n",
]


def lay(folder: Path, count: int = NOTEBOOKS) -> list[str]:
    """`count` notebooks below `folder`, the same in every run; answers their paths."""
    rng = random.Random(5)
    paths = []
    for number in range(count):
        path = folder / f"week-{number % 16:02}" / f"notebook-{number:03}.ipynb"
        path.parent.mkdir(exist_ok=True)
        size = int(5_000 * 600 ** rng.betavariate(1.2, 1.9))
        path.write_bytes(_written(_notebook(rng, size), rng))
        paths.append(str(path))
    for name in ("notes/schedules.md", *(f"week-{week:02}/lecture.ipynb" for week in range(16))):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_written(_notebook(rng, 5_000), rng) if name.endswith(".ipynb") else b"# Schedules\n")
    (folder / "repotool.toml").touch()
    return paths


def _written(notebook: dict[str, Any], rng: random.Random) -> bytes:
    indent = 2 if rng.random() < 0.2 else 1
    return (json.dumps(notebook, ensure_ascii=False, indent=indent) + "\n").encode()


def _notebook(rng: random.Random, size: int) -> dict[str, Any]:
    """A notebook of about `size` characters, of which up to 10,000 are Markdown and most of the rest are images."""
    markdown = min(MARKDOWN, size // 2)
    rest = max(0, size - markdown - 3_000)
    cells = []
    for number in range(max(4, markdown // 500)):
        cells.append(_markdown_cell(rng, number))
        cells.append(_code_cell(rng, number, rest // max(4, markdown // 500)))
    minor = rng.choice((0, 2, 4, 5))
    for number, cell in enumerate(cells if minor == 5 else []):
        cell["id"] = f"{number:08x}"
    return {"cells": cells, "metadata": _metadata(rng), "nbformat": 4, "nbformat_minor": minor}


def _metadata(rng: random.Random) -> dict[str, Any]:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata: dict[str, Any] = {"kernelspec": kernel, "language_info": {"name": "python", "version": "3.11.4"}}
    return metadata | ({"colab": {"provenance": []}, "toc": {"base_numbering": 1}} if rng.random() < 0.4 else {})


def _markdown_cell(rng: random.Random, number: int) -> dict[str, Any]:
    lines = [f"## Часть {number + 1}\n", "\n"] if rng.random() < WITH_HEADING else []
    lines += [rng.choice(LINKS) + "\n"] if rng.random() < WITH_LINK else []
    while sum(map(len, lines)) < 500:
        lines.append(rng.choice(SENTENCES) + "\n")
    return {"cell_type": "markdown", "metadata": {}, "source": lines}


def _code_cell(rng: random.Random, number: int, size: int) -> dict[str, Any]:
    """A cell whose outputs have about `size` characters: small ones text, large ones images or tables."""
    outputs: list[dict[str, Any]] = [{"name": "stdout", "output_type": "stream", "text": ["эпоха 1: 0.693\n"] * 4}]
    if size > 2_000 and rng.random() < 0.8:
        image = base64.b64encode(rng.randbytes(size * 3 // 4)).decode()
        data = {"image/png": image + "\n", "text/plain": ["<Figure size 640x480 with 1 Axes>"]}
        outputs.append({"data": data, "metadata": {"needs_background": "light"}, "output_type": "display_data"})
    elif size > 500:
        rows = [f"<tr><td>{row}</td><td>{rng.random():.4f}</td></tr>\n" for row in range(size // 40)]
        data = {"text/html": rows, "text/plain": ["   a\n", "0  1"]}
        outputs.append({"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"})
    source = [rng.choice(CODE) for _ in range(8)]
    return {"cell_type": "code", "execution_count": number, "metadata": {}, "outputs": outputs, "source": source}


NBFORMAT = (
    "import sys, nbformat; [nbformat.validate(nbformat.read(p, as_version=nbformat.NO_CONVERT)) for p in sys.argv[1:]]"
)


PEERS = {"nb_clean": "nb-clean", "nbstripout": "nbstripout"}


def benches(folder: str, paths: list[str]) -> list[Bench]:
    """What of other tools is not installed is left out, and said: `pip install course-repotool[bench]`."""
    nbk = [PYTHON, "-m", "repotool", "check", "--select", ",".join(_default_rules()), folder]
    everything = [PYTHON, "-m", "repotool", "check", folder]
    nb_clean = [PYTHON, "-m", "nb_clean", "check", *paths]
    found = [Bench(f"NBK of {NOTEBOOKS} / nbformat read and validate", nbk, [PYTHON, "-c", NBFORMAT, *paths], 0.4)]
    if _is_there("nb_clean"):
        found.append(Bench(f"NBK of {NOTEBOOKS} / nb-clean check", nbk, nb_clean, 0.4))
        found.append(Bench(f"all rules over {NOTEBOOKS} / nb-clean check", everything, nb_clean, 1.0))
    if _is_there("nbstripout"):
        stripout = [PYTHON, "-m", "nbstripout", "--verify", *paths]
        found.append(Bench(f"NBK of {NOTEBOOKS} / nbstripout --verify", nbk, stripout, 0.33))
    return found


def _default_rules() -> list[str]:
    """Those of the family that look for defects; the others are asked for, and find much in any course."""
    return [rule.code for rule in load_rules().values() if rule.family == "NBK" and rule.default]


def _is_there(module: str) -> bool:
    there = find_spec(module) is not None
    if not there:
        print(f"{PEERS[module]} is not installed: left out")
    return there


def one_notebook(folder: Path) -> None:
    """The wall time of checking one notebook of 300 KB with all rules."""
    path = folder / "one" / "one.ipynb"
    path.parent.mkdir()
    (path.parent / "repotool.toml").touch()
    path.write_bytes(_written(_notebook(random.Random(1), 300_000), random.Random(1)))
    times = []
    for _ in range(5):
        start = time.perf_counter()
        cpu([PYTHON, "-m", "repotool", "check", str(path)])
        times.append(time.perf_counter() - start)
    asked = [PYTHON, "-X", "importtime", "-m", "repotool", "check", str(path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    print("nbformat was imported" if "nbformat" in done.stderr else "nbformat was not imported")
    print(f"one notebook of {path.stat().st_size // 1000} KB: {min(times) * 1000:.0f} ms wall at best")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = lay(folder)
        total = sum(Path(path).stat().st_size for path in paths)
        print(f"{len(paths)} notebooks, {total / 1e6:.0f} MB")
        print(f"{'':<52} {'ours':>8}  {'theirs':>8}  ratio")
        met = [run(bench) for bench in benches(name, paths)]
        one_notebook(folder)
        return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
