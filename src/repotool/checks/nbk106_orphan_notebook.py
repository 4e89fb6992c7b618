"""NBK106: a notebook that no link reaches."""

from collections.abc import Iterator

from repotool.model import Hit, Repository, Span


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    linked = {
        found.path
        for (source, _, _), found in repo.resolutions.items()
        if found.path
        and found.kind in ("ok", "anchor", "case", "form", "backslash", "encoded")
        and found.path != source
    }
    for path in repo.notebooks:
        folders = path.split("/")
        if not any("/".join(folders[:depth]) in linked for depth in range(1, len(folders) + 1)):
            yield Hit(path, Span(0, 0), {"path": path})
