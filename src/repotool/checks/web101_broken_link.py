"""WEB101: a web link that is surely dead."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, verdict in repo.judged(document):
        if verdict.kind == "broken":
            facts = {"url": verdict.url, "why": verdict.why, "archive": verdict.archive, "target": verdict.url}
            yield Hit(document.path, link.target_span, facts)
