"""WEB104: a link over http whose site answers the same over https."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository, Span


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, verdict in repo.judged(document):
        if verdict.secure and verdict.kind == "ok":
            start = link.target_span.start
            scheme = Span(start, start + len("http:"))
            is_written = scheme.cut(document.view.text).lower() == "http:"
            fix = Fix.replacing(document.path, scheme, "https:" if is_written else None, "write https", safe=False)
            yield Hit(document.path, link.target_span, {"url": verdict.url, "target": verdict.url}, fix)
