"""The step `headings`: sections get other titles, and links to them the anchors that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from repotool.language import counted, to_say
from repotool.model import Document, Edit, Heading, Refused, Repository, Span, View
from repotool.model.shown import shown
from repotool.writing.edits import apply_edits
from repotool.writing.moves import in_file
from repotool.years.recipe import HeadingsStep
from repotool.years.work import Work

READMES = ("README.md", "readme.md", "Readme.md")
PREFIX = "user-content-"


def run(step: HeadingsStep, work: Work) -> list[str]:
    """Renames headings whose whole text is named, whatever their level."""
    repo = work.repo
    named = set(work.files(step.files))
    documents = [document for path, document in repo.documents.items() if path in named]
    edits = {document.path: list(_titles(document, step.rename)) for document in documents}
    edits = {path: of for path, of in edits.items() if of}
    anchors = {path: _anchors(repo.documents[path], of) for path, of in edits.items()}
    links = [(document, edit) for document in repo.texts() for edit in _links(document, repo, anchors)]
    titles = [(repo.documents[path], edit) for path, of in edits.items() for edit in of]
    work.do(in_file(edit, document) for document, edit in (*titles, *links))
    told = [to_say(f"{shown(path)}: {counted(len(of), 'heading')} renamed") for path, of in edits.items()]
    return told + ([to_say(f"{counted(len(links), 'link')} to them rewritten")] if links else [])


def _titles(document: Document, renamed: Mapping[str, str]) -> Iterator[Edit]:
    for heading in document.headings:
        new = renamed.get(heading.text.strip())
        if new is not None and new != heading.text.strip():
            yield Edit(document.path, _title(document, heading), new)


def _title(document: Document, heading: Heading) -> Span:
    """Where the title stands in its heading; Refused where it is written with markup in it."""
    title = heading.text.strip()
    raw = heading.span.cut(document.view.text)
    if raw.count(title) != 1:
        raise Refused(f"{shown(document.path)}: the heading «{shown(title)}» has markup in it; rename it by hand")
    start = heading.span.start + raw.index(title)
    return Span(start, start + len(title))


def _anchors(document: Document, edits: list[Edit]) -> dict[str, str]:
    """The new anchor of each one that changes: also that of a namesake, whose number may change."""
    from repotool.reading.markdown import parse

    renamed = parse(document.path, View(apply_edits(document.view.text, edits)))
    if len(renamed.headings) != len(document.headings):
        raise Refused(f"{shown(document.path)}: its headings cannot be renamed for certain; nothing was written")
    pairs = zip(document.headings, renamed.headings, strict=True)
    return {old.anchor: new.anchor for old, new in pairs if old.anchor != new.anchor}


def _links(document: Document, repo: Repository, anchors: Mapping[str, Mapping[str, str]]) -> Iterator[Edit]:
    for link, resolution in repo.resolved(document):
        if resolution.kind != "ok" or not resolution.fragment or resolution.path is None:
            continue
        changed = next((anchors[path] for path in _documents(resolution.path) if path in anchors), {})
        new = changed.get(resolution.fragment.casefold().removeprefix(PREFIX))
        written = link.target_span.cut(document.view.text)
        before, mark, fragment = written.partition("#")
        if new is not None and mark:
            prefix = PREFIX if fragment.startswith(PREFIX) else ""
            made = quote(new, safe="-_") if "%" in fragment else new
            yield Edit(document.path, link.target_span, f"{before}#{prefix}{made}")


def _documents(path: str) -> Iterator[str]:
    """The document at a path, and of a folder its README, which GitHub shows there."""
    yield path
    yield from (f"{path}/{readme}".lstrip("/") for readme in READMES)
