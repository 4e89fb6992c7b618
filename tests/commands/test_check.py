"""`repotool check` as a user meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

DEAD = "# Курс\n\n[Конспект](notes.md)\n"


def codes(folder: Path, *words: str) -> list[str]:
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    return [finding["code"] for finding in json.loads(ran.out)]


def test_a_clean_repository_is_quiet_and_exits_0(write: Write) -> None:
    ran = repotool("check", cwd=write({"README.md": "# Курс\n"}))
    assert (ran.code, ran.text, ran.err) == (0, "No problems in 1 document.\n", "")


def test_findings_are_grouped_by_file_and_exit_1(write: Write) -> None:
    folder = write({"README.md": DEAD, "Лекции/план.md": "да\n", "b/README.md": "[Запись]()\n"})
    ran = repotool("check", cwd=folder)
    assert ran.code == 1
    assert ran.text == (
        "README.md\n"
        "  3:12  LNK101  notes.md does not exist\n"
        "b/README.md\n"
        "  1:1  LNK102  «Запись» leads nowhere: its link is empty\n"
        "2 problems in 2 files: 1 error, 1 warning\n"
    )


def test_concise_is_one_finding_a_line(write: Write) -> None:
    ran = repotool("check", "--output-format", "concise", cwd=write({"README.md": DEAD}))
    assert ran.text.splitlines()[0] == "README.md:3:12: error LNK101 notes.md does not exist"


def test_full_shows_the_line_and_the_reason(write: Write) -> None:
    ran = repotool("check", "--output-format", "full", cwd=write({"README.md": DEAD}))
    assert "3 | [Конспект](notes.md)\n" in ran.text
    assert "  |            ^^^^^^^^\n" in ran.text
    assert "`repotool rule LNK101`" in ran.text


def test_json_has_exactly_the_promised_keys(write: Write) -> None:
    folder = write({"README.md": "| Тема |\n| --- |\n| <ul><li>GAN</li> |\n"})
    (finding,) = json.loads(repotool("check", "--output-format", "json", cwd=folder).out)
    assert finding == {
        "code": "MDS101",
        "name": "unclosed-html-list",
        "severity": "warning",
        "message": "the list in column «Тема» is never closed: </ul> is missing",
        "repository": ".",
        "file": "README.md",
        "line": 3,
        "column": 3,
        "end_line": 3,
        "end_column": 7,
        "cell": None,
        "cell_line": None,
        "target": None,
        "help": None,
        "fix": {
            "safe": True,
            "title": "add </ul> at the end of the cell",
            "edits": [{"file": "README.md", "start": 35, "end": 35, "replacement": "</ul>"}],
            "moves": [],
            "creates": [],
        },
    }


def test_json_lines_is_one_object_a_line(write: Write) -> None:
    ran = repotool("check", "--output-format", "json-lines", cwd=write({"README.md": DEAD + "[Слайды](b.pdf)\n"}))
    assert [json.loads(line)["target"] for line in ran.text.splitlines()] == ["notes.md", "b.pdf"]


def test_more_than_five_equal_findings_fold_into_one_line(write: Write) -> None:
    ran = repotool("check", cwd=write({"README.md": "[Запись]()\n" * 7}))
    assert "7 × «Запись» leads nowhere: its link is empty (lines 1, 2, 3, 4, 5 …)\n" in ran.text
    assert ran.text.count("LNK102") == 1


def test_output_file_takes_the_report_and_the_terminal_keeps_its_text(write: Write) -> None:
    folder = write({"README.md": DEAD})
    ran = repotool("check", "--output-format", "json", "-o", "report.json", cwd=folder)
    assert ran.text.startswith("README.md\n")
    assert json.loads((folder / "report.json").read_text())[0]["code"] == "LNK101"


def test_statistics_counts_rules(write: Write) -> None:
    ran = repotool("check", "--statistics", cwd=write({"README.md": DEAD + "[a]()[b]()\n"}))
    assert ran.text.splitlines()[:2] == ["2  LNK102     empty-link", "1  LNK101     missing-target"]


def test_fail_on_and_exit_zero_decide_the_exit_code(write: Write) -> None:
    folder = write({"README.md": "[Запись]()\n"})
    assert repotool("check", cwd=folder).code == 1
    assert repotool("check", "--fail-on", "error", cwd=folder).code == 0
    assert repotool("check", "--exit-zero", cwd=folder).code == 0


def test_quiet_prints_nothing(write: Write) -> None:
    ran = repotool("check", "-q", cwd=write({"README.md": DEAD}))
    assert (ran.code, ran.text, ran.err) == (1, "", "")


def test_rules_are_chosen_by_code_family_or_name(write: Write) -> None:
    folder = write({"README.md": DEAD + "[Запись]()\n"})
    assert codes(folder) == ["LNK101", "LNK102"]
    assert codes(folder, "--select", "missing-target") == ["LNK101"]
    assert codes(folder, "--select", "lnk,HWK") == ["LNK101", "LNK102"]
    assert codes(folder, "--ignore", "LNK101") == ["LNK102"]
    assert codes(folder, "--select", "HWK", "--extend-select", "LNK102") == ["LNK102"]


def test_a_file_limits_what_is_reported_not_what_links_are_judged_against(write: Write) -> None:
    folder = write({"repotool.toml": "", "a.md": "[b](docs/b.md) [c](c.md)\n", "docs/b.md": "[нет](x.md)\n"})
    assert codes(folder, "a.md") == ["LNK101"]
    assert codes(folder, "docs") == ["LNK101"]
    assert codes(folder) == ["LNK101", "LNK101"]


def test_several_roots_are_judged_each_for_itself(write: Write) -> None:
    folder = write({"a/repotool.toml": "", "a/README.md": DEAD, "b/repotool.toml": "", "b/README.md": DEAD})
    ran = repotool("check", "a", "b", cwd=folder)
    assert "a/README.md\n" in ran.text
    assert "b/README.md\n" in ran.text
    assert "2 problems in 2 files: 2 errors\n" in ran.text


def test_exclude_leaves_files_out(write: Write) -> None:
    folder = write({"README.md": "# Курс\n", "old/README.md": DEAD})
    assert codes(folder, "--exclude", "old/") == []


@needs_git
def test_what_git_ignores_is_not_read(write: Write) -> None:
    folder = write({"README.md": "[черновик](draft/x.md)\n", ".gitignore": "draft/\n", "draft/x.md": DEAD})
    git(folder, "init", "-q")
    assert codes(folder) == ["LNK101"], "the draft is not part of the repository: a student gets a 404"


def test_stdin_is_a_text_without_a_repository(tmp_path: Path) -> None:
    ran = repotool("check", "-", cwd=tmp_path, stdin="[нет](x.md) [пусто]()\n".encode())
    assert ran.code == 1
    assert ran.text == ("-\n  1:13  LNK102  «пусто» leads nowhere: its link is empty\n1 problem in 1 file: 1 warning\n")


def test_stdin_filename_gives_it_a_name(tmp_path: Path) -> None:
    ran = repotool("check", "-", "--stdin-filename", "docs/a.md", cwd=tmp_path, stdin=b"[a]()\n")
    assert ran.text.startswith("docs/a.md\n")


def test_a_damaged_file_is_one_finding_in_the_place_it_begins(course: Callable[[str], Path]) -> None:
    ran = repotool("check", cwd=course("practicum-2023"))
    assert ran.text.count("ENC101") == 1
    assert "1 problem in 1 file: 1 error; `repotool fix` mends 1\n" in ran.text


def test_hostile_text_does_not_command_the_terminal(write: Write) -> None:
    folder = write({"README.md": "[a](\x1b]0;взлом\x07\u202e.md)\n"})
    for words in (["check"], ["check", "--output-format", "full"], ["check", "--output-format", "concise"]):
        ran = repotool(*words, cwd=folder)
        assert "\x1b" not in ran.text
        assert "\u202e" not in ran.text


def test_colour_comes_when_forced_only(write: Write) -> None:
    folder = write({"README.md": DEAD})
    assert "\x1b[" not in repotool("check", cwd=folder).text


class TestMisuse:
    """One clear line, exit code 2."""

    def refused(self, folder: Path, *words: str) -> str:
        ran = repotool(*words, cwd=folder)
        assert ran.code == 2
        assert "Traceback" not in ran.err
        return ran.err

    def test_a_path_that_is_not_there(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, "check", "nowhere") == "repotool: nowhere: there is no such file or folder\n"

    def test_a_rule_that_is_none(self, tmp_path: Path) -> None:
        told = self.refused(tmp_path, "check", "--select", "LNK1O1")
        assert told == "repotool: --select: LNK1O1 is not a rule: did you mean LNK101?; `repotool rule` lists them\n"

    def test_a_command_that_is_none(self, tmp_path: Path) -> None:
        assert "did you mean check?" in self.refused(tmp_path, "chekc")

    def test_a_date_that_is_none(self, tmp_path: Path) -> None:
        assert "write it as 2026-02-09" in self.refused(tmp_path, "check", "--today", "tomorrow")

    def test_stdin_beside_other_paths(self, tmp_path: Path) -> None:
        assert "stdin cannot be combined" in self.refused(tmp_path, "check", "-", "a.md")


def test_check_writes_nothing_unless_told_to_fix(write: Write) -> None:
    folder = write({"README.md": "| Тема |\n| --- |\n| <ul><li>GAN</li> |\n"})
    before = (folder / "README.md").read_bytes()
    for words in (["--unsafe-fixes"], ["--diff"], ["--unsafe-fixes", "--exit-zero", "-q"]):
        repotool("check", *words, cwd=folder)
        assert (folder / "README.md").read_bytes() == before


def test_a_report_is_not_written_over_a_document(write: Write) -> None:
    folder = write({"README.md": DEAD})
    ran = repotool("check", "-o", "README.md", cwd=folder)
    assert (ran.code, (folder / "README.md").read_text()) == (2, DEAD)
    assert "is a document of the course" in ran.err


@pytest.mark.parametrize("link", ["report.xml", "reports"])
def test_a_report_is_not_written_through_a_link_of_the_course(
    write: Write, tmp_path_factory: pytest.TempPathFactory, link: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "report.xml").write_text("мой\n", encoding="utf-8")
    folder = write({"README.md": "# Курс\n"})
    (folder / link).symlink_to(elsewhere / "report.xml" if link == "report.xml" else elsewhere)
    ran = repotool("check", "-o", f"junit:{link}{'' if link == 'report.xml' else '/report.xml'}", cwd=folder)
    assert ran.code == 2
    assert "symbolic link" in ran.err
    assert (elsewhere / "report.xml").read_text(encoding="utf-8") == "мой\n"


def test_a_report_goes_through_a_link_of_the_users(write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "link").symlink_to(elsewhere, target_is_directory=True)
    ran = repotool("check", "-o", f"junit:{elsewhere}/link/report.xml", cwd=write({"README.md": "# Курс\n"}))
    assert ran.code == 0
    assert (elsewhere / "report.xml").is_file()


def test_statistics_as_json(write: Write) -> None:
    ran = repotool("check", "--statistics", "--output-format", "json", cwd=write({"README.md": DEAD}))
    assert json.loads(ran.out) == [{"code": "LNK101", "name": "missing-target", "count": 1}]


def test_a_comment_that_is_misspelt_is_told(write: Write) -> None:
    ran = repotool("check", cwd=write({"README.md": DEAD.rstrip() + " <!-- repotool: ignroe=LNK101 скоро -->\n"}))
    assert "«repotool: ignroe=LNK101 скоро» is not understood" in ran.text


def test_a_format_that_is_none_is_no_name_of_a_file(write: Write) -> None:
    folder = write({"README.md": "# Курс\n"})
    ran = repotool("check", "-o", "sarfi:out.sarif", cwd=folder)
    assert (ran.code, "sarfi is not a format" in ran.err) == (2, True), ran.err
    assert repotool("check", "-o", "./sarfi:out.txt", cwd=folder).code == 0
    assert (folder / "sarfi:out.txt").exists()
