"""WEB102: a web link whose page lives elsewhere for good."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository
from repotool.model.web import as_target


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, verdict in repo.judged(document):
        if verdict.kind == "moved":
            new = as_target(link, document, verdict.rewrite) if verdict.rewrite else None
            fix = Fix.replacing(document.path, link.target_span, new, "write the new address", safe=False)
            facts = {"url": verdict.url, "moved_to": verdict.moved_to, "target": verdict.url}
            yield Hit(document.path, link.target_span, facts, fix)
