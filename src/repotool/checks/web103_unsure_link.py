"""WEB103: a web link of which nobody can tell from here whether it works."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, verdict in repo.judged(document):
        if verdict.kind == "unsure":
            facts = {"url": verdict.url, "why": verdict.why, "target": verdict.url}
            yield Hit(document.path, link.target_span, facts)
