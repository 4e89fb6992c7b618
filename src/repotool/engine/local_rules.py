"""Rules that a repository brings itself: `.repotool/rules/*.toml`, patterns instead of Python.

They are off unless somebody asks for them: a pattern can be written so that it takes for ever.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from repotool.config import decoded, hint, parse_toml
from repotool.data import rules_folder
from repotool.engine.rules import code_and_name
from repotool.language import said
from repotool.model import Check, Document, Edit, Fix, Hit, Notebook, Refused, Repository, Rule, Scope, Span
from repotool.reading.gitignore import Gitignore

FOLDER = ".repotool/rules"
MAX_RULES = 200
MAX_LINE = 10_000
"""Characters of a line that a pattern is held against: what is longer was not written by hand."""
KEYS = (
    "on", "pattern", "message", "help", "severity", "default", "replacement", "safe", "files", "what", "why", "preview",
)  # fmt: skip
SCOPES: dict[str, Scope] = {"link": "document", "text": "document", "source": "notebook"}
SEVERITIES = ("error", "warning", "info")


def local_rules(files: Iterable[str], read: Callable[[str], bytes]) -> list[Rule]:
    """The rules among `files`, the paths of a repository. Raises Refused naming the file and the key that is wrong."""
    paths = sorted(path for path in files if _is_rule(path))
    if len(paths) > MAX_RULES:
        raise Refused(f"{FOLDER}: holds {len(paths)} rules, and more than {MAX_RULES} are not read")
    return [_Reader(Path(path), parse_toml(Path(path), decoded(Path(path), read(path)))).rule() for path in paths]


def _is_rule(path: str) -> bool:
    pure = PurePosixPath(path)
    return pure.parent.as_posix() == FOLDER and pure.suffix == ".toml"


class _Reader:
    """One rule's table -> Rule."""

    def __init__(self, path: Path, table: Mapping[str, Any]) -> None:
        self.path = path
        self.table = table

    def rule(self) -> Rule:
        code, name = code_and_name(self.path)
        for key in self.table:
            if key not in KEYS:
                raise self.refused(key, f"is not a key of a local rule{hint(key, KEYS)}")
        if any(rules_folder().glob(f"{code[:3].lower()}[0-9]*.toml")):
            raise Refused(f"{self.path}: {code[:3]} is a family of repotool's own; take other letters")
        on = self.choice("on", tuple(SCOPES), "link")
        pattern = self.pattern()
        replacement = self.replacement(pattern)
        message, help_text = self.template("message", pattern), self.template("help", pattern, required=False)
        return Rule(
            stem=self.path.stem,
            code=code,
            name=name,
            scope=SCOPES[on],
            severity=self.choice("severity", SEVERITIES, "warning"),
            default=self.flag("default", True),
            message=(message,),
            help=(help_text,) if help_text else (),
            fix="none" if replacement is None else "safe" if self.flag("safe", False) else "unsafe",
            what=self.text("what", required=False) or f"Something that {self.path} is about.",
            why=self.text("why", required=False) or "This repository has a rule of its own.",
            bad="",
            good="",
            since="",
            preview=self.flag("preview", False),
            check=_check(on, pattern, replacement, safe=self.flag("safe", False), files=self.files()),
        )

    def refused(self, key: str, why: str) -> Refused:
        return Refused(f"{self.path}: {key} {said(why)}")

    def text(self, key: str, *, required: bool = True) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.refused(key, 'must be a text, such as "…"')
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.table.get(key, default)
        if not isinstance(value, bool):
            raise self.refused(key, "must be true or false")
        return value

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> Any:
        value = self.table.get(key, default)
        if value not in choices:
            raise self.refused(key, f"must be one of {', '.join(choices)}")
        return value

    def files(self) -> tuple[str, ...]:
        value = self.table.get("files", [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.refused("files", 'must be a list of patterns, such as ["*.md"]')
        return tuple(value)

    def pattern(self) -> re.Pattern[str]:
        try:
            return re.compile(self.text("pattern"))
        except (re.error, RecursionError, OverflowError) as error:
            raise self.refused("pattern", f"is not a regular expression of Python ({error})") from None

    def replacement(self, pattern: re.Pattern[str]) -> str | None:
        if "replacement" not in self.table:
            return None
        value = self.text("replacement", required=False)
        try:
            re.compile(pattern.pattern + "|", pattern.flags).sub(value, "", count=1)
        except (re.error, IndexError) as error:
            raise self.refused("replacement", f"does not fit the pattern ({error})") from None
        return value

    def template(self, key: str, pattern: re.Pattern[str], *, required: bool = True) -> str:
        """A message may name what the pattern found: {match}, and the groups that have names."""
        value = self.text(key, required=required)
        names = ("match", *pattern.groupindex)
        try:
            fields = list(string.Formatter().parse(value))
        except ValueError as error:
            raise self.refused(key, f"has a brace that is not closed ({error}); write {{{{ for one") from None
        for _, name, form, conversion in fields:
            if name is not None and (name not in names or form or conversion):
                raise self.refused(key, f"knows {', '.join(f'{{{n}}}' for n in names)}, and not {{{name}}}")
        return value


def _check(on: str, pattern: re.Pattern[str], replacement: str | None, *, safe: bool, files: tuple[str, ...]) -> Check:
    specs = [Gitignore(glob) for glob in files]

    def hit(file: str, found: re.Match[str], span: Span) -> Hit:
        facts = {**{k: v or "" for k, v in found.groupdict().items()}, "match": found[0]}
        text = None if replacement is None else found.expand(replacement)
        fix = None if text is None else Fix((Edit(file, span, text),), safe, f"write {text}")
        return Hit(file, span, facts, fix if text != found[0] else None)

    def check(subject: Document | Notebook, repo: Repository) -> Iterator[Hit]:
        if specs and not any(spec.ignores(subject.path) for spec in specs):
            return
        if isinstance(subject, Notebook):
            for cell in subject.cells:
                if cell.kind == "code":
                    for found, span in _in_lines(pattern, cell.text):
                        yield hit(subject.path, found, cell.view.place(span))
        elif on == "text":
            for found, span in _in_lines(pattern, subject.view.text):
                yield hit(subject.path, found, span)
        else:
            for link in subject.links:
                target = link.target_span.cut(subject.view.text)[:MAX_LINE]
                for found in pattern.finditer(target):
                    if found[0]:
                        yield hit(subject.path, found, Span(*found.span()).shift(link.target_span.start))

    return check


def _in_lines(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], Span]]:
    """What the pattern finds in each line, and where in the text; empty matches are none."""
    at = 0
    for line in text.splitlines(keepends=True):
        for found in pattern.finditer(line.rstrip("\r\n")[:MAX_LINE]):
            if found[0]:
                yield found, Span(*found.span()).shift(at)
        at += len(line)
