"""Pages of the documentation that are made of what the project says anyway; a hook of mkdocs, called by `make docs`.

The README is the front page, `rules/` gives a page a rule, the command line describes its commands itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from repotool.cli import SECTIONS, main_group
from repotool.engine.rules import load_rules
from repotool.reports.rules import markdown, markdown_page

HOME = Path(__file__).parents[1]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the made pages to those that lie in docs/."""
    for path, text in pages():
        files.append(File.generated(config, path, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Links to files of the checkout mean nothing on a site: their words stay."""
    return re.sub(r"\[([^\]]+)\]\(\.\./(?:\.\./)?(?:rules|src|tests|tools)[^)]*\)", r"\1", markdown)


def pages() -> Iterator[tuple[str, str]]:
    """Each made page: its path below docs/, its Markdown."""
    yield "index.md", _moved((HOME / "README.md").read_text(encoding="utf-8"))
    yield "changelog.md", _moved((HOME / "CHANGELOG.md").read_text(encoding="utf-8"))
    yield "commands.md", _commands()
    rules = load_rules()
    table = re.sub(r"^\| ([A-Z]{3}\d{3}) ", r"| [\1](\1.md) ", markdown(rules.values()), flags=re.MULTILINE)
    yield "rules/index.md", f"# Rules\n\n{table}"
    for rule in rules.values():
        yield f"rules/{rule.code}.md", markdown_page(rule).replace("### ", "# ", 1)


def _moved(readme: str) -> str:
    """The README as a page of docs/: links into docs/ begin there."""
    return readme.replace("](docs/", "](").replace("](CONTRIBUTING.md)", "](architecture.md)")


def _commands() -> str:
    text = "# Commands\n"
    for section, names in SECTIONS.items():
        text += f"\n## {section}\n"
        for name, line in names.items():
            text += f"\n### repotool {name}\n\n{line}\n\n```text\n{_help(name)}\n```\n"
    return text


def _help(name: str) -> str:
    context: Any = click.Context(main_group, info_name="repotool")
    command = main_group.get_command(context, name)
    assert command is not None
    return command.get_help(click.Context(command, info_name=name, parent=context, max_content_width=100))
