"""Schedules on other pages than the README."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli import repotool

Write = Callable[..., Path]
TABLE = "\n\n| Дата | Тема | ДЗ |\n|---|---|---|\n| {} марта | Минералы | [Шлиф](work.md) |\n| {} марта | Породы | |\n"
FILES: dict[str, str | bytes] = {
    "prior/README.md": "# Петрография, весна 2025\n\n[Первый поток](one.md), [второй поток](two.md)\n",
    "prior/one.md": "# Первый поток" + TABLE.format(3, 10),
    "prior/two.md": "# Второй поток" + TABLE.format(5, 12),
    "prior/archive/2023.md": "# Первый поток" + TABLE.format(6, 13),
    "prior/work.md": "# Шлиф\n",
}


def test_each_stream_goes_on_from_its_own_weekday_and_the_archive_stays(write: Write) -> None:
    root = write(FILES)
    ran = repotool("scaffold", "prior", "next", "--start", "2026-03-02", "--carry", "all", cwd=root)
    assert ran.code == 0, ran.err
    pages = {name: (root / "next" / name).read_text(encoding="utf-8") for name in ("one.md", "two.md")}
    assert "| 2 марта | Минералы | [Шлиф]() |\n| 9 марта |" in pages["one.md"]
    assert "| 4 марта | Минералы | [Шлиф]() |\n| 11 марта |" in pages["two.md"]
    assert "| 6 марта |" in (root / "next/archive/2023.md").read_text(encoding="utf-8")


def test_a_calendar_is_that_of_the_first_and_the_others_are_asked_about(write: Write) -> None:
    root = write({**FILES, "days.txt": "2026-03-03\n2026-03-10\n"})
    repotool("scaffold", "prior", "next", "--calendar", "days.txt", cwd=root)
    assert "| 3 марта |" in (root / "next/one.md").read_text(encoding="utf-8")
    assert "| 4 марта |" in (root / "next/two.md").read_text(encoding="utf-8")
    assert "two.md" in repotool("todo", "next", cwd=root).text


def test_streams_whose_dates_alone_tell_the_year_roll_from_autumn_into_spring(write: Write) -> None:
    rows = "| {}.09.2023 | Минералы |\n| {}.09.2023 | Породы |\n| {}.02.2024 | Руды |\n"
    table = "# {} поток\n\n| Дата | Тема |\n|---|---|\n" + rows
    pages = {"prior/1.md": table.format("Первый", "04", 11, 12), "prior/2.md": table.format("Второй", "05", 12, 13)}
    root = write({"prior/README.md": "# Петрография, 2023/2024\n\n[Первый поток](1.md), [второй](2.md)\n", **pages})
    ran = repotool("scaffold", "prior", "next", "--start", "2024-09-02", cwd=root)
    assert ran.code == 0, ran.err
    told = (root / "next/2.md").read_text(encoding="utf-8")
    assert "| 03.09.2024 | Минералы |\n| 10.09.2024 |" in told
    assert "2023" not in told.partition("|---")[2]
