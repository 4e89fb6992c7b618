"""Reports for programs: each is what its reader expects, and nothing a repository says can break out of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest

from repotool.engine.opening import Options, open_projects
from repotool.reports.records import locate
from tests.cli import repotool

SEEDED = Path(__file__).parents[1] / "fixtures" / "courses" / "seeded"
SCHEMA = Path(__file__).parents[1] / "fixtures" / "schemas" / "sarif-2.1.0.json"
FORMATS = ("sarif", "github", "gitlab", "junit", "rdjson", "markdown")
HOSTILE = "\x1b]0;t\x07::error::pwn%0A @all <script>alert(1)</script> #1 |x| `y` \u202e https://evil.example"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text("# Курс\n\n[Конспект](нет.md) и [Scheme](SCHEME.md)\n", encoding="utf-8")
    (tmp_path / "scheme.md").write_text("# Схема\n", encoding="utf-8")
    (tmp_path / "repotool.toml").write_text("", encoding="utf-8")
    return tmp_path


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_bytes(
        f"# К\n\n[{HOSTILE}](TODO) \n[a](b,c:d%0Ae\x1b.md)\n".encode() + b"[\xff](\xfe.md)\n"
    )
    (tmp_path / "repotool.toml").write_text("", encoding="utf-8")
    return tmp_path


def report(name: str, cwd: Path, *words: str, **env: str) -> str:
    ran = repotool("check", "--output-format", name, *words, cwd=cwd, **env)
    assert ran.code in (0, 1), ran.err
    assert not ran.err
    return ran.text


def test_sarif_is_valid_and_complete() -> None:
    log = json.loads(report("sarif", SEEDED))
    jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(log)
    run = log["runs"][0]
    told = json.loads(report("json", SEEDED))
    assert [r["ruleId"] for r in run["results"]] == [f["code"] for f in told]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    fingerprints = [r["partialFingerprints"]["repotoolFinding/v1"] for r in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_sarif_names_places_and_fixes_in_code_points(course: Path) -> None:
    result = json.loads(report("sarif", course, "--select", "LNK103"))["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "README.md"
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    region = replacement["deletedRegion"]
    line = (course / "README.md").read_text(encoding="utf-8").split("\n")[region["startLine"] - 1]
    cured = line[: region["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[region["endColumn"] - 1 :]
    assert cured == "[Конспект](нет.md) и [Scheme](scheme.md)"


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
def test_fingerprints_survive_moved_lines(course: Path, name: str) -> None:
    before = re.findall(r'"(?:repotoolFinding/v1|fingerprint)": "(\w+)"', report(name, course))
    readme = course / "README.md"
    readme.write_text(
        "Вступление\n\n" + readme.read_text(encoding="utf-8") + "\n[Ещё](другого-нет.md)\n", encoding="utf-8"
    )
    after = re.findall(r'"(?:repotoolFinding/v1|fingerprint)": "(\w+)"', report(name, course))
    assert before == after[:2]
    assert len(set(after)) == 3


def test_github_annotates_each_finding_and_writes_the_summary(course: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    text = report("github", course, GITHUB_STEP_SUMMARY=str(summary))
    lines = text.splitlines()
    assert lines[0] == (
        "::error file=README.md,line=3,endLine=3,col=12,endColumn=18,title=LNK101 missing-target::нет.md does not exist"
    )
    assert lines[-1].startswith("2 problems in 1 file")
    told = summary.read_text(encoding="utf-8")
    assert told.startswith("before\n## repotool\n")
    assert "| 3 | 🔴 LNK101 | нет.md does not exist |" in told


def test_files_are_named_from_the_checkout_of_the_service(course: Path) -> None:
    told = report("github", course, GITHUB_WORKSPACE=str(course.parent))
    assert f"file={course.name}/README.md," in told
    issues = json.loads(report("gitlab", course, CI_PROJECT_DIR=str(course.parent)))
    assert {issue["location"]["path"] for issue in issues} == {f"{course.name}/README.md"}


def test_gitlab_has_the_keys_of_code_quality(course: Path) -> None:
    issue = json.loads(report("gitlab", course))[0]
    assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
    assert issue["severity"] == "major"
    assert issue["location"] == {"path": "README.md", "lines": {"begin": 3, "end": 3}}


def test_junit_counts_cases_and_failures(course: Path) -> None:
    root = ElementTree.fromstring(report("junit", course))
    assert (root.get("tests"), root.get("failures")) == ("2", "2")
    assert next(f.get("message") for f in root.iter("failure")) == "нет.md does not exist"
    (course / "README.md").write_text("# Курс\n", encoding="utf-8")
    clean = ElementTree.fromstring(report("junit", course))
    assert (clean.get("tests"), clean.get("failures"), len(list(clean.iter("testcase")))) == ("1", "0", 1)


def test_rdjson_counts_columns_in_bytes(course: Path) -> None:
    told = json.loads(report("rdjson", course))["diagnostics"]
    line = (course / "README.md").read_bytes().split(b"\n")[2]
    place = told[0]["location"]["range"]
    assert line[place["start"]["column"] - 1 : place["end"]["column"] - 1].decode() == "нет.md"
    fix = told[1]["suggestions"][0]
    cut = line[fix["range"]["start"]["column"] - 1 : fix["range"]["end"]["column"] - 1].decode()
    assert (cut, fix["text"]) == ("SCHEME.md", "scheme.md")


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_repository_says_cannot_break_out(hostile: Path, name: str) -> None:
    text = report(name, hostile)
    assert "\x1b" not in text
    assert "\u202e" not in text
    text.encode("utf-8")
    match name:
        case "sarif" | "gitlab" | "rdjson":
            json.loads(text)
        case "junit":
            ElementTree.fromstring(text)
        case "github":
            # Each line is a command of ours or the summary, and no property ends before its comma.
            *commands, _ = text.splitlines()
            for line in commands:
                keys = re.match(r"::(error|warning|notice) ((?:\w+=[^,:]*,?)+)::", line)
                assert keys is not None, line
        case "markdown":
            rows = [line for line in text.splitlines() if line.startswith("| ") and "Rule" not in line]
            for row in rows:
                told = row.split("|", 3)[3].removesuffix(" |")
                assert not re.search(r"<(?!br>)|@|\||`|://", told), row


def test_a_file_name_that_is_not_ascii_is_a_uri(tmp_path: Path) -> None:
    (tmp_path / "Мой курс.md").write_text("[a](нет.md)\n", encoding="utf-8")
    log = json.loads(report("sarif", tmp_path, "--root", "."))
    uri = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri) == "Мой курс.md"


def test_several_reports_at_once_beside_the_terminal(course: Path) -> None:
    ran = repotool("check", "-o", "sarif:out.sarif", "-o", "junit:out.xml", "--output-format", "concise", cwd=course)
    assert ran.text.startswith("README.md:3:12: error LNK101")
    assert json.loads((course / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert ElementTree.parse(course / "out.xml").getroot().tag == "testsuites"


def test_a_file_without_format_takes_the_one_that_was_asked_for(course: Path) -> None:
    ran = repotool("check", "-o", "out.json", "--output-format", "json", cwd=course)
    assert ran.text.startswith("README.md\n")
    assert len(json.loads((course / "out.json").read_text(encoding="utf-8"))) == 2


def test_statistics_are_refused_where_a_format_has_none(course: Path) -> None:
    ran = repotool("check", "--statistics", "--output-format", "sarif", cwd=course)
    assert (ran.code, ran.out) == (2, b"")
    assert "--statistics: are not told as sarif" in ran.err


def test_long_texts_leave_the_summary_small(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("[" + "а" * 300_000 + "]()\n\n[б]()\n", encoding="utf-8")
    (tmp_path / "A.md").write_text("[а]()\n", encoding="utf-8")
    page = report("markdown", tmp_path)
    assert len(page.encode()) < 1024 * 1024
    (tmp_path / "B.md").write_text("[" + "б" * 300_000 + "]()\n", encoding="utf-8")
    page = report("markdown", tmp_path)
    assert len(page.encode()) < 1024 * 1024
    assert "2 more" in page


def test_a_line_with_thousands_of_findings_is_held_once(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("[а]() " * 2000 + "\n", encoding="utf-8")
    (project,) = open_projects((str(tmp_path),), Options())
    records = list(locate([project.check()]))
    assert len(records) == 2000
    first = records[0].source_line
    assert all(record.source_line is first for record in records)
