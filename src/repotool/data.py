"""Finds `rules/`: inside the installed package, or beside `src/` in a checkout."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def rules_folder() -> Path:
    """The folder that holds the rules and, below it, the vocabularies."""
    packaged = Path(__file__).parent / "rules"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"


def read_toml(path: Path) -> dict[str, Any]:
    """One data file of `rules/`, as a dictionary."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
