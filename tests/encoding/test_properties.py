"""Properties that hold for any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from repotool.encoding import repair, repair_text
from repotool.encoding.charmaps import decode
from tests.encoding.samples import README, RIGHT, SENTENCES, UTF8_READERS
from tests.encoding.test_repair import check_offsets

CLEAN = [*SENTENCES.values(), *README.split("\n"), *(line for text in RIGHT for line in text.split("\n"))]
clean_texts = st.lists(st.sampled_from(CLEAN), min_size=1, max_size=12).map("\n".join)
any_texts = st.text(alphabet=st.characters(), max_size=80)
surrogates = st.text(alphabet=st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF), max_size=3)


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """Lines, some of them damaged in one of the known ways, some holding raw bytes."""
    reader = draw(st.sampled_from(UTF8_READERS))
    lines = []
    for line in draw(st.lists(st.sampled_from(CLEAN), min_size=1, max_size=10)):
        if draw(st.booleans()):
            line = decode(line.encode(), reader)
        lines.append(line + draw(surrogates))
    return "\n".join(lines)


@given(clean_texts)
@settings(deadline=None)
def test_clean_text_is_never_changed(text: str) -> None:
    assert repair_text(text) == text


@given(st.one_of(damaged_texts(), any_texts))
@settings(deadline=None, max_examples=300)
def test_a_repair_repaired_is_the_repair(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once


@given(st.one_of(damaged_texts(), any_texts))
@settings(deadline=None, max_examples=300)
def test_ascii_lines_are_never_touched(text: str) -> None:
    before, after = text.split("\n"), repair_text(text).split("\n")
    assert len(before) == len(after)
    assert all(new == old for old, new in zip(before, after, strict=True) if old.isascii())


@given(st.one_of(damaged_texts(), any_texts))
@settings(deadline=None, max_examples=300)
def test_surrogates_survive_in_order(text: str) -> None:
    lone = [char for char in text if 0xD800 <= ord(char) < 0xE000]
    assert [char for char in repair_text(text) if 0xD800 <= ord(char) < 0xE000] == lone


@given(st.one_of(damaged_texts(), any_texts))
@settings(deadline=None, max_examples=300)
def test_regions_agree_with_the_texts(text: str) -> None:
    done = repair(text)
    check_offsets(done)
    assert done.text == repair_text(text)
    check_offsets(done.safe())
    assert all(0 <= lost.start < lost.end <= len(done.text) for lost in done.unresolved)
