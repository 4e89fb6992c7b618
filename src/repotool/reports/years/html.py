"""A comparison as one HTML page: the page of lineages that `repotool report` writes, by itself."""

from __future__ import annotations

from collections.abc import Sequence

from repotool.model import Comparison, Lineage
from repotool.reports.site.pages import comparison_page


def whole(comparison: Comparison) -> str:
    return comparison_page(comparison, comparison.lineages)


def stories(lineages: Sequence[Lineage], comparison: Comparison) -> str:
    """The page with the stories of some lineages; the drawing shows them all."""
    return comparison_page(comparison, lineages)
