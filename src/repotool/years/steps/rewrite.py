"""The step `rewrite`: targets of links, by a map of old addresses to new ones.

A key is a whole address or its beginning, up to a slash, a query or a fragment. In it, `*` stands for anything up to
the next slash, at its end for anything; in the new address each `*` is what the old one's was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from repotool.language import counted
from repotool.model import Document, Edit, Repository
from repotool.model.shown import shown
from repotool.writing.moves import in_file
from repotool.years.recipe import RewriteStep
from repotool.years.work import Work

MOST_STARS = 4
LONGEST = 4000
"""Characters of a target that is looked at."""


class Rewriting:
    """One entry of the map."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        parts = [re.escape(part) for part in old.split("*")]
        inner = "([^/?#]*)".join(parts[:-1]) + "(.*)" if old.endswith("*") else "([^/?#]*)".join(parts)
        end = "" if old.endswith(("*", "/")) else r"(?=\Z|[/?#])"
        self._pattern = re.compile(inner + end, re.IGNORECASE if "://" in old else 0)

    def __call__(self, target: str) -> str | None:
        """The new target; None where this entry does not speak of it."""
        match = self._pattern.match(target)
        if match is None:
            return None
        stars = iter(match.groups())
        made = "".join(next(stars, "") if part == "*" else part for part in re.split(r"(\*)", self.new))
        return made + target[match.end() :]


def check_links(links: Mapping[str, str]) -> None:
    """ValueError where an entry makes no sense, or a second run would find what the first one wrote."""
    entries = [Rewriting(old, new) for old, new in links.items()]
    for entry in entries:
        if entry.old.count("*") > MOST_STARS or entry.new.count("*") > entry.old.count("*"):
            raise ValueError(f"«{entry.new}» has more stars than «{entry.old}», or there are more than {MOST_STARS}")
        again = next((other for other in entries if other(entry.new.replace("*", "x")) is not None), None)
        if again is not None:
            raise ValueError(f"«{entry.new}» is found by «{again.old}» again: a second run would change it once more")


def run(step: RewriteStep, work: Work) -> list[str]:
    """Rewrites the targets of links in all documents and Markdown cells; of several entries, the first one holds."""
    entries = [Rewriting(old, new) for old, new in step.links.items()]
    done: Counter[str] = Counter()
    edits = []
    for document in work.repo.texts():
        for edit, entry in _edits(document, work.repo, entries):
            edits.append(in_file(edit, document))
            done[f"{entry.old} → {entry.new}"] += 1
    work.do(edits)
    return [f"{counted(count, 'link')}: {shown(what)}" for what, count in done.items()]


def _edits(document: Document, repo: Repository, entries: list[Rewriting]) -> Iterator[tuple[Edit, Rewriting]]:
    for link in document.links:
        if link.kind == "reference" or link.target_span.end - link.target_span.start > LONGEST:
            continue
        target = link.target_span.cut(document.view.text)
        for entry in entries:
            made = entry(target)
            if made is not None and made != target:
                yield Edit(document.path, link.target_span, made), entry
                break
