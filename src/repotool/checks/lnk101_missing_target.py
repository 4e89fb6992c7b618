"""LNK101: a link to a file or folder of this repository that is not there."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Link, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    unjudged: dict[str, list[Link]] = {}
    for link, resolution in repo.resolved(document):
        if resolution.site is not None:
            unjudged.setdefault(resolution.site, []).append(link)
        elif resolution.kind == "missing":
            # Of an address within brackets, the path it would be says nothing to a reader.
            path = link.target if "://" in link.target else resolution.path
            facts = {"target": link.target, "path": path, "suggestion": resolution.suggestion}
            title = f"link to {resolution.suggestion}"
            # Likely, not certain: the file of this name may be another one.
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=False)
            yield Hit(document.path, link.target_span, facts, fix)
    for site, links in unjudged.items():
        count = "1 link is" if len(links) == 1 else f"{len(links)} links are"
        yield Hit(document.path, links[0].target_span, {"site": site, "count": count}, severity="info")
