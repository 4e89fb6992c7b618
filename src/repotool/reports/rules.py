"""Rules, for people: the table of all, the page of one, and the table of the README."""

from __future__ import annotations

from collections.abc import Iterable

from click import style

from repotool.language import said
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
    legend = said("[*] mended by `repotool fix`; (off) runs only when selected; `repotool rule CODE` explains one")
    return f"{text}\n{legend}\n"


def _row(rule: Rule, width: int) -> str:
    mark = "[*]" if rule.fix in ("safe", "some") else "   "
    off = said(" (preview)") if rule.preview else "" if rule.default else said(" (off)")
    return f"{style(rule.code, bold=True)} {mark} {rule.name:<{width}}  {said(rule.severity):<7}  {rule.what}{off}\n"


def page(rule: Rule) -> str:
    """Everything about one rule: what, why, an example of each, the fix, how to switch it off."""
    state = said("on by default" if rule.default else f"off by default, on with --extend-select {rule.code}")
    if rule.preview:
        state = said(f"in preview: it may yet change, and runs with --preview or --select {rule.code}")
    since = said(f", since {rule.since}") if rule.since else ""
    judged = said(SCOPE_WORDS[rule.scope])
    return f"""{style(f"{rule.code} {rule.name}", bold=True)}
{said(rule.severity)}, {said(f"judges {judged}")}, {state}{since}

{rule.what}

{style(said("Why"), bold=True)}
{_indented(rule.why)}
{_example(said("Bad"), rule.bad)}{_example(said("Good"), rule.good)}{style(said("Fix"), bold=True)}
{_indented(said(FIX_WORDS[rule.fix]))}
{style(said("To switch it off"), bold=True)}
{_ways_off(rule.code)}"""


def _ways_off(code: str) -> str:
    reason = said("the reason")
    ways = (
        (said("on one line"), f"<!-- repotool: ignore={code} {reason} -->"),
        (said("in one file"), f"<!-- repotool: ignore-file={code} {reason} -->"),
        (said("in the repository"), said(f'{code} = "{reason}"   below [ignore] in repotool.toml')),
        (said("this time"), f"--ignore {code}"),
    )
    return "".join(f"    {where:<18}  {how}\n" for where, how in ways)


def markdown_page(rule: Rule) -> str:
    """The page of one rule as Markdown, for editors and the documentation."""
    lines = [f"### {rule.code} {rule.name}", "", rule.what, "", rule.why.strip(), ""]
    for title, text in ((said("Wrong"), rule.bad), (said("Right"), rule.good)):
        lines += [f"**{title}**", "", "````markdown", text.strip("\n"), "````", ""] if text else []
    return "\n".join([*lines, f"*{said('Fix')}*: {said(FIX_WORDS[rule.fix])}", ""])


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
