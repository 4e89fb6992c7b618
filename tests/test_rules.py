"""Every rule over its own fixtures: what is expected is found, what is good is silent, the fix gives `fixed/`."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click import unstyle
from msgspec.structs import replace

from repotool.engine.opening import Options, open_projects
from repotool.engine.project import Project
from repotool.engine.rules import load_check, load_rules
from repotool.model import Result, Rule, Verdict
from repotool.reading.links.members import Member, Members
from repotool.reading.places import OnDisk
from repotool.reports.records import locate
from repotool.reports.text import concise
from repotool.writing.fixes import fix_until_stable
from repotool.writing.renames import rename_all
from tests.conftest import git

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures" / "rules"
RULES = load_rules()


def stems(folder: Path, pattern: str) -> set[str]:
    return {p.stem for p in folder.glob(pattern) if not p.name.startswith("__")}


def test_a_rule_is_data_a_check_and_fixtures_under_one_name() -> None:
    data = stems(ROOT / "rules", "*.toml")
    assert data == stems(ROOT / "src" / "repotool" / "checks", "*.py") == stems(FIXTURES, "*")


@pytest.fixture(params=RULES.values(), ids=lambda rule: rule.code)
def rule(request: pytest.FixtureRequest) -> Rule:
    return request.param  # type: ignore[no-any-return]


def lay(rule: Rule, part: str, tmp_path: Path) -> Project:
    """One mini-course of a rule, laid out as a repository of its own, judged by this rule (or those it asks for)."""
    root = Path(shutil.copytree(FIXTURES / rule.stem / part, tmp_path / part))
    settings = FIXTURES / rule.stem / "repository.toml"
    asked = tomllib.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
    select = tuple(asked.pop("select", [rule.code]))
    today = asked.pop("today", None)
    for name in asked.pop("files", ()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    fleet = asked.pop("fleet", {})
    verdicts = read_verdicts(asked.pop("verdicts", None))
    untracked = asked.pop("untracked", None)
    if untracked is not None:
        track_all_but(untracked, root)
    assert not asked, f"{settings}: {asked} is not a setting of a fixture"
    (project,) = open_projects((str(root),), Options(root=root, select=select, today=today))
    return replace(project, members=members(fleet, tmp_path) if fleet else None, verdicts=verdicts)


def read_verdicts(tables: dict[str, dict[str, Any]] | None) -> dict[str, Verdict] | None:
    """What the network would have said, by address as it is written."""
    if tables is None:
        return None
    return {
        url: Verdict(**{"url": url, **table, "anchors": frozenset(table["anchors"]) if "anchors" in table else None})
        for url, table in tables.items()
    }


def members(fleet: dict[str, list[str]], tmp_path: Path) -> Members:
    """Other repositories of a fleet, each told as "owner/repo" and its files; their branch is main."""
    found = []
    for name, files in fleet.items():
        root = tmp_path / "fleet" / name
        for file in files:
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).touch()
        found.append(Member(OnDisk(root), name, "main"))
    return Members(found)


def track_all_but(untracked: list[str], root: Path) -> None:
    """Makes `root` a git repository that tracks its files, except some."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "rm", "-q", "--cached", "--ignore-unmatch", *untracked)


def told(project: Project, rule: Rule) -> str:
    """The findings of the rule, one a line, each with its help below."""
    result = project.check()
    mine = tuple(f for f in result.findings if f.rule.code == rule.code)
    text = ""
    for record in locate([Result("", result.repository, mine)]):
        text += unstyle(concise([record]))
        text += f"    {record.finding.help}\n" if record.finding.help else ""
    return text


def test_what_is_bad_is_found(rule: Rule, tmp_path: Path) -> None:
    expected = (FIXTURES / rule.stem / "expected.txt").read_text(encoding="utf-8")
    assert expected.strip(), "a fixture that declares no expectation is itself an error"
    assert told(lay(rule, "bad", tmp_path), rule) == expected


def test_what_is_good_is_silent(rule: Rule, tmp_path: Path) -> None:
    assert told(lay(rule, "good", tmp_path), rule) == ""


def test_the_fix_gives_what_is_fixed_and_nothing_more(rule: Rule, tmp_path: Path) -> None:
    fixed = FIXTURES / rule.stem / "fixed"
    assert fixed.is_dir() == (rule.fix != "none"), "fixed/ shows what the fix makes, and stands where there is one"
    if rule.fix == "none":
        return
    project = lay(rule, "bad", tmp_path)
    outcome = fix_until_stable(project.read, project.judge, unsafe=rule.fix == "unsafe")
    for path, after in outcome.after.items():
        (project.root / path).parent.mkdir(parents=True, exist_ok=True)
        (project.root / path).write_bytes(after)
    if rule.fix == "unsafe":
        rename_all(lambda: project.read({}), outcome.left)
    assert contents(project.root) == contents(lay(rule, "fixed", tmp_path).root)
    assert not fix_until_stable(project.read, project.judge, unsafe=rule.fix == "unsafe").after


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_check_is_found_by_the_name_of_its_rule(rule: Rule) -> None:
    assert load_check(rule).__module__ == f"repotool.checks.{rule.stem}"


def test_the_table_of_the_readme_is_fresh() -> None:
    from tools.rule_table import README, with_table

    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "run `make table`"
