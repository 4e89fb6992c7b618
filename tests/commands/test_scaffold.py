"""`repotool scaffold`: next year's repository out of this year's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli import Ran, repotool
from tests.conftest import SEEDS, git, needs_git, needs_seeds
from tests.rollover.samples import NAMES, START, contents, lay, notebook


@pytest.fixture
def prior(tmp_path: Path) -> Path:
    return lay(tmp_path / "sound_spring_2025")


def scaffold(prior: Path, *words: str, dest: str = "new", named: bool = True) -> Ran:
    names = NAMES if named else ()
    return repotool("scaffold", prior.name, dest, *START, *names, *words, cwd=prior.parent)


def readme(prior: Path, *words: str) -> str:
    """The new README; the call must succeed."""
    ran = scaffold(prior, *words)
    assert ran.code == 0, ran.err
    return (prior.parent / "new" / "README.md").read_text(encoding="utf-8")


def test_years_of_the_course_move_on_and_all_others_stay(prior: Path) -> None:
    text = readme(prior)
    assert text.startswith("# Курс «Звук и речь 2025/2026», весенний семестр\n")
    assert "в весеннем семестре 2026 года. Впервые он шёл весной 2019 года." in text
    assert "6 семестр, 3 курс; версия 2025.1, статья arXiv:2025.01234" in text
    assert "По мотивам книги «Сигналы, весна 2025» издания 2011 года" in text


def test_own_addresses_get_the_new_name_and_siblings_the_next_year(prior: Path) -> None:
    text = readme(prior, "--carry", "all")
    assert "[лежат здесь](https://github.com/our-team/sound_spring_2026/tree/main/Tasks)" in text
    assert "[сюда](https://github.com/our-team/sound_spring_2026/issues)" in text
    assert "colab.research.google.com/github/our-team/sound_spring_2026/blob/main/Seminars/03-noise/notes.ipynb" in text
    assert "[Курс осени](https://github.com/our-team/python_fall_2025)" in text
    assert "[старый курс](https://github.com/our-team/python_fall_2021)" in text
    assert "https://github.com/our-team/python_fall_2024/blob/main/lectures/01.pdf" in text


def test_siblings_stay_where_that_is_asked(prior: Path) -> None:
    text = readme(prior, "--siblings", "keep")
    assert "[Курс осени](https://github.com/our-team/python_fall_2024)" in text
    assert "python_fall_2024" in todo(prior).text


def test_last_year_gets_its_entry_in_each_list_in_the_lists_own_order(prior: Path) -> None:
    text = readme(prior)
    assert "Записи [выкладываются здесь]().\n" in text
    assert "- Записи 2025 года [в этом списке](https://www.youtube.com/playlist?list=PLnow)\n- Записи 2024 года" in text
    assert (
        "[2024](https://github.com/our-team/sound_spring_2024), [2025](https://github.com/our-team/sound_spring_2025)\n"
        in text
    )


def todo(prior: Path, *words: str) -> Ran:
    return repotool("todo", "new", *words, cwd=prior.parent)


def test_forms_and_chats_stay_with_a_question_or_are_emptied(prior: Path) -> None:
    assert "[анкета](https://forms.gle/proshlyi)" in readme(prior)
    assert "forms.gle/proshlyi" in todo(prior).text
    assert repotool("undo", "new", cwd=prior.parent).code == 0
    assert "[анкета](), чат: [приглашение]()" in readme(prior, "--live-links", "empty")


def test_only_the_pages_come_along_unless_more_is_asked_for(prior: Path) -> None:
    text = readme(prior)
    assert set(contents(prior.parent / "new")) == {
        "README.md",
        "LICENSE",
        ".gitignore",
        "img/scheme.png",
        ".repotool/origin.toml",
    }
    assert "| 16 февраля | 02 | Спектр | ... | [Спектр на салфетке]() |" in text
    assert "Задачи [лежат здесь]()" in text


def test_a_lesson_brings_its_files_with_their_data_and_without_logs(prior: Path) -> None:
    text = readme(prior, "--carry", "02")
    files = set(contents(prior.parent / "new"))
    assert {"Seminars/02-spectrum/notes.ipynb", "Seminars/02-spectrum/wave.svg"} <= files
    assert {"Tasks/task1/task.ipynb", "Tasks/task1/data.csv"} <= files
    assert not any("log" in path or "checkpoint" in path or "01-" in path or "task2" in path for path in files)
    assert "[Слайды](Seminars/02-spectrum/notes.ipynb)" in text


def test_an_unknown_lesson_is_refused(prior: Path) -> None:
    ran = scaffold(prior, "--carry", "17")
    assert ran.code == 2
    assert "there is no such lesson; the schedule has 1 to 4" in ran.err
    assert not (prior.parent / "new").exists()


def test_a_link_may_lead_to_last_years_repository(prior: Path) -> None:
    text = readme(prior, "--links", "prior", "--homework", "keep")
    assert (
        "[Спектр на салфетке](https://github.com/our-team/sound_spring_2025/blob/main/Tasks/task1/task.ipynb)" in text
    )


def test_a_notebook_is_cleaned_and_every_other_byte_stays(prior: Path) -> None:
    readme(prior, "--carry", "02")
    before = (prior / "Tasks/task1/task.ipynb").read_text(encoding="utf-8")
    after = (prior.parent / "new/Tasks/task1/task.ipynb").read_text(encoding="utf-8")
    cells = ["".join(cell["source"]) for cell in json.loads(after)["cells"]]
    assert cells[0].startswith("# Спектр на салфетке, весна 2026\n\nДедлайн: 2 марта 2026\n\n[Раньше]()")
    assert cells[1] == "!git clone https://github.com/our-team/sound_spring_2026\n"
    assert cells[2] == "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()\n"
    outputs = [cell.get("outputs") for cell in json.loads(after)["cells"]]
    assert outputs[1]
    assert outputs[2] == []
    mine, theirs = after.splitlines(), before.splitlines()
    changed = [line for line in mine if line not in theirs]
    assert len(changed) == 8, "the texts, and the output and count of the cell whose solution is gone"
    assert mine[-4:] == theirs[-4:]


def test_outputs_go_where_that_is_asked(prior: Path) -> None:
    readme(prior, "--carry", "02", "--strip-outputs")
    after = json.loads((prior.parent / "new/Tasks/task1/task.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in after["cells"])


def test_folders_named_by_last_year_are_named_by_the_next(tmp_path: Path) -> None:
    prior = lay(
        tmp_path / "sound_spring_2025",
        {
            "README.md": "# Звук, весна 2025\n\n| Дата | Номер | Тема | Материалы |\n| --- | --- | --- | --- |\n"
            "| 10.02.2025 | 01 | Окна | [Слайды](2025/01/notes.ipynb) |\n"
            "| 17.02.2025 | 02 | Шум | [Слайды](2025/02/notes.ipynb) |\n"
            "| 24.02.2025 | 03 | Эхо | — |\n",
            "2025/01/notes.ipynb": notebook(("markdown", "[дальше](../../2025/02/notes.ipynb)")),
            "2025/02/notes.ipynb": notebook(("markdown", "# Шум")),
            "2024/01/notes.ipynb": notebook(("markdown", "# Окна")),
        },
    )
    text = readme(prior, "--carry", "all")
    files = set(contents(tmp_path / "new"))
    assert {"2026/01/notes.ipynb", "2026/02/notes.ipynb", "2024/01/notes.ipynb"} <= files
    assert "| 09.02.2026 | 01 | Окна | [Слайды](2026/01/notes.ipynb) |" in text
    assert "[дальше](../02/notes.ipynb)" in (tmp_path / "new/2026/01/notes.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize("carry", ["none", "first", "all", "02"])
def test_check_tells_nothing_that_todo_does_not_list(prior: Path, carry: str) -> None:
    readme(prior, "--carry", carry)
    listed = {line.split()[1] for line in todo(prior).text.splitlines()[:-1]}
    told = repotool("check", "new", "--root", "new", "--output-format", "json", cwd=prior.parent)
    findings = json.loads(told.text)
    assert findings
    for finding in findings:
        place = finding["file"].removeprefix("new/") if "file" in finding else finding["path"].removeprefix("new/")
        assert any(one.split(":")[0] == place for one in listed), finding
        if place.endswith(".md"):
            assert f"{place}:{finding['line']}" in listed, finding


@pytest.mark.parametrize("carry", ["none", "first", "all", "02"])
def test_no_own_link_is_dead(prior: Path, carry: str) -> None:
    readme(prior, "--carry", carry)
    codes = "LNK101,LNK103,LNK104,LNK107,LNK108,LNK109,LNK110"
    assert repotool("check", "new", "--root", "new", "--select", codes, cwd=prior.parent).code == 0


def test_a_dry_run_shows_all_and_writes_nothing(prior: Path) -> None:
    ran = scaffold(prior, "-n")
    assert ran.code == 0
    assert not (prior.parent / "new").exists()
    assert "+ README.md\n" in ran.text
    assert "= LICENSE\n" in ran.text
    assert "-# Курс «Звук и речь 2024/2025», весенний семестр\n" in ran.text
    assert "+ create 2, = copy 3\n" in ran.text
    assert "Курс «Звук и речь 2024/2025», весенний семестр · spring 2025 → spring 2026\n" in ran.text
    assert "  lessons  4, Mon from 9 February to 2 March\n" in ran.text


def test_the_same_call_again_has_nothing_to_do(prior: Path) -> None:
    readme(prior)
    before = contents(prior.parent / "new")
    ran = scaffold(prior)
    assert (ran.code, ran.text) == (0, "new is what this call makes: nothing to do\n")
    (prior.parent / "new/README.md").write_text("мой текст", encoding="utf-8")
    ran = scaffold(prior)
    assert ran.code == 2
    assert "holds another course, or one that was edited" in ran.err
    assert contents(prior.parent / "new") == before | {"README.md": "мой текст".encode()}
    assert "! README.md\n" in scaffold(prior, "-n").text


def test_an_empty_folder_is_filled_and_any_other_refused(prior: Path) -> None:
    new = prior.parent / "new"
    new.mkdir()
    assert scaffold(prior).code == 0
    other = prior.parent / "other"
    other.mkdir()
    (other / "notes.txt").write_text("моё", encoding="utf-8")
    ran = scaffold(prior, dest="other")
    assert ran.code == 2
    assert "holds notes.txt" in ran.err
    assert contents(other) == {"notes.txt": "моё".encode()}


def test_it_is_taken_back(prior: Path) -> None:
    readme(prior, "--carry", "all")
    assert repotool("undo", "new", cwd=prior.parent).code == 0
    assert not (prior.parent / "new").exists()


@needs_git
def test_a_fresh_clone_tells_name_and_branch_and_keeps_its_licence(prior: Path) -> None:
    clone = prior.parent / "new"
    clone.mkdir()
    git(clone, "init", "-q", "-b", "trunk")
    git(clone, "remote", "add", "origin", "https://github.com/our-team/sound_spring_2026.git")
    stub = {"README.md": b"# sound_spring_2026\n", "LICENSE": b"GPL\n", ".gitignore": b"*.pyc\n"}
    for name, raw in stub.items():
        (clone / name).write_bytes(raw)
    ran = repotool(
        "scaffold", prior.name, "new", *START, *NAMES[:2], "--carry", "all", "--materials", "keep", cwd=prior.parent
    )
    assert ran.code == 0, ran.err
    text = (clone / "README.md").read_text(encoding="utf-8")
    assert "github.com/our-team/sound_spring_2026/tree/trunk/Tasks" in text
    assert (clone / "LICENSE").read_bytes() == b"GPL\n"
    assert (clone / ".gitignore").read_bytes() == b"*.pyc\n"
    assert repotool("undo", cwd=clone).code == 0
    assert contents(clone) == stub


@needs_git
def test_a_clone_with_a_readme_of_its_own_is_refused(prior: Path) -> None:
    clone = prior.parent / "new"
    clone.mkdir()
    git(clone, "init", "-q")
    (clone / "README.md").write_text("# Курс\n\n| Дата | Тема |\n| --- | --- |\n| 1 марта | Окна |\n", encoding="utf-8")
    ran = scaffold(prior)
    assert ran.code == 2
    assert "its README.md has been written already" in ran.err


@needs_git
def test_a_commit_is_read_without_a_checkout_and_written_down(prior: Path) -> None:
    git(prior, "init", "-q", "-b", "main")
    git(prior, "add", "--all")
    git(prior, "commit", "-q", "-m", "Весна")
    git(prior, "tag", "last")
    commit = git(prior, "rev-parse", "HEAD").strip()
    (prior / "README.md").write_text("# Пусто", encoding="utf-8")
    ran = repotool("scaffold", f"{prior.name}@last", "new", *START, *NAMES, "--carry", "02", cwd=prior.parent)
    assert ran.code == 0, ran.err
    new = prior.parent / "new"
    assert "# Курс «Звук и речь 2025/2026»" in (new / "README.md").read_text(encoding="utf-8")
    assert (new / "Tasks/task1/data.csv").read_bytes() == b"a,b\n1,2\n"
    assert f'commit = "{commit}"' in (new / ".repotool/origin.toml").read_text(encoding="utf-8")
    assert repotool("carry", "01", "--root", "new", cwd=prior.parent).code == 0
    assert (new / "Seminars/01-windows/notes.ipynb").is_file()


@needs_git
def test_one_repository_is_rolled_over_on_a_new_branch(prior: Path) -> None:
    git(prior, "init", "-q", "-b", "main")
    git(prior, "add", "--all")
    git(prior, "commit", "-q", "-m", "Весна")
    before = contents(prior)
    ran = repotool("scaffold", prior.name, "--in-place", *START, *NAMES[:2], cwd=prior.parent)
    assert ran.code == 0, ran.err
    assert git(prior, "branch", "--show-current").strip() == "spring-2026"
    text = (prior / "README.md").read_text(encoding="utf-8")
    assert "# Курс «Звук и речь 2025/2026»" in text
    assert "github.com/our-team/sound_spring_2025/tree/main/Tasks" in text
    assert set(before) <= set(contents(prior))
    assert repotool("undo", cwd=prior).code == 0
    assert contents(prior) == before


def test_options_stand_in_a_file_and_the_command_line_wins(prior: Path) -> None:
    options = prior.parent / "sound.toml"
    options.write_text('topics = "blank"\nmaterials = "clear"\nlive-links = "empty"\n', encoding="utf-8")
    text = readme(prior, "--options", str(options), "--topics", "keep")
    assert "| 9 февраля | 01 | Окна |" in text
    assert "[анкета]()" in text
    options.write_text('topicss = "blank"\n', encoding="utf-8")
    ran = scaffold(prior, "--options", str(options), dest="other")
    assert ran.code == 2
    assert "topicss is not an option: did you mean topics?" in ran.err


def test_where_it_comes_from_is_written_down_and_shown_to_no_student(prior: Path) -> None:
    readme(prior, "--carry", "02")
    new = prior.parent / "new"
    record = (new / ".repotool/origin.toml").read_text(encoding="utf-8")
    assert 'source = "../sound_spring_2025"' in record
    assert re.search(r'"Tasks/task1/data\.csv" = \{ from = "Tasks/task1/data\.csv", sha256 = "[0-9a-f]{64}" \}', record)
    assert not any("repotool" in raw.decode() for path, raw in contents(new).items() if not path.startswith(".repo"))


def test_sources_of_tasks_roll_too(prior: Path) -> None:
    old = "\\title{Спектр, весна 2025}\n\\date{март 2025}\nСтатья 2025 года, набор 2024/2025.\n"
    (prior / "Tasks/task1/task.tex").write_bytes(old.encode())
    readme(prior, "--carry", "02")
    text = (prior.parent / "new/Tasks/task1/task.tex").read_text(encoding="utf-8")
    assert text == "\\title{Спектр, весна 2026}\n\\date{март 2026}\nСтатья 2025 года, набор 2025/2026.\n"


def test_without_the_new_name_own_addresses_are_asked_about(prior: Path) -> None:
    ran = repotool("scaffold", prior.name, "new", *START, *NAMES[:2], "--carry", "all", cwd=prior.parent)
    assert ran.code == 0, ran.err
    assert "[лежат здесь](Tasks)" in (prior.parent / "new/README.md").read_text(encoding="utf-8")
    assert "sound_spring_2025/issues is of last year's repository" in todo(prior).text


@needs_seeds
@pytest.mark.parametrize(("seed", "start", "year"), [("000*", "2026-02-09", "2026"), ("004*", "2024-02-13", "2024")])
def test_the_seeds_are_rolled_over_in_one_command_from_whatever_state(
    tmp_path: Path, seed: str, start: str, year: str
) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/README.md").write_bytes(next(SEEDS.glob(seed)).read_bytes())
    ran = repotool("scaffold", "old", "new", "--start", start, cwd=tmp_path)
    assert ran.code == 0, ran.err
    text = (tmp_path / "new/README.md").read_text(encoding="utf-8")
    assert f"в весеннем семестре {year} года" in text
    assert repotool("check", "new", "--root", "new", "--select", "LNK101,LNK110,ENC", cwd=tmp_path).code == 0


ODD = {
    "english": "# Signals, Spring 2025\n\nWelcome to the Spring 2025 offering.\n\n"
    "| Date | Day | Topic | Slides |\n| --- | --- | --- | --- |\n"
    + "".join(
        f"| {day}/2/25 | {name} | Topic {day} | [slides](week{day}.pdf) |\n"
        for week in (3, 10, 17)
        for day, name in enumerate(["Mon", "Tue", "Wed", "Thu", "Fri"], start=week)
    ),
    "without a table": "# Звук, весна 2025\n\n- [Лекция 1](1.ipynb)\n- [Лекция 2](2.ipynb)\n",
    "two tables": "# Звук, весна 2025\n\n"
    + 2 * "| Дата | Тема |\n| --- | --- |\n| 10 февраля | Окна |\n| 17 февраля | Шум |\n\n## Семинары\n\n",
    "empty": "",
    "spaces": "\n \n",
}


@pytest.mark.parametrize("readme", ODD.values(), ids=ODD)
def test_odd_courses_give_a_sensible_result_and_never_a_traceback(tmp_path: Path, readme: str) -> None:
    lay(tmp_path / "old", {"README.md": readme, "1.ipynb": notebook(("markdown", "# Раз"))})
    ran = repotool("scaffold", "old", "new", "--start", "2026-02-09", cwd=tmp_path)
    assert ran.code == 0, ran.err
    text = (tmp_path / "new/README.md").read_text(encoding="utf-8")
    assert "2025" not in text
    assert repotool("check", "new", "--root", "new", "--select", "LNK101", cwd=tmp_path).code == 0
    if readme == ODD["english"]:
        assert "| 9/2/26 | Mon | Topic 3 |" in text
        assert "| 13/2/26 | Fri | Topic 7 |" in text
        assert "Spring 2026 offering" in text


DAYLESS = "| Номер | Тема | Материалы |\n| --- | --- | --- |\n| 1 | Кварц | |\n| 2 | Слюда | |\n"


@pytest.mark.parametrize(
    ("page", "english", "russian"),
    [
        ("Занятия по средам.\n", "no schedule was found", "расписание не найдено"),
        (DAYLESS, "no day of the schedule", "не прочитан ни один день"),
    ],
    ids=["no schedule", "no days"],
)
def test_where_no_day_can_be_moved_that_is_told(tmp_path: Path, page: str, english: str, russian: str) -> None:
    """The first day and the days off are not dropped in silence."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "README.md").write_text(f"# Петрография, осень 2025\n\n{page}", encoding="utf-8")
    words = ("scaffold", "old", "new", "--start", "2026-09-02", "--holidays", "RU")
    dry, russians = (repotool(*lang, *words, "-n", cwd=tmp_path) for lang in ((), ("--lang", "ru")))
    ran = repotool(*words, cwd=tmp_path)
    assert (dry.code, russians.code, ran.code) == (0, 0, 0)
    assert english in dry.text and english in ran.text and russian in russians.text


def test_a_schedule_in_another_file_rolls_too(tmp_path: Path) -> None:
    table = "| Дата | Тема |\n| --- | --- |\n| 10 февраля | Окна |\n| 17 февраля | Шум |\n| 24 февраля | Эхо |\n"
    lay(tmp_path / "old", {"README.md": "# Звук, весна 2025\n\n[План](plan.md)\n", "plan.md": f"# План\n\n{table}"})
    assert repotool("scaffold", "old", "new", "--start", "2026-02-09", cwd=tmp_path).code == 0
    assert "| 16 февраля | Шум |" in (tmp_path / "new/plan.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["old", "new"], "the first day of lessons is not known"),
        (["nowhere", "new", *START], "there is no such"),
        (["old@v9", "new", *START], "v9"),
        (["old", *START], "DEST is missing"),
        (["old", "old/new", *START], "lies in PRIOR"),
        (["old", "new", "--calendar", "days.txt"], "days.txt"),
        (["old", "new", *START, "--name", "course"], "--name course: must be the owner and the repository"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(tmp_path: Path, words: list[str], told: str) -> None:
    lay(tmp_path / "old", {"README.md": "# Звук\n"})
    ran = repotool("scaffold", *words, cwd=tmp_path)
    assert ran.code == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;VALUE=DATE:20260209\nRRULE:FREQ=DAILY;INTERVAL=0;BYDAY=FR",
        "DTSTART;VALUE=DATE:20260209\nRRULE:FREQ=DAILY;INTERVAL=-1;BYDAY=FR",
        "DTSTART;VALUE=DATE:20260209\nRRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTH=5",
        "DTSTART;VALUE=DATE:20260209\nDTEND:tomorrow",
        "DTSTART:99991231T235959Z",
        "DTSTART:00010101T000000Z",
    ],
)
def test_a_calendar_that_leads_nowhere_is_refused_in_one_line(tmp_path: Path, event: str) -> None:
    """By --exclude-days and, but for an end that nobody asks for there, by --calendar."""
    lay(tmp_path / "old", {"README.md": "# Звук\n"})
    zone = "X-WR-TIMEZONE:" + ("Europe/Moscow" if "9999" in event else "America/New_York")
    lines = [
        "BEGIN:VCALENDAR",
        zone,
        *["BEGIN:VEVENT", "UID:1", *event.split("\n"), "END:VEVENT"] * 300,
        "END:VCALENDAR",
    ]
    (tmp_path / "days.ics").write_text("\r\n".join(lines), encoding="utf-8")
    for option in ("--exclude-days", "--calendar")[: 1 if "DTEND" in event else 2]:
        ran = repotool("scaffold", "old", "new", *START, option, "days.ics", cwd=tmp_path)
        assert ran.code == 2
        assert "days.ics: " in ran.err
        assert "a defect of repotool" not in ran.err
        assert ran.err.count("\n") == 1


def test_a_link_out_of_the_repository_is_never_followed(prior: Path) -> None:
    (prior.parent / "secret.txt").write_text("тайна", encoding="utf-8")
    try:
        (prior / "Tasks/task1/outside.txt").symlink_to("../../../secret.txt")
    except OSError:
        pytest.skip("no symbolic links here")
    readme(prior, "--carry", "all")
    assert not any("тайна".encode() in raw for raw in contents(prior.parent / "new").values())
