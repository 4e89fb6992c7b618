"""A repair explained: what happened to each place, and why it is believed."""

from __future__ import annotations

from click import style

from repotool.language import said
from repotool.model.shown import shown
from repotool.reading.source import Lines
from repotool.writing.repairs import Repaired

MAX_SHOWN = 60
"""Characters of a region that are shown, before and after."""


def explained(result: Repaired) -> str:
    """A line for each region: where it is, under which plan, with what evidence; then what is lost for good."""
    text = f"{style(shown(result.path), bold=True)}\n"
    if result.decoded_from:
        text += said(f"  the bytes are {result.decoded_from}") + "\n"
    lines = Lines(result.repair.damaged)
    for region in result.repair.regions:
        line, column = lines.place(region.start)
        before = _cut(result.repair.damaged[region.start : region.end])
        text += said(f"  {line}:{column}  {region.plan.name}  «{before}» was «{_cut(region.repaired)}»") + "\n"
        text += f"      {'' if region.applied else said('left alone: ')}{region.evidence}\n"
    repaired = Lines(result.repair.text)
    for place in result.repair.unresolved:
        line, column = repaired.place(place.start)
        readings = (
            said(f"; perhaps {said(' or ').join(f'«{shown(r)}»' for r in place.readings)}") if place.readings else ""
        )
        text += said(f"  {line}:{column}  lost: {place.kind}{readings}") + "\n"
    if not result.repair.regions and not result.repair.unresolved and not result.decoded_from:
        text += said("  nothing is damaged") + "\n"
    return text


def _cut(text: str) -> str:
    text = shown(text)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…"
