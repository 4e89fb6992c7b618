"""Rules that are not ours: those a repository brings itself, those of installed packages, and new ones in preview."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

OLD_HOST = r"""
on = "link"
pattern = 'https?://old\.example/(?P<rest>[\w/]*)'
message = "{match} has moved"
help = "it is new.example/{rest} now"
replacement = 'https://new.example/\g<rest>'
"""
LOCAL = ".repotool/rules/loc001_old_host.toml"
README = "# Курс\n\n[Чат](https://old.example/chat) и [сайт](https://example.org)\n"


def found(folder: Path, *words: str) -> list[tuple[str, int, str]]:
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [(f["code"], f["line"], f["message"]) for f in json.loads(ran.out)]


class TestLocalRules:
    def test_they_are_off_unless_asked_for(self, write: Write) -> None:
        folder = write({"README.md": README, LOCAL: OLD_HOST})
        assert found(folder) == []
        assert found(folder, "--local-rules") == [("LOC001", 3, "https://old.example/chat has moved")]

    def test_a_replacement_is_a_fix(self, write: Write) -> None:
        folder = write({"README.md": README, LOCAL: OLD_HOST})
        repotool("fix", "--local-rules", cwd=folder)
        assert (folder / "README.md").read_text(encoding="utf-8") == README
        repotool("fix", "--local-rules", "--unsafe-fixes", cwd=folder)
        assert (folder / "README.md").read_text(encoding="utf-8") == README.replace("old.example", "new.example")

    def test_text_and_sources_are_judged_line_by_line(self, write: Write) -> None:
        code = {"cell_type": "code", "source": ["import os\n", "x = 'старый дедлайн'\n"], "metadata": {}, "id": "a"}
        text = {"cell_type": "markdown", "source": ["старый дедлайн"], "metadata": {}, "id": "b"}
        notebook = {
            "cells": [{**code, "execution_count": None, "outputs": []}, text],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        rule = "on = '{}'\npattern = 'старый дедлайн'\nmessage = 'так больше не говорят'\n"
        folder = write(
            {
                "README.md": "# Курс\n\nНе старый дедлайн, а старый дедлайн\n",
                "a.ipynb": json.dumps(notebook, ensure_ascii=False, indent=1),
                ".repotool/rules/txt001_old_words.toml": rule.format("text"),
                ".repotool/rules/src001_old_code.toml": rule.format("source"),
            }
        )
        ran = repotool("check", "--local-rules", "--select", "TXT,SRC", "--output-format", "concise", cwd=folder)
        places = [line.partition(": ")[0] for line in ran.text.splitlines()[:-1]]
        assert places == ["README.md:3:4", "README.md:3:22", "a.ipynb:cell 1, line 2", "a.ipynb:cell 2, line 1"]

    def test_a_rule_may_hold_for_some_files(self, write: Write) -> None:
        rule = OLD_HOST + 'files = ["docs/**"]\n'
        folder = write({"README.md": README, "docs/a.md": README, LOCAL: rule})
        ran = repotool("check", "--local-rules", "--output-format", "json", cwd=folder)
        assert [f["file"] for f in json.loads(ran.out)] == ["docs/a.md"]

    def test_it_is_a_rule_like_others(self, write: Write) -> None:
        readme = README + "\n[Чат](https://old.example/chat) <!-- repotool: ignore=LOC001 так надо -->\n"
        folder = write({"README.md": readme, LOCAL: OLD_HOST})
        assert len(found(folder, "--local-rules")) == 1
        assert found(folder, "--local-rules", "--ignore", "old-host") == []
        page = repotool("rule", "LOC001", "--local-rules", cwd=folder)
        assert page.text.startswith("LOC001 old-host\nwarning, judges a document, on by default\n")

    @pytest.mark.parametrize(
        ("name", "text", "told"),
        [
            ("loc001_a.toml", "pattern = '('\nmessage = 'a'", "pattern is not a regular expression"),
            ("loc001_a.toml", "pattern = 'a'", 'message must be a text, such as "…"'),
            ("loc001_a.toml", "pattern = 'a'\nmessage = '{b}'", "message knows {match}, and not {b}"),
            ("loc001_a.toml", "pattern = 'a'\nmessage = '{match.__class__}'", "message knows {match}"),
            ("loc001_a.toml", "pattern = 'a'\nmessage = '{'", "message has a brace that is not closed"),
            ("loc001_a.toml", "patern = 'a'", "patern is not a key of a local rule: did you mean pattern?"),
            ("loc001_a.toml", "pattern = 'a'\nmessage = 'b'\nreplacement = '\\1'", "replacement does not fit"),
            ("loc001_a.toml", "pattern = 'a'\nmessage = 'b'\non = 'cell'", "on must be one of link, text, source"),
            ("lnk901_a.toml", "pattern = 'a'\nmessage = 'b'", "LNK is a family of repotool's own"),
            ("mine.toml", "pattern = 'a'\nmessage = 'b'", "is named unlike a rule"),
        ],
    )
    def test_what_is_wrong_is_named(self, write: Write, name: str, text: str, told: str) -> None:
        ran = repotool("check", "--local-rules", cwd=write({"README.md": "", f".repotool/rules/{name}": text}))
        assert ran.code == 2
        assert f".repotool/rules/{name}: " in ran.err
        assert told in ran.err
        assert "Traceback" not in ran.err

    @needs_git
    def test_with_base_those_of_the_branch_hold(self, write: Write) -> None:
        folder = write({"README.md": "# Курс\n", LOCAL: OLD_HOST})
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "before")
        git(folder, "checkout", "-q", "-b", "change")
        (folder / LOCAL).unlink()
        write({"README.md": README})
        assert [code for code, *_ in found(folder, "--local-rules", "--base", "main")] == ["LOC001"]


PLUGIN = """
from repotool.model import Hit

def check(document, repo):
    for heading in document.headings:
        if heading.level == 1 and {condition}:
            yield Hit(document.path, heading.span, {{"text": "!"}})
"""
PLUGIN_RULE = """
scope = "document"
severity = "warning"
default = true
fix = "none"
since = "1"
message = "the title shouts{text}"
what = "A title that shouts."
why = "It is loud."
bad = "# A!"
good = "# A"
"""


class TestPlugins:
    @pytest.fixture
    def installed(self, tmp_path: Path) -> Callable[..., str]:
        def install(condition: str = "True", rule: str = PLUGIN_RULE) -> str:
            site = tmp_path / "site"
            package = site / "loud"
            package.mkdir(parents=True)
            (package / "__init__.py").touch()
            (package / "lou101_loud_title.py").write_text(PLUGIN.format(condition=condition), encoding="utf-8")
            (package / "lou101_loud_title.toml").write_text(rule, encoding="utf-8")
            info = site / "loud_rules-1.dist-info"
            info.mkdir()
            (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-rules\nVersion: 1\n", encoding="utf-8")
            points = "[repotool.rules]\nlou101_loud_title = loud.lou101_loud_title\n"
            (info / "entry_points.txt").write_text(points, encoding="utf-8")
            return str(site)

        return install

    def run(self, folder: Path, site: str, *words: str) -> tuple[int, str]:
        import os

        path = os.pathsep.join(p for p in (os.environ.get("PYTHONPATH"), site) if p)
        ran = repotool("check", "--output-format", "concise", *words, cwd=folder, PYTHONPATH=path)
        return ran.code, ran.text + ran.err

    def test_they_run_when_they_are_asked_for(self, write: Write, installed: Callable[..., str]) -> None:
        folder, site = write({"README.md": "# Курс!\n"}), installed()
        assert self.run(folder, site)[0] == 0
        code, text = self.run(folder, site, "--plugin", "Loud_Rules")
        assert (code, text.splitlines()[0]) == (1, "README.md:1:1: warning LOU101 the title shouts!")
        write({"repotool.toml": 'plugins = ["loud-rules"]\n'})
        assert self.run(folder, site)[0] == 1

    def test_one_that_is_not_there_is_named(self, write: Write, installed: Callable[..., str]) -> None:
        code, text = self.run(write({"README.md": ""}), installed(), "--plugin", "loud-rule")
        assert code == 2
        assert "no package of this name that has rules is installed: did you mean loud-rules?" in text

    def test_a_failing_one_is_named(self, write: Write, installed: Callable[..., str]) -> None:
        code, text = self.run(write({"README.md": "# К\n"}), installed("1 / 0"), "--plugin", "loud-rules")
        assert code == 2
        assert "the plugin loud-rules, rule lou101_loud_title: failed (ZeroDivisionError" in text
        assert "Traceback" not in text

    def test_one_in_preview_waits_to_be_asked_for(self, write: Write, installed: Callable[..., str]) -> None:
        folder, site = write({"README.md": "# Курс!\n"}), installed(rule=PLUGIN_RULE + "preview = true\n")
        asked = ("--plugin", "loud-rules")
        assert self.run(folder, site, *asked)[0] == 0
        assert self.run(folder, site, *asked, "--select", "LOU")[0] == 0
        assert self.run(folder, site, *asked, "--select", "LOU101")[0] == 1
        assert self.run(folder, site, *asked, "--preview")[0] == 1
        write({"repotool.toml": "preview = true\n"})
        assert self.run(folder, site, *asked)[0] == 1
