"""LNK107: a link with backslashes between its folders."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "backslash":
            fix = Fix.replacing(document.path, link.target_span, resolution.cure, "write slashes", safe=True)
            # As written: CommonMark takes a backslash before punctuation for an escape.
            target = link.target_span.cut(document.view.text)
            yield Hit(document.path, link.target_span, {"target": target, "path": resolution.path}, fix)
