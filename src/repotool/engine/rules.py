"""rules/*.toml -> Rule; which of them run."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from msgspec.structs import replace

from repotool.config import Config, hint
from repotool.data import read_toml, rules_folder
from repotool.language import language, teller
from repotool.model import Check, Needs, Refused, Rule, Scope, Severity
from repotool.model.regex import regex

STEM = regex(r"([a-z]{3}\d{3})_([a-z0-9_]+)")
TEXTS = ("what", "why", "bad", "good", "since")
FIXES = ("safe", "unsafe", "some", "none")


def load_rules(folder: Path | None = None) -> Mapping[str, Rule]:
    """All rules, by code, in the order of their codes, in the words of the language that is spoken.

    A file is read when its rule is first asked for; Refused then names the file and the key that is wrong.
    """
    return _load_rules(folder or rules_folder(), language())


@cache
def _load_rules(folder: Path, spoken: str) -> Mapping[str, Rule]:
    return Shelf(folder, spoken)


class Shelf(Mapping[str, Rule]):
    """The rules of a folder. What they are called is told by the names of the files, so that whoever asks for a few
    rules by name reads those alone.
    """

    def __init__(self, folder: Path, spoken: str) -> None:
        self._spoken = spoken
        self._words = folder / spoken
        self._paths = {code_and_name(path): path for path in sorted(folder.glob("*.toml"))}
        self._named = {called.code: called for called in self._paths}
        self._read: dict[str, Rule] = {}

    def __getitem__(self, code: str) -> Rule:
        if code not in self._read:
            rule = load_rule(self._paths[self._named[code]])
            self._read[code] = rule if self._spoken == "en" else _in_words_of(rule, self._words)
        return self._read[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)

    def __len__(self) -> int:
        return len(self._named)

    def called(self) -> Iterable[Called]:
        return self._paths


def _in_words_of(rule: Rule, folder: Path) -> Rule:
    """The rule in another language, whose words lie in `folder`; English ones where it has none."""
    path = folder / f"{rule.stem}.toml"
    if not path.is_file():
        return rule
    table = read_toml(path)
    return replace(
        rule,
        message=_templates(table["message"]),
        help=_templates(table.get("help", [])),
        what=_text(path, table, "what"),
        why=_text(path, table, "why"),
        tellers={fact: teller(words) for fact, words in table.get("facts", {}).items()},
    )


def load_rule(path: Path) -> Rule:
    """The rule that one file describes; its code and name come from the file's name alone."""
    return rule_of(path, read_toml(path))


class Called(NamedTuple):
    """What a rule is called."""

    code: str
    name: str

    @property
    def family(self) -> str:
        return self.code[:3]


def _called(rules: Mapping[str, Rule]) -> Iterable[Called]:
    return rules.called() if isinstance(rules, Shelf) else [Called(rule.code, rule.name) for rule in rules.values()]


def code_and_name(path: Path) -> Called:
    """What the name of a rule's file says. Raises Refused where it says nothing."""
    stem = STEM.fullmatch(path.stem)
    if stem is None:
        raise Refused(f"{path}: is named unlike a rule; a rule's file is named such as hwk101_empty_homework_link.toml")
    return Called(stem[1].upper(), stem[2].replace("_", "-"))


def rule_of(path: Path, table: dict[str, Any]) -> Rule:
    """The rule that the file at `path` describes, as it was read."""
    code, name = code_and_name(path)
    unknown = table.keys() - {"scope", "needs", "severity", "default", "preview", "message", "help", "fix", *TEXTS}
    if unknown:
        raise Refused(f"{path}: {min(unknown)} is not a key of a rule")
    return Rule(
        stem=path.stem,
        code=code,
        name=name,
        scope=_choice(path, table, "scope", get_args(Scope)),
        needs=_choice(path, table, "needs", get_args(Needs)) if "needs" in table else None,
        severity=_choice(path, table, "severity", get_args(Severity)),
        default=_choice(path, table, "default", (True, False)),
        preview=_choice(path, {"preview": False, **table}, "preview", (True, False)),
        message=_templates(table["message"]),
        help=_templates(table.get("help", [])),
        fix=_choice(path, table, "fix", FIXES),
        what=_text(path, table, "what"),
        why=_text(path, table, "why"),
        bad=_text(path, table, "bad"),
        good=_text(path, table, "good"),
        since=_text(path, table, "since"),
    )


def _choice(path: Path, table: dict[str, Any], key: str, choices: tuple[Any, ...]) -> Any:
    if table.get(key) not in choices:
        raise Refused(f"{path}: {key} must be one of {', '.join(map(str, choices))}")
    return table[key]


def _text(path: Path, table: dict[str, Any], key: str) -> str:
    if not isinstance(table.get(key), str) or not table[key].strip():
        raise Refused(f"{path}: {key} is missing")
    return str(table[key]).strip("\n")


def _templates(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def load_check(rule: Rule) -> Check:
    """The function that finds what `rule` describes."""
    if rule.check is not None:
        return rule.check
    check: Check = importlib.import_module(f"repotool.checks.{rule.stem}").check
    return check


def matches(rule: Rule | Called, selector: str) -> bool:
    """Whether `selector` (a code, a family, a name or ALL) names `rule`. Case does not matter."""
    word = selector.upper()
    return word in ("ALL", rule.code, rule.family) or selector.lower() == rule.name


def verify_selectors(rules: Mapping[str, Rule], selectors: Iterable[str], where: str) -> None:
    """Raises Refused for a selector that names no rule; `where` tells the user who said it."""
    for selector in selectors:
        if not any(matches(called, selector) for called in _called(rules)):
            raise Refused(
                f"{where}: {selector} is not a rule{hint(selector, _names(rules))}; `repotool rule` lists them"
            )


def _names(rules: Mapping[str, Rule]) -> list[str]:
    called = list(_called(rules))
    return [*rules, *(rule.name for rule in called), *sorted({rule.family for rule in called}), "ALL"]


def nearest_rule(rules: Mapping[str, Rule], word: str) -> str:
    """`: did you mean X?`, or nothing."""
    return hint(word, _names(rules))


def select_rules(
    rules: Mapping[str, Rule],
    config: Config,
    *,
    select: tuple[str, ...] = (),
    extend_select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    preview: bool = False,
) -> tuple[Rule, ...]:
    """The rules that run, with the severities of the configuration. The command line's words win over the file's.

    `[ignore]` of the configuration does not switch a rule off: its findings are silenced later, so that an ignore that
    silences nothing can be told. A rule in `preview` runs where previews are asked for, or its own code or name is.
    """
    at = str(config.path)
    for words, where in (
        (select, "--select"),
        (extend_select, "--extend-select"),
        (ignore, "--ignore"),
        (config.select or (), f"{at}: select"),
        (config.extend_select, f"{at}: extend-select"),
        (config.ignore, f"{at}: [ignore]"),
        (config.severity, f"{at}: [severity]"),
        *((codes, f"{at}: [per-file-ignores] {p}") for p, codes in config.per_file_ignores.items()),
    ):
        verify_selectors(rules, words, where)
    base = select or config.select  # an empty list in the configuration selects none
    extra = (*config.extend_select, *extend_select)
    chosen = []
    for called in _called(rules):
        named = any(matches(called, s) for s in (*(base or ()), *extra))
        if (base is not None and not named) or any(matches(called, s) for s in ignore):
            continue
        rule = rules[called.code]
        wanted = named or rule.default
        if rule.preview and not (preview or config.preview):
            wanted = any(s.upper() == rule.code or s.lower() == rule.name for s in (*(base or ()), *extra))
        if wanted:
            chosen.append(replace(rule, severity=_severity(rule, config)))
    return tuple(chosen)


def _severity(rule: Rule, config: Config) -> Severity:
    """The most particular word wins: a rule's own code or name over its family."""
    named = {s: level for s, level in config.severity.items() if matches(rule, s)}
    particular = [level for s, level in named.items() if s.upper() not in ("ALL", rule.family)]
    return (particular or list(named.values()) or [rule.severity])[-1]
