"""LNK103: a link that spells its file in another letter case."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "case":
            title = "take the letter case of the file"
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=True)
            yield Hit(document.path, link.target_span, {"target": link.target, "path": resolution.path}, fix)
