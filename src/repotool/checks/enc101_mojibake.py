"""ENC101: text that was read in the wrong encoding. The repair itself is made while reading; here it is told."""

from collections.abc import Iterator
from typing import Any

from repotool.model import Edit, Fix, Hit, Region, Repository, Source

Regions = tuple[Region, ...]


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    """One hit for each plan: one cause, one finding. What is only likely, and what stands in code, is told apart."""
    if source.repair is None:
        return
    proof = {"proof": "file" if source.repair.proven else None}
    for plan, regions in _by_plan(source.repair.regions):
        yield Hit(source.path, regions[0].span, _facts(source, plan, regions) | proof, _fix(source, regions, safe=True))
    for plan, regions in _by_plan(source.repair.offered):
        prose = tuple(region for region in regions if not region.in_code)
        code = tuple(region for region in regions if region.in_code)
        if prose:
            facts = _facts(source, plan, prose) | _reading(source, prose[0], "likely")
            yield Hit(source.path, prose[0].span, facts, _fix(source, prose, safe=False), "warning")
        if code:
            facts = _facts(source, plan, code) | _reading(source, code[0], "code")
            yield Hit(source.path, code[0].span, facts, severity="info")


def _by_plan(regions: Regions) -> Iterator[tuple[str, Regions]]:
    for plan in dict.fromkeys(region.plan for region in regions):
        yield plan, tuple(region for region in regions if region.plan == plan)


def _facts(source: Source, plan: str, regions: Regions) -> dict[str, Any]:
    lines = {source.text.count("\n", 0, region.span.start) for region in regions}
    return {"plan": plan, "lines": f"{len(lines)} lines" if len(lines) > 1 else "1 line"}


def _reading(source: Source, region: Region, how: str) -> dict[str, Any]:
    return {how: region.span.cut(source.text), "reading": region.replacement, "evidence": region.evidence}


def _fix(source: Source, regions: Regions, *, safe: bool) -> Fix:
    edits = tuple(Edit(source.path, region.span, region.replacement) for region in regions)
    return Fix(edits, safe, f"restore the text: it is {regions[0].plan}")
