"""LNK106: a target with a space: to CommonMark it is no link at all."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for near in document.near_links:
        if near.kind != "space":
            continue
        resolution = repo.resolution(document, near)
        missing = resolution.path if resolution.kind == "missing" else None
        cure = None if missing else near.target.replace(" ", "%20")
        fix = Fix.replacing(document.path, near.target_span, cure, "encode the space", safe=resolution.kind == "ok")
        facts = {"target": near.target, "text": near.text or None, "missing": missing}
        yield Hit(document.path, near.target_span, facts, fix)
