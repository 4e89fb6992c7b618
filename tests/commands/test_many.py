"""Many repositories at once: globs, refs, bare repositories, fleet files; links between them; the table at the end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.engine.opening import Options, open_projects
from repotool.model import Refused
from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

DEAD = "# Курс\n\n[Конспект](notes.md)\n"
WHOLE = "# Курс\n\n[Программа](plan.md)\n"


@pytest.fixture
def years(write: Write) -> Path:
    """Two folders, each a course of its own."""
    return write(
        {
            "course-2024/repotool.toml": 'name = "dl/course-2024"\nbranch = "main"\n',
            "course-2024/README.md": WHOLE,
            "course-2024/plan.md": "План\n",
            "course-2025/repotool.toml": 'name = "dl/course-2025"\nbranch = "main"\n',
            "course-2025/README.md": DEAD
            + "[Прошлый год](https://github.com/dl/course-2024/blob/main/plan.md), "
            + "[задачи](https://github.com/dl/course-2024/blob/main/tasks.md)\n",
        }
    )


@pytest.fixture
def git_years(write: Write) -> Path:
    """One repository whose tags are its years; in the first the link is dead."""
    root = write({"course/README.md": DEAD}) / "course"
    git(root, "init", "-q", "-b", "main")
    for tag, files in {"v2023": {}, "v2024": {"notes.md": "Конспект\n"}}.items():
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        git(root, "add", "-A")
        git(root, "commit", "-qm", tag)
        git(root, "tag", tag)
    git(root, "clone", "-q", "--bare", str(root), str(root.with_suffix(".git")))
    return root.parent


def found(folder: Path, *words: str) -> list[tuple[str, str]]:
    """Repository and code of each finding."""
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [(finding["repository"], finding["code"]) for finding in json.loads(ran.text)]


def test_a_glob_names_folders_and_links_between_them_are_judged(years: Path) -> None:
    assert found(years, "course-*") == [("course-2025", "LNK101"), ("course-2025", "LNK117")]
    assert found(years, "course-2025") == [("course-2025", "LNK101")], "alone it is not judged"


def test_a_table_ends_the_report_of_several(years: Path) -> None:
    ran = repotool("check", "course-*", cwd=years)
    assert ran.text.splitlines()[-4:] == [
        "repository   documents  notebooks  errors  warnings  infos  mendable",
        "course-2024          2          0       0         0      0         0",
        "course-2025          1          0       2         0      0         0",
        "2 problems in 1 file: 2 errors",
    ]
    assert "mendable" not in repotool("check", "course-2025", cwd=years).text


@pytest.mark.parametrize(("word", "why"), [("course-19*", "matches no file"), ("nowhere@main", "no such file")])
def test_a_name_of_nothing_is_refused(years: Path, word: str, why: str) -> None:
    ran = repotool("check", word, cwd=years)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert word in ran.err and why in ran.err


@needs_git
def test_refs_and_bare_repositories_are_read_without_a_checkout(git_years: Path) -> None:
    dead = [("course@v2023", "LNK101")]
    assert found(git_years, "course@v2023", "course@v2024") == dead
    assert found(git_years, "course@v20*") == dead
    assert found(git_years, "course.git@v20*") == [("course.git@v2023", "LNK101")]
    assert found(git_years, "course.git") == []


@needs_git
def test_a_configuration_is_that_of_the_commit(git_years: Path) -> None:
    course = git_years / "course"
    (course / "repotool.toml").write_text('[ignore]\nLNK101 = "the notes come in May"\nLNK102 = "none"\n')
    git(course, "add", "-A")
    git(course, "commit", "-qm", "silent")
    git(course, "rm", "-q", "notes.md")
    git(course, "commit", "-qm", "and dead")
    git(course, "checkout", "-q", "v2023")
    assert found(git_years, "course@main") == [("course@main", "CFG101")]
    assert found(git_years, "course@main", "--isolated") == [("course@main", "LNK101")]


@needs_git
def test_a_broken_configuration_of_a_commit_is_named_as_the_user_names_it(git_years: Path) -> None:
    course = git_years / "course"
    (course / "repotool.toml").write_text("selct = []\n")
    git(course, "add", "-A")
    git(course, "commit", "-qm", "oops")
    ran = repotool("check", "course@main", cwd=git_years)
    assert ran.err == "repotool: course@main/repotool.toml: selct is not a setting: did you mean select?\n"


@needs_git
@pytest.mark.parametrize(
    "words", [("fix", "course.git@v2023"), ("clean", "course@v2023"), ("check", "--fix", "course.git")]
)
def test_nothing_is_written_to_a_commit(git_years: Path, words: tuple[str, ...]) -> None:
    before = {p: p.read_bytes() for p in git_years.rglob("*") if p.is_file()}
    ran = repotool(*words, cwd=git_years)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "is read from git, and nothing can be written there" in ran.err
    assert {p: p.read_bytes() for p in git_years.rglob("*") if p.is_file()} == before


@needs_git
def test_what_would_change_in_a_commit_is_shown(git_years: Path) -> None:
    course = git_years / "course"
    (course / "README.md").write_bytes(b"\xef\xbb\xbf# A\n")
    git(course, "commit", "-qam", "mark")
    ran = repotool("fix", "--diff", "course@main", cwd=git_years)
    assert (ran.code, ran.out) == (1, b"--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-\xef\xbb\xbf# A\n+# A\n")


@needs_git
def test_base_and_root_are_of_folders(git_years: Path) -> None:
    for words in (("--base", "v2023"), ("--root", "course")):
        ran = repotool("check", "course@v2024", *words, cwd=git_years)
        assert ran.code == 2 and words[0] in ran.err


FLEET = """
extend = "shared.toml"

[[member]]
path = "course.git"
ref = "v20*"

[[member]]
path = "course-2025"
year = 2025
name = "dl/course-2025"
"""


@needs_git
def test_a_fleet_file_names_repositories_refs_and_what_they_share(git_years: Path) -> None:
    files = {
        "fleet.toml": FLEET,
        "shared.toml": '[ignore]\nLNK101 = "of all years"\nLNK102 = "nobody needs it"\n',
        "course-2025/repotool.toml": 'extend-select = ["MDS103"]\n',
        "course-2025/README.md": DEAD + "\n#### Глубоко\n",
    }
    for name, text in files.items():
        (git_years / name).parent.mkdir(exist_ok=True)
        (git_years / name).write_text(text, encoding="utf-8")
    assert found(git_years, "fleet.toml") == [("course-2025", "MDS103")]
    assert found(git_years) == [("course-2025", "MDS103")], "a folder with a fleet file stands for the fleet"
    table = repotool("check", cwd=git_years).text.splitlines()[-5:]
    assert [row.split("  ")[0] for row in table[:4]] == [
        "repository",
        "course.git@v2023",
        "course.git@v2024",
        "2025 (course-2025)",
    ]
    projects = open_projects((str(git_years),), Options(), commits=True, years=True)
    assert [project.year for project in projects] == [None, None, "2025"]


def test_folders_of_a_repository_are_years(write: Write) -> None:
    root = write(
        {
            "fleet.toml": '[[member]]\npath = "course"\nfolder = "20*"\n',
            "course/repotool.toml": "",
            "course/2023/README.md": DEAD + "[Общее](../shared.md)\n",
            "course/2024/README.md": WHOLE,
            "course/2024/plan.md": "План\n",
            "course/shared.md": "[нет](no.md)\n",
        }
    )
    assert found(root, "fleet.toml") == [("course", "LNK101")], "judged within the repository, told for the years only"
    rows = repotool("check", "fleet.toml", cwd=root).text.splitlines()[-4:-1]
    assert [row.split("  ")[0] for row in rows] == ["repository", "course/2023", "course/2024"]
    opened = open_projects((str(root / "course/2023"), str(root / "course/2024")), Options(), years=True)
    assert [list(project.read({}).documents) for project in opened] == [["README.md"], ["README.md", "plan.md"]]


@needs_git
def test_folders_of_a_commit_are_years(git_years: Path) -> None:
    course = git_years / "course"
    for year, text in {"2023": DEAD, "2024": WHOLE}.items():
        (course / year).mkdir()
        (course / year / "README.md").write_text(text, encoding="utf-8")
    git(course, "add", "-A")
    git(course, "commit", "-qm", "folders")
    (git_years / "fleet.toml").write_text('[[member]]\npath = "course"\nref = "main"\nfolder = "20*"\n')
    assert found(git_years) == [("course@main", "LNK101"), ("course@main", "LNK101")]
    assert found(git_years, "course@main:2024") == [("course@main", "LNK101")]
    opened = open_projects((str(git_years),), Options(), commits=True, years=True)
    assert [(p.label, list(p.read({}).documents)) for p in opened] == [
        (f"{p.label.rpartition('@')[0]}@main:{year}", ["README.md"])
        for p, year in zip(opened, ("2023", "2024"), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "names no member; write [[member]]"),
        ("[[members]]\npath = 'a'", "members is not a setting of a fleet: did you mean member?"),
        ("[[member]]\npth = 'a'", "member 1: pth is not a key of a member: did you mean path?"),
        ("[[member]]\nyear = 2025", "member 1: path must be the folder of a repository"),
        ("[[member]]\npath = 'course-2023'", "member 1: there is no course-2023; paths are relative to the fleet file"),
        (
            "[[member]]\npath = 'course-*'\nyear = 2025",
            "member 1: year labels one repository, ref or folder, and 2 are",
        ),
        ("[[member]]\npath = 'course-2024'\nyear = []", "member 1: year must be a label"),
        ("[[member]]\npath = 'course-2024'\nname = 'x'", "member 1: name must be the owner and the repository"),
        ("[[member]]\npath = 'course-2024'\nref = 'v1'", "no such branch, tag or commit"),
        ("extend = 'no.toml'\n[[member]]\npath = 'course-2024'", "is not a file"),
        ("[[member]\n", "is not valid TOML"),
    ],
)
def test_a_bad_fleet_file_is_one_clear_line(years: Path, text: str, why: str) -> None:
    (years / "fleet.toml").write_text(text, encoding="utf-8")
    ran = repotool("check", "fleet.toml", cwd=years)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert why in ran.err


BROKEN = """
[[member]]
path = "course-2023"

[[member]]
path = "course-2024"

[[member]]
path = "course-2025"
"""


@pytest.fixture
def broken(years: Path) -> Path:
    """Of three members one is not there, one has settings that cannot be read, one is well but for its links."""
    (years / "fleet.toml").write_text(BROKEN, encoding="utf-8")
    (years / "course-2024" / "repotool.toml").write_text("selct = []\n", encoding="utf-8")
    return years


def test_what_cannot_be_judged_keeps_nobody_from_the_others(broken: Path) -> None:
    ran = repotool("check", "--output-format", "json", "fleet.toml", cwd=broken)
    assert ran.code == 2
    assert [finding["repository"] for finding in json.loads(ran.text)] == ["course-2025"]
    assert ran.err.splitlines() == [
        "not judged: fleet.toml: member 1: there is no course-2023; paths are relative to the fleet file",
        f"not judged: {broken}/course-2024/repotool.toml: selct is not a setting: did you mean select?",
    ]
    russian = repotool("--lang", "ru", "check", "course-*", cwd=broken)
    assert (russian.code, russian.err.count("\n")) == (2, 1)
    assert russian.err.startswith(f"не проверено: {broken}/course-2024/repotool.toml: ") and "LNK101" in russian.text


def test_what_all_lack_is_one_refusal(broken: Path) -> None:
    ran = repotool("check", "course-2025", "course-2024", "--isolated", "--select", "ABC999", cwd=broken)
    assert (ran.code, ran.text, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("repotool: ") and "ABC999" in ran.err
    ran = repotool("check", "fleet.toml", "--select", "ABC999", cwd=broken)
    assert (ran.code, ran.text, ran.err.count("\n")) == (2, "", 3), "each in its own line where they differ"


def test_a_baseline_is_not_written_without_those_that_cannot_be_judged(broken: Path) -> None:
    """It would forget what is known of them, and their findings would be new when they are mended."""
    ran = repotool("check", "fleet.toml", "--baseline", "known.json", cwd=broken)
    assert ran.code == 2 and "known.json: is written when all repositories can be judged" in ran.err
    assert not (broken / "known.json").exists()
    settings = broken / "course-2024" / "repotool.toml"
    settings.write_text("", encoding="utf-8")
    (broken / "course-2024" / "README.md").write_text(DEAD, encoding="utf-8")
    assert repotool("check", "course-*", "--baseline", "known.json", cwd=broken).code == 0
    known = (broken / "known.json").read_bytes()
    assert b"course-2024" in known
    settings.write_text("selct = []\n", encoding="utf-8")
    ran = repotool("check", "course-*", "--baseline", "known.json", cwd=broken)
    assert ran.code == 2 and "left it" not in ran.err
    assert (broken / "known.json").read_bytes() == known


@pytest.mark.parametrize("words", [("compare",), ("report",), ("fix",), ("check", "--fix")])
def test_years_that_are_compared_and_files_that_are_written_want_all(broken: Path, words: tuple[str, ...]) -> None:
    ran = repotool(*words, "fleet.toml", cwd=broken)
    assert (ran.code, ran.text, ran.err.count("\n")) == (2, "", 1)
    assert "there is no course-2023" in ran.err


def test_a_member_that_is_unknown_refuses_as_the_others_do(years: Path) -> None:
    with pytest.raises(Refused, match="course-2024@v1"):
        open_projects((f"{years}/course-2024@v1",), Options(), commits=True)


def test_links_between_them_are_not_asked_of_the_network(years: Path) -> None:
    from repotool.web.gather import web_places

    for words, asked in ((("course-2024", "course-2025"), 0), (("course-2025",), 2)):
        opened = open_projects(tuple(str(years / word) for word in words), Options())
        assert len(list(web_places(opened[-1].read({}), "", lambda path: True))) == asked


@needs_git
def test_tags_and_folders_are_compared_as_years(write: Write) -> None:
    table = "# Курс, {year}\n\n| Дата | Тема |\n| --- | --- |\n| 10.02.{year} | {topic} |\n"
    root = write(
        {
            f"course/{year}/README.md": table.format(year=year, topic=topic)
            for year, topic in ((2023, "Свёртки"), (2024, "Свёрточные сети"))
        }
    )
    course = root / "course"
    git(course, "init", "-q", "-b", "main")
    git(course, "add", "-A")
    git(course, "commit", "-qm", "both")
    on_disk = repotool("compare", "course/2023", "course/2024", cwd=root)
    in_git = repotool("compare", "course@main:2023", "course@main:2024", cwd=root)
    assert (on_disk.code, in_git.code) == (0, 0), on_disk.err + in_git.err
    assert "2023" in on_disk.text and "2024" in on_disk.text
    assert on_disk.text.count("Свёртки") == in_git.text.count("Свёртки") >= 1
