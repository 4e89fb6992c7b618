"""MDS102: headings of one name, or ids given twice, that links mean to tell apart."""

from collections.abc import Iterator
from itertools import groupby

from repotool.model import Attribute, Document, Edit, Fix, Heading, Hit, Link, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    links = [link for link in document.links if link.target.startswith("#") and link.kind in ("link", "html")]
    if not links:
        return
    yield from _of_headings(document, links, repo)
    yield from _of_ids(document, links, repo)


def _of_headings(document: Document, links: list[Link], repo: Repository) -> Iterator[Hit]:
    """A list of contents before the headings has as many links to the plain anchor as there are headings, or fewer.

    Then the second link means the second heading; a link that only repeats the first one elsewhere does not count.
    """
    reached: dict[str | None, list[Link]] = {}
    for link in links:
        reached.setdefault(_fragment(link, document, repo), []).append(link)
    for first, others in _repeated(document):
        plain = [link for link in reached.get(first.anchor, ()) if link.span.end <= first.span.start]
        free = [heading for heading in others if heading.anchor not in reached]
        named = all(_folded(link.text) == _folded(first.text) for link in plain)
        if len(plain) < 2 or not named or len(plain) > 1 + len(others) or len(free) < len(plain) - 1:
            continue
        for link, heading in zip(plain[1:], free, strict=False):
            edit = Edit(document.path, link.target_span, f"#{heading.anchor}")
            facts = {"text": link.text, "count": 1 + len(others), "free": heading.anchor}
            yield Hit(document.path, link.span, facts, Fix((edit,), False, f"link to #{heading.anchor}"))


def _repeated(document: Document) -> Iterator[tuple[Heading, list[Heading]]]:
    """The headings that share their text with later ones, and those."""
    by_text = sorted(document.headings, key=lambda heading: (_folded(heading.text), heading.span))
    for text, group in groupby(by_text, key=lambda heading: _folded(heading.text)):
        first, *others = group
        if text and others:
            yield first, others


def _of_ids(document: Document, links: list[Link], repo: Repository) -> Iterator[Hit]:
    meant = {_fragment(link, document, repo) for link in links}
    places: dict[str, list[Attribute]] = {}
    for tag in document.tags:
        named = {a.value: a for a in reversed(tag.attributes) if a.name in ("id", "name") and a.value}
        for value, attribute in named.items():
            places.setdefault(value, []).append(attribute)
    for value, attributes in places.items():
        if value in meant and len(attributes) > 1:
            yield Hit(document.path, attributes[1].span, {"id": value, "count": len(attributes)})


def _fragment(link: Link, document: Document, repo: Repository) -> str | None:
    resolution = repo.resolution(document, link)
    return resolution.fragment if resolution.path == document.path else None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
