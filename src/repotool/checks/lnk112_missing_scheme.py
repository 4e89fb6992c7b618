"""LNK112: an address without https://, which is taken for a path."""

from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "schemeless":
            cure = resolution.cure or ""
            scheme = "mailto:" if cure.startswith("mailto:") else "https://"
            fix = Fix((Edit(document.path, link.target_span, cure),), False, f"write {scheme} before it")
            yield Hit(document.path, link.target_span, {"target": link.target, "scheme": scheme}, fix)
