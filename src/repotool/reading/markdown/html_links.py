"""Links that HTML makes: `<a href>`, `<img src>`, `<source srcset>` …"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from repotool.model.regex import regex
from repotool.reading.markdown.html import Markup, attributes

Extent = tuple[int, int]

# Attributes that hold one address, in the order in which the first is the tag's own.
_ADDRESSES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "img": ("src",),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "video": ("src", "poster"),
}
_SETS = ("img", "source")
_CANDIDATE = regex(r"([^\s,](?:\S*[^\s,])?)(?:\s[^,]*+)?")


class HtmlLink(NamedTuple):
    """A link of a tag: its own extent (of `<a>`: to `</a>`), the address, what labels it, its title."""

    start: int
    end: int
    target: Extent
    label: Extent | None
    title: Extent | None


def html_links(text: str, markup: Sequence[Markup]) -> Iterator[HtmlLink]:
    """The links of the tags, in order. No two share an extent: further addresses of one tag stand for themselves."""
    holders = [tag for tag in markup if tag.name in _ADDRESSES]
    closings = dict(anchors(holders)) if holders else {}
    for tag in holders:
        if tag.role != "close":
            values = {value.name: (value.start, value.end) for value in reversed(attributes(text, tag))}
            addresses = [values[name] for name in _ADDRESSES[tag.name] if name in values]
            addresses += _set_of_images(text, values["srcset"]) if tag.name in _SETS and "srcset" in values else []
            if addresses:
                yield _link(tag, addresses[0], values, closings.get(tag))
            yield from (HtmlLink(*address, address, None, None) for address in addresses[1:])


def anchors(markup: Iterable[Markup]) -> Iterator[tuple[Markup, Markup]]:
    """Each `<a …>` with its `</a>`."""
    opening: Markup | None = None
    for tag in markup:
        if tag.name != "a":
            continue
        if tag.role == "close" and opening:
            yield opening, tag
        opening = tag if tag.role == "open" else None


def _link(tag: Markup, target: Extent, values: Mapping[str, Extent], closing: Markup | None) -> HtmlLink:
    label = (tag.end, closing.start) if closing else values.get("alt")
    return HtmlLink(tag.start, closing.end if closing else tag.end, target, label, values.get("title"))


def _set_of_images(text: str, value: Extent) -> list[Extent]:
    return [match.span(1) for match in _CANDIDATE.finditer(text, *value)]
