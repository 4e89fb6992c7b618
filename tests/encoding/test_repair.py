"""What a repair gives back: text, regions, proof."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from repotool.encoding import Repair, Zone, repair, repair_text
from repotool.encoding.plans import chain
from tests.encoding.samples import CYRILLIC_PAIRS, README, RIGHT, SENTENCES, UTF8_READERS

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "004_6a00ea788b358cf8.txt"


def damaged(text: str, *written_read: tuple[str, str]) -> str:
    result = chain(written_read).damage(text)
    assert result is not None
    return result


def check_offsets(repair: Repair) -> None:
    """Regions rise, do not overlap, and with what lies between them make up both texts."""
    at = repaired_at = 0
    for region in repair.regions:
        assert repair.damaged[at : region.start] == repair.text[repaired_at : region.repaired_start]
        assert at <= region.start < region.end
        old = repair.damaged[region.start : region.end]
        new = repair.text[region.repaired_start : region.repaired_end]
        assert new == (region.repaired if region.applied else old)
        if region.exact:
            assert region.plan.damage(region.repaired) == old
        at, repaired_at = region.end, region.repaired_end
    assert repair.damaged[at:] == repair.text[repaired_at:]


@pytest.mark.skipif(not SEED.exists(), reason="the seed is not beside this repository")
def test_the_seed_of_2023() -> None:
    text = SEED.read_bytes().decode()
    done = repair(text)
    assert hashlib.sha256(done.text.encode()).hexdigest() == (
        "6e3baaff506e1e5ae5064e884b48e4406714bacbb11cad6f455dbebab6fc7c5a"
    )
    assert len(done.text.encode()) == 7976
    assert [plan.name for plan in done.plans] == ["UTF-8 read as Mac Roman"]
    assert done.lines(done.plans[0]) == 40
    assert done.proven and all(region.safe and region.whole for region in done.regions)
    check_offsets(done)


@pytest.mark.parametrize("reader", UTF8_READERS)
def test_a_whole_readme(reader: str) -> None:
    done = repair(damaged(README, ("utf-8", reader)))
    assert done.text == README
    assert done.proven and done.changed
    assert all(region.safe for region in done.regions)
    check_offsets(done)


@pytest.mark.parametrize("reader", ["cp1252", "latin-1", "mac_roman", "cp1251", "cp437"])
@pytest.mark.parametrize("language", SENTENCES)
def test_a_lone_line(language: str, reader: str) -> None:
    sentence = SENTENCES[language]
    assert repair_text(damaged(sentence, ("utf-8", reader))) == sentence


@pytest.mark.parametrize("reader", ["gb18030", "big5", "euc_kr", "shift_jis"])
def test_utf8_read_as_a_multibyte_encoding(reader: str) -> None:
    plan = chain([("utf-8", reader)])
    words = [word for language in ("ru", "fr", "es") for word in SENTENCES[language].split() if not word.isascii()]
    words = [word for word in words if plan.damage(word)]
    assert len(words) >= 4
    assert repair_text("\n".join(damaged(word, ("utf-8", reader)) for word in words)).split("\n") == words


@pytest.mark.parametrize("pair", [("cp1252", "cp1252"), ("mac_roman", "mac_roman"), ("cp1251", "cp1252")])
def test_double_encoding(pair: tuple[str, str]) -> None:
    bad = damaged(README, ("utf-8", pair[0]), ("utf-8", pair[1]))
    done = repair(bad)
    assert done.text == README and done.proven
    assert len(done.plans[0].steps) == 2


@pytest.mark.parametrize("pair", CYRILLIC_PAIRS)
def test_a_cyrillic_encoding_read_as_another(pair: tuple[str, str]) -> None:
    text = "\n".join(
        [SENTENCES["ru"].replace("—", "-"), "Решения разбираются на занятии", "Вопросы можно задать в чате"]
    )
    done = repair(damaged(text, pair))
    assert done.text == text and done.proven


def test_cyrillic_beneath_utf8() -> None:
    bad = damaged("Привет, это проверка связи", ("cp1251", "cp1252"), ("utf-8", "cp1252"))
    assert repair_text(bad) == "Привет, это проверка связи"


def test_some_lines_of_a_clean_text() -> None:
    lines = README.split("\n")
    mixed = [damaged(line, ("utf-8", "mac_roman")) if i % 3 == 0 else line for i, line in enumerate(lines)]
    done = repair("\n".join(mixed))
    assert done.text == README and done.proven
    check_offsets(done)


def test_one_word_is_repaired_but_not_safe() -> None:
    done = repair(f"Наш курс про {damaged('нейросети', ('utf-8', 'cp1252'))} и графы")
    assert done.text == "Наш курс про нейросети и графы"
    assert done.proven
    assert not done.regions[0].safe and not done.safe().changed


def test_two_kinds_of_damage_in_one_text() -> None:
    text = "\n".join([SENTENCES["ru"], SENTENCES["uk"], SENTENCES["bg"], SENTENCES["sr"]])
    one = damaged(text, ("utf-8", "mac_roman"))
    other = damaged(text, ("utf-8", "cp1251"))
    done = repair(one + "\n" + other)
    assert done.text == text + "\n" + text
    assert {plan.name for plan in done.plans} == {"UTF-8 read as Mac Roman", "UTF-8 read as Windows-1251"}


@pytest.mark.parametrize("text", [*SENTENCES.values(), *RIGHT, README])
def test_right_text_stays(text: str) -> None:
    done = repair(text)
    assert done.text == text and not done.changed and not done.proven and done.regions == ()


def test_typography_and_normal_form_are_kept() -> None:
    text = "“так” ‘и’ … ﬁ и\u0306 &amp; " + damaged("тоже “так”", ("utf-8", "mac_roman")) + "\r\n" * 2
    assert repair_text(text) == "“так” ‘и’ … ﬁ и\u0306 &amp; тоже “так”\r\n\r\n"


def test_surrogates_are_kept() -> None:
    bad = damaged(README, ("utf-8", "mac_roman")).replace("| 12", "| \udcff\udc80 12")
    done = repair(bad)
    assert done.text == README.replace("| 12", "| \udcff\udc80 12")
    check_offsets(done)


def test_a_byte_order_mark_is_kept() -> None:
    done = repair("\ufeff" + damaged(README, ("utf-8", "mac_roman")))
    assert done.text == "\ufeff" + README and all(region.whole for region in done.regions)
    check_offsets(done)


def test_only_newlines_split_lines() -> None:
    text = "Ёлка\u2028и\x0bёж 这\n" * 3
    assert repair_text(damaged(text, ("utf-8", "latin-1"))) == text


def test_plans_speak() -> None:
    done = repair(damaged(README, ("utf-8", "cp1252"), ("utf-8", "cp1252")))
    assert done.plans[0].name == "UTF-8 read as Windows-1252, twice"
    assert done.plans[0].damage("é") == "ÃƒÂ©" and done.plans[0].repair("ÃƒÂ©") == "é"
    assert done.plans[0].repair("ёж") is None
    assert "exact round trip" in done.regions[0].evidence


class TestZones:
    bad_word = damaged("привет", ("utf-8", "cp1252"))
    text = f"начало {damaged('прошлой недели был разбор', ('utf-8', 'cp1252'))}\nи код `{bad_word}` тут\n"

    def zone(self, kind: str) -> Zone:
        start = self.text.index("`") + 1
        return Zone(start, self.text.index("`", start), kind)  # type: ignore[arg-type]

    def test_code_is_only_reported_when_the_file_is_mixed(self) -> None:
        done = repair(self.text, zones=[self.zone("code")])
        inside = [region for region in done.regions if region.zone == "code"]
        assert len(inside) == 1 and not inside[0].applied and inside[0].repaired == "привет"
        assert f"`{self.bad_word}`" in done.text and "прошлой недели" in done.text
        check_offsets(done)

    def test_code_is_repaired_with_a_plan_that_takes_the_whole_file(self) -> None:
        bad = damaged(README, ("utf-8", "mac_roman"))
        start, end = bad.index("```python"), bad.rindex("```")
        done = repair(bad, zones=[Zone(start, end, "code")])
        assert done.text == README and done.proven
        check_offsets(done)

    @pytest.mark.parametrize("there", ["привет", "привет и ещё"])
    def test_a_target_reads_as_the_file_that_exists(self, there: str) -> None:
        done = repair(self.text, zones=[self.zone("target")], exists=lambda path: path == there)
        assert ("`привет`" in done.text) == (there == "привет")
        check_offsets(done)

    def test_a_target_that_exists_as_it_is_stays(self) -> None:
        done = repair(self.text, zones=[self.zone("target")], exists=lambda path: path == self.bad_word)
        assert f"`{self.bad_word}`" in done.text

    def test_a_percent_encoded_target(self) -> None:
        text = "[файл](%C3%90%C2%B0%C3%91%C2%84.md)"
        start = text.index("(") + 1
        done = repair(text, zones=[Zone(start, len(text) - 1, "target")], exists=lambda path: path == "аф.md")
        assert done.text == "[файл](%D0%B0%D1%84.md)"


class TestEarlier:
    def test_it_confirms_a_word(self) -> None:
        bad = f"Наш курс про {damaged('нейросети', ('utf-8', 'cp1252'))} и графы"
        done = repair(bad, earlier=["Курс про нейросети\n"])
        assert done.regions[0].safe and done.text == "Наш курс про нейросети и графы"

    def test_it_fills_a_gap(self) -> None:
        done = repair("1. ?????? ?? ??????? (2023)", earlier=["# Курс\n1. Лекция по графам (2023)\n"])
        assert done.text == "1. ?????? ?? ??????? (2023)"
        done = repair("1. ?????? ?? ?????? (2023)", earlier=["# Курс\n1. Лекция по графам (2023)\n"])
        assert done.text == "1. Лекция по графам (2023)"
        assert not done.regions[0].safe and not done.proven

    @pytest.mark.parametrize(
        "damage",
        [
            lambda text: text.encode().decode("cp1252", "replace"),
            lambda text: text.encode().decode("cp1252", "replace").replace("\xa0", " "),
            lambda text: text.encode().decode("cp1252", "replace").replace("\ufffd", "?"),
            lambda text: text.encode().decode("mac_roman").replace("\uf8ff", "").replace("\xa0", " "),
            lambda text: re.sub("[\x80-\x9f]", "", text.encode().decode("latin-1")),
        ],
    )
    def test_it_fills_lines_that_lost_bytes(self, damage: Callable[[str], str]) -> None:
        clean = "# Курс\n\nРабота над ошибками: [разбор](разбор.pdf), `код` и вопросы. 😀\n\nСессия в июне, РУ\n"
        bad = damage(clean)
        code = Zone(bad.index("`"), bad.rindex("`") + 1, "code")
        for earlier in ([clean], [bad, clean]):
            done = repair(bad, zones=[code], earlier=earlier)
            assert done.text == clean and not done.unresolved
            assert all(region.exact or not region.safe for region in done.regions)

    def test_two_earlier_lines_that_fit_fill_nothing(self) -> None:
        bad = "Курс «Нейросети», весна".encode().decode("cp1252", "replace")
        other = "Куря «Нейросети», весна"
        assert other.encode().decode("cp1252", "replace") == bad
        done = repair(bad, earlier=["Курс «Нейросети», весна", other])
        assert "\ufffd" in done.text

    def test_a_damaged_earlier_line_fills_nothing(self) -> None:
        once = "Курс «Нейросети», весна".encode().decode("mac_roman")
        bad = once.encode().decode("cp1252", "replace")
        assert once not in repair(bad, earlier=[once]).text

    def test_clean_text_stays(self) -> None:
        assert not repair(README, earlier=[README.replace("весной", "осенью")]).changed


class TestLossy:
    def test_no_break_spaces_that_became_spaces(self) -> None:
        text = "Работа над ошибками: разбор решений на паре, разные вопросы и ответы РУ"
        bad = damaged(text, ("utf-8", "cp1252")).replace("\xa0", " ")
        done = repair(bad)
        assert done.text == text
        assert any(region.inferred and not region.safe for region in done.regions)

    def test_lost_bytes_become_the_replacement_character(self) -> None:
        text = "Съешь же ещё этих мягких французских булок"
        bad = text.encode().decode("cp1251", "replace")
        done = repair(bad)
        assert done.text == text.replace("И", "\ufffd")
        bad = "Сначала Иван, потом Инна и Илья".encode().decode("cp1251", "replace")
        done = repair(bad)
        assert done.text == "Сначала \ufffdван, потом \ufffdнна и \ufffdлья"
        assert [done.text[u.start : u.end] for u in done.unresolved] == ["\ufffd"] * 3

    def test_what_a_word_may_have_been_is_told(self) -> None:
        bad = "Каждый студент готовит доклад".encode().decode("cp1252", "replace")
        done = repair(bad)
        (place,) = done.unresolved
        assert done.text == "Каждый \ufffdтудент готовит доклад"
        assert place.readings[0] == "студент" and 1 < len(place.readings) <= 4
        (left,) = done.only(lambda region: False).unresolved
        assert bad[left.start : left.end] == "\ufffd" and left.readings == place.readings

    def test_many_possible_words_are_not_told(self) -> None:
        bad = "Сияя, яство я ясно всё сияние являю".encode().decode("cp1252", "replace")
        assert all(len(place.readings) <= 4 for place in repair(bad).unresolved)
        (place,) = repair("сло\ufffdо").unresolved
        assert place.readings == ()

    @pytest.mark.parametrize("text", ["что ???? ?????? это", "сло\ufffdо", "а\x80б"])
    def test_what_is_lost_is_only_shown(self, text: str) -> None:
        done = repair(text)
        assert done.text == text and done.unresolved
