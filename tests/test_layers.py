"""Imports run one way, and each heavy library has one owner."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SRC = Path(__file__).parents[1] / "src" / "repotool"

# Each room, and the rooms it may import besides config, data and model.
ROOMS = {
    "model": set(),
    "data": set(),
    "version": set(),
    "language": {"data"},
    "config": {"data"},
    "encoding": set(),
    "reading": {"encoding"},
    "checks": set(),
    "engine": {"checks", "reading"},
    "writing": {"engine", "checks", "reading", "encoding"},
    "reports": {"writing", "engine", "reading"},
    "rollover": {"writing", "engine", "checks", "reading"},
    "years": {"writing", "engine", "checks", "reading"},
    "web": {"writing", "engine", "checks", "reading"},
    "lsp": {"reports", "writing", "engine", "reading"},
    "commands": {"lsp", "reports", "rollover", "years", "web", "writing", "engine", "reading"},
    "api": {"writing", "engine", "reading", "encoding"},
    "cli": {"commands"},
}
EVERYONES = {"config", "data", "language", "model", "version"}
OWNERS = {
    "mistletoe": {"reading"},
    "nbformat": {"reading"},
    "msgspec": {"reading"},
    "babel": {"reading"},
    "ftfy": {"encoding"},
    "chardet": {"encoding"},
    "holidays": {"reading"},
    "httpx": {"web"},
    "rich": {"commands", "reports"},
    "icalendar": {"reading", "reports"},
    "jinja2": {"reports"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
}
NOUNS = {"msgspec.Struct", "msgspec.field", "msgspec.structs"}
"""What nouns are made of belongs to all; what msgspec decodes, to its owner."""


def imports(path: Path) -> list[str]:
    """The modules a file imports, wherever in it."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module in ("repotool", "msgspec")
                else [node.module]
            )
    return found


def room(path: Path) -> str:
    relative = path.relative_to(SRC)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


FILES = sorted(p for p in SRC.rglob("*.py") if p.name not in ("__init__.py", "__main__.py") or p.parent != SRC)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    mine = room(path)
    allowed = ROOMS[mine] | (EVERYONES if mine not in EVERYONES else {"language", "model", "version"}) | {mine}
    for name in imports(path):
        head, _, rest = name.partition(".")
        if head == "repotool" and rest:
            assert rest.split(".")[0] in allowed, f"{mine} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(SRC).as_posix())
def test_each_heavy_library_has_one_owner(path: Path) -> None:
    for name in imports(path):
        owners = OWNERS.get(name.partition(".")[0])
        assert owners is None or name in NOUNS or room(path) in owners, f"{room(path)} imports {name}"


def test_checks_import_the_model_only() -> None:
    for path in (SRC / "checks").glob("*.py"):
        ours = [name for name in imports(path) if name.startswith("repotool")]
        assert all(name.startswith("repotool.model") for name in ours), path.name


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["rule"], ["check", "--help"]])
def test_what_is_not_needed_is_not_imported(words: list[str]) -> None:
    heavy = ["mistletoe", "ftfy", "nbformat", "httpx", "babel", "holidays", "icalendar", "jinja2", "rich"]
    code = (
        "import sys\n"
        "from repotool.cli import main\n"
        "try:\n"
        f"    main({words!r})\n"
        "finally:\n"
        f"    print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
