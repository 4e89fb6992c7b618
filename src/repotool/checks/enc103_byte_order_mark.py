"""ENC103: a byte-order mark at the beginning of a file."""

from collections.abc import Iterator

from repotool.model import Edit, Fix, Hit, Repository, Source, Span

MARK = Span(0, 1)


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    if source.text.startswith("\ufeff"):
        yield Hit(source.path, MARK, fix=Fix((Edit(source.path, MARK, ""),), True, "remove the byte-order mark"))
