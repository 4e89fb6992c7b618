"""The table of cases, `cases.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

Case = dict[str, Any]
HOST = "http://faults.test"


def cases() -> list[Case]:
    """Every case with its group's `verdicts` (a tuple), its `url` ("" for a helper that no link names)."""
    data = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))
    return [_case(group, case) for group in data["group"] for case in group["cases"]]


def _case(group: Case, case: Case) -> Case:
    verdict = group["verdict"]
    verdicts = (verdict,) if isinstance(verdict, str) else tuple(verdict)
    url = case.get("url", HOST + case.get("path", ""))
    return {**case, "url": url, "verdicts": verdicts, "missing_anchor": group.get("missing_anchor", False)}
