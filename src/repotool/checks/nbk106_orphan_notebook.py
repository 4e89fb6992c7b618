"""NBK106: a notebook that no link reaches."""

from collections.abc import Iterator

from repotool.model import Hit, Repository, Span


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    linked: set[str] = {
        found.path
        for (source, _, _), found in repo.resolutions.items()
        if found.path
        and found.kind in ("ok", "anchor", "case", "form", "backslash", "encoded")
        and found.path != source
    }
    orphans = [path for path in repo.notebooks if not _is_reached(path, linked)]
    if len(orphans) < len(repo.notebooks):  # where no notebook is linked, the course tells of them elsewhere
        for path in orphans:
            yield Hit(path, Span(0, 0), {"path": path})


def _is_reached(path: str, linked: set[str]) -> bool:
    folders = path.split("/")
    return any("/".join(folders[:depth]) in linked for depth in range(1, len(folders) + 1))
