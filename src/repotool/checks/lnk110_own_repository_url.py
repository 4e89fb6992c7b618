"""LNK110: an address of this very repository whose branch or path is not there."""

from collections.abc import Iterator

from repotool.model import Document, Fix, Hit, Repository


def check(document: Document, repo: Repository) -> Iterator[Hit]:
    for link, resolution in repo.resolved(document):
        if not resolution.kind.startswith("own-"):
            continue
        facts = {
            "target": link.target,
            "ref": resolution.ref,
            "branch": repo.branch,
            "suggestion": resolution.suggestion,
        }
        # The fact that is known tells which of the messages fits.
        facts |= {
            "missing": resolution.path if resolution.kind == "own-missing" else None,
            "wrong": resolution.ref if resolution.kind == "own-branch" else None,
        }
        fix = Fix.replacing(document.path, link.target_span, resolution.cure, f"write {resolution.cure}", safe=False)
        yield Hit(
            document.path,
            link.target_span,
            facts,
            fix,
            severity="info" if resolution.kind == "own-unknown" else None,
        )
