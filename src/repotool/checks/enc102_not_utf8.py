"""ENC102: bytes that are not UTF-8. Read with surrogateescape, each of them is a character of U+DC80–U+DCFF."""

import re
from collections.abc import Iterator

from repotool.model import Hit, Repository, Source, Span

UNREADABLE = re.compile("[\udc80-\udcff]")


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    found = list(UNREADABLE.finditer(source.text))
    if found:
        byte = f"0x{ord(found[0].group()) - 0xDC00:02X}"
        yield Hit(source.path, Span(*found[0].span()), {"count": len(found) if len(found) > 1 else None, "byte": byte})
