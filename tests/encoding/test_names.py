"""File names, and chains that somebody names."""

import pytest

from repotool.encoding import repair_from, repair_name
from repotool.encoding.plans import chain
from tests.encoding.samples import README

NAMES = ["Лекция 5.pdf", "Домашнее задание.ipynb", "Оптимизация_в_DL.ipynb", "Семинар_3 (копия).docx"]


@pytest.mark.parametrize("pair", [("cp866", "cp437"), ("utf-8", "cp437"), ("cp866", "cp1252"), ("utf-8", "cp1252"),
                                  ("cp1251", "cp866"), ("utf-8", "mac_roman")])  # fmt: skip
@pytest.mark.parametrize("name", NAMES)
def test_names_from_a_zip(name: str, pair: tuple[str, str]) -> None:
    bad = chain([pair]).damage(name)
    assert bad is not None
    found = repair_name(bad)
    assert found is not None and found.name == name and found.exact


@pytest.mark.parametrize(
    "name",
    [
        *NAMES,
        "plain.txt",
        "Übung 3 – Lösung.pdf",
        "naïve_café.md",
        "µ-σ.png",
        "Й.txt",
        "notes √2.md",
        "日本語.txt",
        "Žluťoučký kůň.doc",
    ],
)
def test_right_names_stay(name: str) -> None:
    assert repair_name(name) is None


def test_a_named_chain() -> None:
    bad = chain([("utf-8", "mac_roman"), ("utf-8", "cp1252")]).damage(README)
    assert bad is not None
    done = repair_from(bad, ["mac_roman", "windows-1252"])
    assert done.text == README and done.proven


def test_a_named_chain_takes_what_it_fits() -> None:
    bad = chain([("cp1251", "cp1252")]).damage("Привет")
    done = repair_from(f"ёж и {bad}\nplain", ["cp1251>cp1252"])
    assert done.text == "ёж и Привет\nplain"


@pytest.mark.parametrize("names", [[], ["klingon"], ["rot13"], ["cp1251>"]])
def test_an_unknown_encoding_is_an_error(names: list[str]) -> None:
    with pytest.raises(ValueError):
        repair_from("текст", names)
