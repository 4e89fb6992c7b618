"""`repotool carry` and `repotool todo`: the weeks of a semester."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import Ran, repotool
from tests.rollover.samples import NAMES, START, contents, lay


@pytest.fixture
def new(tmp_path: Path) -> Path:
    lay(tmp_path / "sound_spring_2025")
    ran = repotool("scaffold", "sound_spring_2025", "new", *START, *NAMES, cwd=tmp_path)
    assert ran.code == 0, ran.err
    return tmp_path / "new"


def carry(new: Path, *words: str) -> Ran:
    return repotool("carry", *words, cwd=new)


def test_a_lesson_comes_with_its_files_and_its_links(new: Path) -> None:
    ran = carry(new, "02")
    assert ran.code == 0, ran.err
    assert "4 files brought, 2 links filled in" in ran.text
    text = (new / "README.md").read_text(encoding="utf-8")
    assert "[Слайды](Seminars/02-spectrum/notes.ipynb)" in text
    assert "[Спектр на салфетке](Tasks/task1/task.ipynb)" in text
    assert "raise NotImplementedError()" in (new / "Tasks/task1/task.ipynb").read_text(encoding="utf-8")
    assert '"Tasks/task1/data.csv" = { from =' in (new / ".repotool/origin.toml").read_text(encoding="utf-8")
    assert repotool("check", "--select", "LNK101,LNK110", cwd=new).code == 0


def test_an_address_of_the_repository_gets_its_new_name(new: Path) -> None:
    assert carry(new, "03").code == 0
    text = (new / "README.md").read_text(encoding="utf-8")
    there = "github/our-team/sound_spring_2026/blob/main/Seminars/03-noise/notes.ipynb"
    assert f"[Конспект](https://colab.research.google.com/{there})" in text


def test_what_is_here_already_stays(new: Path) -> None:
    assert carry(new, "02").code == 0
    before = contents(new)
    assert "nothing to bring" in carry(new, "2").text
    assert contents(new) == before


def test_a_file_of_ones_own_is_never_written_over(new: Path) -> None:
    own = new / "Tasks/task1/data.csv"
    own.parent.mkdir(parents=True)
    own.write_text("моё", encoding="utf-8")
    ran = carry(new, "02")
    assert "kept Tasks/task1/data.csv" in ran.text
    assert own.read_text(encoding="utf-8") == "моё"


def test_it_is_shown_first_and_taken_back(new: Path) -> None:
    before = contents(new)
    assert "would bring Seminars/01-windows/notes.ipynb" in carry(new, "-n", "01").text
    assert contents(new) == before
    assert carry(new, "01", "04").code == 0
    assert repotool("undo", cwd=new).code == 0
    assert contents(new) == before


def test_without_last_years_repository_the_way_out_is_told(new: Path) -> None:
    (new.parent / "sound_spring_2025").rename(new.parent / "elsewhere")
    ran = carry(new, "01")
    assert ran.code == 2
    assert "name last year's repository with --prior" in ran.err
    assert carry(new, "01", "--prior", "../elsewhere").code == 0


def test_an_unknown_lesson_or_repository_is_refused(new: Path) -> None:
    assert "there is no such lesson" in carry(new, "40").err
    ran = repotool("carry", "01", cwd=new.parent / "sound_spring_2025")
    assert ran.code == 2
    assert "was not made by `repotool scaffold`" in ran.err


def open_questions(new: Path) -> list[str]:
    return repotool("todo", cwd=new).text.splitlines()[:-1]


def test_questions_are_listed_with_file_and_line_and_settled_by_number(new: Path) -> None:
    (form,) = [line for line in open_questions(new) if "forms.gle" in line]
    number, place, *_ = form.split()
    name, line = place.split(":")
    assert "forms.gle" in (new / name).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert repotool("todo", "--done", number, cwd=new).code == 1
    assert not any("forms.gle" in line for line in open_questions(new))
    assert any("settled" in line for line in repotool("todo", "--all", cwd=new).text.splitlines())
    assert repotool("undo", cwd=new).code == 0
    assert any("forms.gle" in line for line in open_questions(new))


def test_a_question_answers_itself_when_its_text_is_changed(new: Path) -> None:
    page = new / "README.md"
    text = page.read_text(encoding="utf-8")
    page.write_text("Новая первая строка\n" + text.replace("forms.gle/proshlyi", "forms.gle/novyi"), encoding="utf-8")
    left = open_questions(new)
    assert not any("forms.gle" in line for line in left)
    (chat,) = [line for line in left if "t.me" in line]
    place = int(chat.split()[1].split(":")[1])
    assert "t.me" in page.read_text(encoding="utf-8").splitlines()[place - 1]


def test_when_all_is_settled_the_exit_code_says_so(new: Path) -> None:
    numbers = [line.split()[0] for line in open_questions(new)]
    ran = repotool("todo", *[word for number in numbers for word in ("--done", number)], cwd=new)
    assert (ran.code, ran.text) == (0, "No question is open.\n")
    assert "YRS106" not in repotool("check", cwd=new).text


def test_an_unknown_number_and_a_broken_record_are_refused(new: Path) -> None:
    ran = repotool("todo", "--done", "99", cwd=new)
    assert ran.code == 2
    assert "99: there is no such question" in ran.err
    (new / ".repotool/origin.toml").write_text("prior = 7\n", encoding="utf-8")
    ran = repotool("todo", cwd=new)
    assert ran.code == 2
    assert "is not what repotool wrote there" in ran.err
    assert repotool("check", cwd=new).code == 1


def test_lessons_without_numbers_are_counted_or_named_by_topic(write: Callable[..., Path]) -> None:
    table = "# Петрография, весна 2025\n\n| Дата | Тема | Материалы |\n|---|---|---|\n"
    rows = (
        "| 3 марта | Минералы | [Слайды](a.pdf) |\n| 10 марта | Выходной | |\n| 17 марта | Породы | [Слайды](b.pdf) |\n"
    )
    root = write({"prior/README.md": table + rows, "prior/a.pdf": "", "prior/b.pdf": ""})
    assert repotool("scaffold", "prior", "next", "--start", "2026-03-02", cwd=root).code == 0
    new = root / "next"
    assert "there is no such lesson; the schedule has 1 to 2" in carry(new, "3").err
    assert "brought b.pdf" in carry(new, "2").text
    assert "brought a.pdf" in carry(new, "минералы").text
    text = (new / "README.md").read_text(encoding="utf-8")
    assert "Минералы | [Слайды](a.pdf)" in text
    assert "Породы | [Слайды](b.pdf)" in text
