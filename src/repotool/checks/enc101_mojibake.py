"""ENC101: text that was read in the wrong encoding. The repair itself is made while reading; here it is told."""

from collections.abc import Iterator

from repotool.model import Edit, Fix, Hit, Region, Repository, Source


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    """One hit for each plan: one cause, one finding."""
    regions = source.repair.regions if source.repair else ()
    for plan in dict.fromkeys(region.plan for region in regions):
        yield _hit(source, plan, [region for region in regions if region.plan == plan])


def _hit(source: Source, plan: str, regions: list[Region]) -> Hit:
    assert source.repair is not None
    lines = {source.text.count("\n", 0, region.span.start) for region in regions}
    edits = tuple(Edit(source.path, region.span, region.replacement) for region in regions)
    facts = {"lines": len(lines), "plan": plan, "proof": "file" if source.repair.proven else None}
    safe = all(region.safe for region in regions)
    return Hit(source.path, regions[0].span, facts, Fix(edits, safe, f"restore the text: it is {plan}"))
