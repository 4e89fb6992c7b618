"""ENC102: bytes that are not UTF-8. Read with surrogateescape, each of them is a character of U+DC80–U+DCFF."""

from collections.abc import Iterator

from repotool.model import NOT_UTF8, Decoding, Edit, Fix, Hit, Repository, Source, Span


def check(source: Source, repo: Repository) -> Iterator[Hit]:
    found = NOT_UTF8.search(source.text)
    if source.decoding is not None:
        at = Span(*found.span()) if found else Span(0, min(1, len(source.text)))
        encoding = source.decoding.encoding
        facts = {"encoding": encoding, "mixed": encoding if " and " in encoding else None}
        facts["likely"] = None if source.decoding.strong else "probably"
        yield Hit(source.path, at, facts, _fix(source, source.decoding))
    elif found is not None:
        count = len(NOT_UTF8.findall(source.text))
        byte = f"0x{ord(found.group()) - 0xDC00:02X}"
        told = {"count": count if count > 1 else None, "byte": byte, "file": source.path}
        yield Hit(source.path, Span(*found.span()), told)


def _fix(source: Source, decoding: Decoding) -> Fix:
    edit = Edit(source.path, Span(0, len(source.text)), decoding.text)
    return Fix((edit,), decoding.strong, f"save it as UTF-8; it is {decoding.encoding}")
