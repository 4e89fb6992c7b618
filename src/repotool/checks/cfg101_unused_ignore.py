"""CFG101: a request to silence a rule where the rule finds nothing. The engine tells which words were of no use."""

from collections.abc import Iterator

from repotool.model import Edit, Fix, Hit, Ignore, Repository


def check(ignore: Ignore, repo: Repository) -> Iterator[Hit]:
    if ignore.file is None:
        return
    if ignore.misspelt is not None:
        yield Hit(ignore.file, ignore.span, {"misspelt": ignore.misspelt}, severity="error")
    for unknown in ignore.unknown:
        yield Hit(ignore.file, ignore.span, {"unknown": unknown}, severity="error")
    if ignore.unused:
        yield Hit(ignore.file, ignore.span, {"codes": ", ".join(ignore.unused)}, _fix(ignore, ignore.file))


def _fix(ignore: Ignore, file: str) -> Fix | None:
    """A comment that does nothing at all is removed; what names other rules as well is the author's to mend."""
    if ignore.removal is None or ignore.unused != ignore.codes:
        return None
    return Fix((Edit(file, ignore.removal, ""),), True, "remove the comment")
