"""Rules, for people: the table of all, the page of one, and the table of the README."""

from __future__ import annotations

from collections.abc import Iterable

from click import style

from repotool.model import Rule

FIX_WORDS = {"safe": "safe", "unsafe": "offered with --unsafe-fixes", "some": "safe, where it is certain", "none": "—"}
SCOPE_WORDS = {
    "source": "a file",
    "document": "a document",
    "notebook": "a notebook",
    "course": "the schedule",
    "repository": "the repository",
    "ignore": "an ignore",
}


def table(rules: Iterable[Rule]) -> str:
    """One line a rule; a star marks those with a safe fix, a dash those that are off until selected."""
    rows = list(rules)
    width = max(len(rule.name) for rule in rows)
    text = "".join(_row(rule, width) for rule in rows)
    return f"{text}\n[*] mended by `repotool fix`; (off) runs only when selected; `repotool rule CODE` explains one\n"


def _row(rule: Rule, width: int) -> str:
    mark = "[*]" if rule.fix in ("safe", "some") else "   "
    off = " (preview)" if rule.preview else "" if rule.default else " (off)"
    return f"{style(rule.code, bold=True)} {mark} {rule.name:<{width}}  {rule.severity:<7}  {rule.what}{off}\n"


def page(rule: Rule) -> str:
    """Everything about one rule: what, why, an example of each, the fix, how to switch it off."""
    state = "on by default" if rule.default else f"off by default, on with --extend-select {rule.code}"
    state = f"in preview: it may yet change, and runs with --preview or --select {rule.code}" if rule.preview else state
    since = f", since {rule.since}" if rule.since else ""
    return f"""{style(f"{rule.code} {rule.name}", bold=True)}
{rule.severity}, judges {SCOPE_WORDS[rule.scope]}, {state}{since}

{rule.what}

{style("Why", bold=True)}
{_indented(rule.why)}
{_example("Bad", rule.bad)}{_example("Good", rule.good)}{style("Fix", bold=True)}
{_indented(FIX_WORDS[rule.fix])}
{style("To switch it off", bold=True)}
    on one line         <!-- repotool: ignore={rule.code} the reason -->
    in one file         <!-- repotool: ignore-file={rule.code} the reason -->
    in the repository   {rule.code} = "the reason"   below [ignore] in repotool.toml
    this time           --ignore {rule.code}
"""


def markdown_page(rule: Rule) -> str:
    """The page of one rule as Markdown, for editors and the documentation."""
    lines = [f"### {rule.code} {rule.name}", "", rule.what, "", rule.why.strip(), ""]
    for title, text in (("Wrong", rule.bad), ("Right", rule.good)):
        lines += [f"**{title}**", "", "````markdown", text.strip("\n"), "````", ""] if text else []
    return "\n".join([*lines, f"*Fix*: {FIX_WORDS[rule.fix]}", ""])


def _example(title: str, text: str) -> str:
    return f"{style(title, bold=True)}\n{_indented(text)}\n" if text else ""


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.strip("\n").split("\n"))


def markdown(rules: Iterable[Rule]) -> str:
    """The table of the README."""
    lines = ["| Code | Name | Severity | Fix | What it finds |", "| --- | --- | --- | --- | --- |"]
    for rule in rules:
        fix = {"safe": "safe", "some": "some", "unsafe": "offered", "none": ""}[rule.fix]
        off = " *(preview)*" if rule.preview else "" if rule.default else " *(off by default)*"
        lines.append(f"| {rule.code} | {rule.name} | {rule.severity} | {fix} | {rule.what}{off} |")
    return "\n".join(lines) + "\n"
