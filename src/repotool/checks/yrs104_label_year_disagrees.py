"""YRS104: a link whose label tells one year and whose target another."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository, YearLink, Years


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link in repo.year_links_of(document):
        if link.told is not None and link.named is not None and _disagree(link.told, link.named):
            yield Hit(link.file, link.span, _facts(link, link.told, link.named))


def _disagree(told: Years, named: Years) -> bool:
    """Pairs are to be the same; a single year may be either of a pair."""
    if told[0] < told[1] and named[0] < named[1]:
        return told != named
    return told[1] < named[0] or named[1] < told[0]


def _facts(link: YearLink, told: Years, named: Years) -> dict[str, str | None]:
    return {"text": link.text or None, "told": _shown(told), "named": _shown(named), "target": link.target}


def _shown(years: Years) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]}/{years[1]}"
