"""YRS102: a link to this course's repository of another year, where this year's is meant."""

from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, YearLink


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link in repo.year_links_of(document):
        if link.kin == "own" and not link.excused and _is_here(link, repo):
            yield Hit(link.file, link.span, _facts(link), _fix(link, repo))


def _is_here(link: YearLink, repo: Repository) -> bool:
    """This year's is meant where it has the same file, or where the page is one for the students of the day."""
    return link.page is not None or (link.path is not None and repo.tree is not None and link.path in repo.tree)


def _facts(link: YearLink) -> dict[str, str | None]:
    return {
        "text": link.text or None,
        "target": link.target,
        "path": link.path,
        "page": link.page if link.page != "clone" else None,
        "clone": link.target if link.page == "clone" else None,
    }


def _fix(link: YearLink, repo: Repository) -> Fix | None:
    if link.repository is None or repo.name is None:
        return None
    own = repo.name.rpartition("/")[2]
    return Fix((Edit(link.file, link.repository, own),), False, f"name {own} instead")
