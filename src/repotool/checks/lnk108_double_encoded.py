"""LNK108: a link that is percent-encoded twice."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "encoded":
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, "encode once", safe=True)
            yield Hit(document.path, link.target_span, {"target": link.target, "path": resolution.path}, fix)
