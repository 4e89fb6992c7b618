"""LNK104: a link whose letters are composed otherwise than those of its file."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "form":
            title = "take the Unicode form of the file"
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, title, safe=True)
            yield Hit(document.path, link.target_span, {"target": link.target, "path": resolution.path}, fix)
