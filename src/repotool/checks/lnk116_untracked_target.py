"""LNK116: a link to a file that git does not track: others will not get it."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "ok" and repo.tree is not None and repo.tree.files.get(resolution.path or "") is False:
            yield Hit(document.path, link.target_span, {"target": link.target, "path": resolution.path})
