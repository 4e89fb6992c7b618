"""The quick path accepts no notebook that nbformat refuses.

2,000 mutants by default; REPOTOOL_MUTANTS=20000 (or more) for the whole proof.
"""

from __future__ import annotations

import json
import os
import random
import warnings
from pathlib import Path
from typing import Any

import pytest
from nbformat.validator import isvalid

from repotool.reading.notebook.schema import parse
from tests.reading.notebook.samples import oddly_written, sample, scratched, spoilt

MUTANTS = int(os.environ.get("REPOTOOL_MUTANTS", "2000"))
SHARDS = 10
NOTEBOOKS = sorted((Path(__file__).parents[2] / "fixtures").rglob("*.ipynb"))


def accepts(raw: bytes) -> bool:
    """Jupyter's own verdict: UTF-8, JSON, the schema of its version, unique ids."""
    try:
        value: Any = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return bool(isvalid(value))
    except Exception:  # whatever it throws is no acceptance
        return False


@pytest.mark.parametrize("minor", range(6))
def test_the_samples_are_valid_by_either(minor: int) -> None:
    raw = json.dumps(sample(minor)).encode()
    assert accepts(raw)
    assert parse(raw) is not None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_fixtures(path: Path) -> None:
    raw = path.read_bytes()
    assert (parse(raw) is not None) <= accepts(raw)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_mutant_is_accepted_falsely(shard: int) -> None:
    rng = random.Random(shard)
    for _ in range(MUTANTS // SHARDS):
        notebook = sample(rng.choice((0, 1, 2, 3, 4, 5, 5, 5)))
        if rng.random() < 0.85:
            notebook = spoilt(notebook, rng)
        raw = oddly_written(notebook, rng).encode("utf-8", "surrogatepass")
        if rng.random() < 0.2:
            raw = scratched(raw, rng)
        assert parse(raw) is None or accepts(raw), raw.decode("utf-8", "backslashreplace")
