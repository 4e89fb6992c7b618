"""WEB105: a web link to a place that its page does not have."""

from collections.abc import Iterator

from repotool.model import Document, Hit, Repository
from repotool.model.web import fragment_of, has_anchor


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, verdict in repo.judged(document):
        fragment = fragment_of(link.target)
        if fragment and verdict.anchors is not None and not has_anchor(verdict.anchors, fragment):
            facts = {"url": verdict.url, "fragment": fragment, "target": verdict.url}
            yield Hit(document.path, link.target_span, facts)
