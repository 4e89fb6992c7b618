"""LNK101: a link to a file or folder of this repository that is not there."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository, Span


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "missing":
            # Of an address within brackets, the path it would be says nothing to a reader.
            path = link.target if "://" in link.target else resolution.path
            facts = {"target": link.target, "path": path, "suggestion": resolution.suggestion}
            # Where the target is written as the path of the root, the suggestion alone already says it.
            facts["cure"] = None if resolution.cure == resolution.suggestion else resolution.cure
            title = f"link to {resolution.suggestion}"
            # Likely, not certain: the file of this name may be another one.
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=False)
            yield Hit(document.path, link.target_span, facts, fix)
    yield from _unjudged(document, repo)


def _unjudged(document: Document, repo: Repository) -> Iterator[Hit]:
    """One remark for a document, or for all cells of a notebook: it stands at the first link that is not judged."""
    first = next(((span, site) for span, site in _made_by_sites(document, repo)), None)
    if first is None:
        return
    span, site = first
    texts = repo.cells.get(document.path, ()) if document.cell is not None else (document,)
    counts = {text.cell: sum(1 for _ in _made_by_sites(text, repo)) for text in texts}
    if next(cell for cell, count in counts.items() if count) == document.cell:
        total = sum(counts.values())
        count = "1 link is" if total == 1 else f"{total} links are"
        yield Hit(document.path, span, {"site": site, "count": count}, severity="info")


def _made_by_sites(document: Document, repo: Repository) -> Iterator[tuple[Span, str]]:
    for link, resolution in repo.resolved(document):
        if resolution.site is not None:
            yield link.target_span, resolution.site
