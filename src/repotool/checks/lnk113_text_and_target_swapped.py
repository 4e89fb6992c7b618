"""LNK113: a link whose label and target changed places, or whose brackets did."""

from collections.abc import Iterator

from repotool.model import Document, Edit, Fix, Hit, Repository, Span


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind == "swapped":
            raw = link.target_span.cut(document.view.text)
            address = link.text if "://" in link.text else f"https://{link.text}"
            yield _hit(document, link.span, link.target, link.text, f"[{raw}]({address})")
    for near in document.near_links:
        if near.kind == "swapped" and repo.resolution(document, near).kind in ("ok", "web"):
            yield _hit(document, near.span, near.text, near.target, f"[{near.text}]({near.target})")


def _hit(document: Document, span: Span, text: str, target: str, cure: str) -> Hit:
    fix = Fix((Edit(document.path, span, cure),), False, f"write {cure}")
    return Hit(document.path, span, {"target": target, "text": text}, fix)
