"""ENC101: text that was read in the wrong encoding. The repair itself is made while reading; here it is told."""

from collections.abc import Iterator
from typing import Any

from repotool.model import Edit, Fix, Hit, Region, Repository, Source

Regions = tuple[Region, ...]

MAX_SHOWN = 60
"""Characters of a damaged place that a message shows: a line of the message is one line of the terminal."""


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    """One hit for each plan: one cause, one finding. What is only likely, and what stands in code, is told apart."""
    if source.repair is None:
        yield from _printed(source, repo)
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


def _printed(source: Source, repo: Repository) -> Iterator[Hit]:
    """What cells show: the next run writes it anew, so that it is told and left."""
    for found in repo.damaged_outputs.get(source.path, ()):
        facts = {"misread": found.plan, "printed": _cut(found.text), "reading": _cut(found.reading)}
        yield Hit(source.path, found.span, facts, severity="info")


def _by_plan(regions: Regions) -> Iterator[tuple[str, Regions]]:
    for plan in dict.fromkeys(region.plan for region in regions):
        yield plan, tuple(region for region in regions if region.plan == plan)


def _facts(source: Source, plan: str, regions: Regions) -> dict[str, Any]:
    lines = _count_lines(source.text, regions)
    return {"plan": plan, "lines": f"{lines} lines" if lines > 1 else "1 line"}


def _count_lines(text: str, regions: Regions) -> int:
    """How many lines the regions begin on; the text is gone through once."""
    lines, line, at = set(), 0, 0
    for start in sorted(region.span.start for region in regions):
        line += text.count("\n", at, start)
        at = start
        lines.add(line)
    return len(lines)


def _reading(source: Source, region: Region, how: str) -> dict[str, Any]:
    return {how: _cut(region.span.cut(source.text)), "reading": _cut(region.replacement), "evidence": region.evidence}


def _cut(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def _fix(source: Source, regions: Regions, *, safe: bool) -> Fix:
    edits = tuple(Edit(source.path, region.span, region.replacement) for region in regions)
    return Fix(edits, safe, f"restore the text: it is {regions[0].plan}")
