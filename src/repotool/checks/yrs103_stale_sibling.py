"""YRS103: a link to another course of the same team in a year that is over."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository, Years


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    dating = next((course.dating for course in repo.courses if course.dating), None)
    if dating is None:
        return
    for link in repo.year_links_of(document):
        if link.kin == "sibling" and not link.excused and link.named and _is_over(link.named, dating.years):
            facts = {"text": link.text or None, "target": link.target, "year": dating.years[1]}
            yield Hit(link.file, link.span, facts)


def _is_over(named: Years, own: Years) -> bool:
    """Autumn of one year and spring of the next are of one academic year."""
    return named[1] < own[0] - 1
