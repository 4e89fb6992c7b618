"""Requests to silence a finding: comments in documents, `[ignore]` and `[per-file-ignores]` of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from repotool.config import Config
from repotool.engine.rules import matches
from repotool.model import Document, Finding, Ignore, Repository, Rule, Source, Span
from repotool.reading.gitignore import Gitignore
from repotool.reading.source import Lines

ADDRESSED = re.compile(r"<!--\s*repotool\b(.*?)-->", re.S)
COMMENT = re.compile(r"<!--\s*repotool:\s*(ignore|ignore-file)\s*=\s*([\w,-]+)[ \t]*(.*?)\s*-->", re.S)


def read_ignores(repo: Repository, config: Config, config_file: str | None) -> list[Ignore]:
    """Every request to silence, in documents first. `config_file` is the configuration's path in the repository."""
    asked = [ignore for document in repo.documents.values() for ignore in _in_document(document)]
    if config_file is not None:
        asked += _in_config(config, config_file)
    return asked


def _in_document(document: Document) -> Iterator[Ignore]:
    text = document.view.text
    if "repotool:" not in text:
        return
    lines = Lines(text)
    for comment in document.comments:
        asked = COMMENT.fullmatch(comment.cut(text))
        if asked is None:
            yield from _misspelt(document, comment)
            continue
        codes = tuple(code for code in asked[2].split(",") if code)
        whole = _whole_lines(lines, comment)
        alone = _is_alone(text, comment, whole)
        held = None if asked[1] == "ignore-file" else _held_lines(lines, comment, alone)
        removal = whole if alone else comment
        place = document.view.place
        yield Ignore(document.path, place(comment), codes, asked[3], held, removal=place(removal))


def _misspelt(document: Document, comment: Span) -> Iterator[Ignore]:
    """A comment that speaks to repotool and is not understood silences nothing, which its author does not expect."""
    told = ADDRESSED.fullmatch(comment.cut(document.view.text))
    if told is not None:
        words = " ".join(told[0][4:-3].split())
        yield Ignore(document.path, document.view.place(comment), (), "", None, misspelt=words)


def _is_alone(text: str, comment: Span, whole: Span) -> bool:
    before, after = text[whole.start : comment.start], text[comment.end : whole.end]
    return not before.strip(" \t>\ufeff") and not after.strip()


def _whole_lines(lines: Lines, span: Span) -> Span:
    """The lines that `span` stands on, with the ending of the last one."""
    first, last = lines.line(span.start), lines.line(max(span.start, span.end - 1))
    return Span(lines.whole(first).start, lines.whole(last).end)


def _held_lines(lines: Lines, comment: Span, alone: bool) -> tuple[int, int]:
    """A comment holds for its own line; alone on its line, for the next one."""
    first, last = lines.line(comment.start), lines.line(max(comment.start, comment.end - 1))
    return (last + 1, last + 1) if alone else (first, last)


def _in_config(config: Config, file: str) -> Iterator[Ignore]:
    for code, reason in config.ignore.items():
        yield Ignore(file, _key_span(config.text, code), (code,), reason, None)


def _key_span(text: str, key: str) -> Span:
    """Where `key` is set in a TOML text; its first place, which is what a reader looks for."""
    found = re.search(rf"^[ \t]*[\"']?({re.escape(key)})[\"']?[ \t]*=", text, re.M)
    return Span(*found.span(1)) if found else Span(0, 0)


def silence(
    findings: Iterable[Finding],
    ignores: list[Ignore],
    sources: Mapping[str, Source],
    config_file: str | None,
) -> tuple[list[Finding], list[Ignore]]:
    """The findings that nobody asked to silence, and the ignores with what they silenced."""
    left: list[Finding] = []
    used: list[set[str]] = [set() for _ in ignores]
    by_file: dict[str, list[int]] = {}
    for index, ignore in enumerate(ignores):
        by_file.setdefault("" if ignore.file == config_file else ignore.file, []).append(index)
    lines: dict[str, Lines] = {}
    for finding in findings:
        silenced = False
        for index in (*by_file.get(finding.file, ()), *by_file.get("", ())):
            ignore = ignores[index]
            codes = [c for c in ignore.codes if matches(finding.rule, c)]
            if codes and _holds(ignore, finding, sources, lines):
                used[index].update(codes)
                silenced = True
        if not silenced:
            left.append(finding)
    return left, [replace(ignore, used=frozenset(names)) for ignore, names in zip(ignores, used, strict=True)]


def _holds(ignore: Ignore, finding: Finding, sources: Mapping[str, Source], lines: dict[str, Lines]) -> bool:
    if ignore.lines is None:
        return True
    if finding.file not in lines:
        lines[finding.file] = Lines(sources[finding.file].text)
    return ignore.lines[0] <= lines[finding.file].line(finding.span.start) <= ignore.lines[1]


def with_unused(ignores: Iterable[Ignore], ran: tuple[Rule, ...], known: Iterable[Rule]) -> Iterator[Ignore]:
    """The ignores that name a rule which ran and silenced nothing, or no rule at all."""
    known = tuple(known)
    for ignore in ignores:
        idle = [code for code in ignore.codes if code not in ignore.used]
        unknown = tuple(code for code in idle if not any(matches(rule, code) for rule in known))
        unused = tuple(code for code in idle if any(matches(rule, code) for rule in ran))
        if unused or unknown or ignore.misspelt:
            yield replace(ignore, unused=unused, unknown=unknown)


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
