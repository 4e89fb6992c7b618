"""Requests to silence a finding: comments in documents, `[ignore]` and `[per-file-ignores]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec.structs import replace

from repotool.config import Config
from repotool.engine.rules import matches
from repotool.model import Document, Finding, Ignore, Repository, Rule, Span, Spans
from repotool.model.regex import regex
from repotool.reading.gitignore import Gitignore
from repotool.reading.source import Lines

# Only the beginning of a comment is matched, and every step forward is final: a comment may be as long as its file.
ADDRESSED = regex(r"<!--\s*+repotool\b")
REQUEST = regex(r"<!--\s*+repotool:\s*+(ignore-file|ignore)\s*+=\s*+([\w-]++(?:\s*+,\s*+[\w-]++)*+)")
END = "-->"

MAX_WORDS = 120
"""Characters of a comment that is not understood that are shown."""


def read_ignores(repo: Repository, config: Config, config_file: str | None) -> list[Ignore]:
    """Every request to silence, in documents first. `config_file` is the configuration's path in the repository.

    Where it is None, the configuration holds all the same, but what is idle in it has no place to be reported at.
    """
    asked = [ignore for document in repo.texts() for ignore in _in_document(document)]
    for code, reason in config.ignore.items():
        file = None if code in config.inherited else config_file
        asked.append(Ignore(file, None, _key_span(config.text, code), (code,), reason, None))
    return asked


def _in_document(document: Document) -> Iterator[Ignore]:
    text = document.view.text
    if "repotool" not in text:
        return
    lines, rows = Lines(text), Spans(row.span for table in document.tables for row in table.rows)
    for comment in document.comments:
        words = comment.cut(text)
        if ADDRESSED.match(words):
            yield _asked(document, lines, rows, comment, words)


def _asked(document: Document, lines: Lines, rows: Spans, comment: Span, words: str) -> Ignore:
    request = REQUEST.match(words)
    place = document.view.place
    if request is None or not words.endswith(END):
        # A comment that speaks to repotool and silences nothing: its author would never know.
        told = " ".join(words[4 : MAX_WORDS + 4].removesuffix(END).split())
        return Ignore(document.path, document.cell, place(comment), (), "", None, misspelt=told)
    codes = tuple(code.strip() for code in request[2].split(","))
    reason = words[request.end() : -len(END)].strip()
    whole = _whole_lines(lines, comment)
    alone = _is_alone(lines.text, comment, whole)
    held = None if request[1] == "ignore-file" else _held_lines(lines, rows.holder(comment), comment, alone)
    removal = _removal(lines, comment, whole) if alone else comment
    return Ignore(document.path, document.cell, place(comment), codes, reason, held, removal=place(removal))


def _is_alone(text: str, comment: Span, whole: Span) -> bool:
    before, after = text[whole.start : comment.start], text[comment.end : whole.end]
    return not before.strip(" \t>\ufeff") and not after.strip()


def _whole_lines(lines: Lines, span: Span) -> Span:
    """The lines that `span` stands on, with the ending of the last one."""
    first, last = lines.of(span)
    return Span(lines.whole(first).start, lines.whole(last).end)


def _removal(lines: Lines, comment: Span, whole: Span) -> Span:
    """What to cut out to take back a comment that is alone on its lines.

    Between two lines of text it parts paragraphs, ends a table or keeps a title from its underline: an empty line has
    to stay for it. A byte-order mark before it stays in any case.
    """
    first, last = lines.of(whole)
    is_edge = first == 1 or last >= len(lines) - 1
    is_parted = is_edge or not _line(lines, first - 1).strip() or not _line(lines, last + 1).strip()
    kept = 1 if lines.text.startswith("\ufeff", whole.start) else 0
    return Span(whole.start + kept, whole.end) if is_parted else comment


def _line(lines: Lines, number: int) -> str:
    return lines.span(number).cut(lines.text)


def _held_lines(lines: Lines, row: Span | None, comment: Span, alone: bool) -> tuple[int, int]:
    """A comment holds for its own lines, or the table row it stands in; alone on its line, for the next one."""
    first, last = lines.of(row or comment)
    return (last + 1, last + 1) if alone and row is None else (first, last)


def _key_span(text: str, key: str) -> Span:
    """Where `key` is set in a TOML text; its first place, which is what a reader looks for."""
    found = re.search(rf"^[ \t]*[\"']?({re.escape(key)})[\"']?[ \t]*=", text, re.M)
    return Span(*found.span(1)) if found else Span(0, 0)


Place = tuple[str, int | None, int | None] | None
"""File, cell and line; without a line the whole file; None: everywhere."""


class Silence:
    """The ignores of a repository, by where they hold and what they name; it remembers which of them were of use.

    What `is_new` on its line was not there when the comment was written about that line.
    """

    def __init__(
        self, ignores: Sequence[Ignore], repo: Repository, is_new: Callable[[Finding], bool] = lambda _: False
    ) -> None:
        self.ignores = ignores
        self._repo = repo
        self._is_new = is_new
        self._words: dict[Place, set[str]] = {}
        self._used: set[tuple[Place, str]] = set()
        self._index: dict[str, Lines] = {}
        self._matches: dict[tuple[str, str], bool] = {}
        for ignore in ignores:
            for place in _places(ignore):
                self._words.setdefault(place, set()).update(ignore.codes)

    def left(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that nobody asked to silence."""
        return [finding for finding in findings if not self._silences(finding)]

    def _silences(self, finding: Finding) -> bool:
        places: tuple[Place, ...] = (None, (finding.file, None, None), self._line(finding))
        used = {
            (place, word) for place in places for word in self._words.get(place, ()) if self._names(word, finding.rule)
        }
        self._used |= used
        return any(place != places[-1] for place, _ in used) or (bool(used) and not self._is_new(finding))

    def _names(self, word: str, rule: Rule) -> bool:
        key = rule.code, word
        if key not in self._matches:
            self._matches[key] = matches(rule, word)
        return self._matches[key]

    def _line(self, finding: Finding) -> Place:
        notebook = self._repo.notebooks.get(finding.file)
        if notebook is not None:
            cell, line = notebook.cell_at(finding.span.start) or (None, None)
            return finding.file, cell, line
        if finding.file not in self._index:
            self._index[finding.file] = Lines(self._repo.file_text(finding.file))
        return finding.file, None, self._index[finding.file].line(finding.span.start)

    def idle(self, ran: Iterable[Rule], known: Iterable[Rule]) -> Iterator[Ignore]:
        """The ignores that name a rule which `ran` and silenced nothing, or no `known` rule, or are not understood."""
        if not self.ignores:
            return
        ran, known = tuple(ran), tuple(known)
        for ignore in self.ignores:
            if ignore.file is None:
                continue  # a configuration from elsewhere: what is idle here may be of use there
            idle = [code for code in ignore.codes if not self._was_used(ignore, code)]
            unknown = tuple(code for code in idle if not any(self._names(code, rule) for rule in known))
            unused = tuple(code for code in idle if any(self._names(code, rule) for rule in ran))
            if unused or unknown or ignore.misspelt:
                yield replace(ignore, unused=unused, unknown=unknown)

    def _was_used(self, ignore: Ignore, code: str) -> bool:
        return any((place, code) in self._used for place in _places(ignore))


def _places(ignore: Ignore) -> Iterator[Place]:
    if ignore.file is None or ignore.removal is None:
        yield None
    elif ignore.lines is None:
        yield ignore.file, None, None
    else:
        for line in range(ignore.lines[0], ignore.lines[1] + 1):
            yield ignore.file, ignore.cell, line


def per_file(findings: Iterable[Finding], config: Config) -> list[Finding]:
    """The findings that `[per-file-ignores]` leaves."""
    if not config.per_file_ignores:
        return list(findings)
    specs = [(Gitignore(pattern), codes) for pattern, codes in config.per_file_ignores.items()]
    return [
        f
        for f in findings
        if not any(spec.ignores(f.file) and any(matches(f.rule, c) for c in codes) for spec, codes in specs)
    ]
