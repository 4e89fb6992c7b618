"""Bytes that are not UTF-8."""

import pytest

from repotool.encoding import decode_bytes, repair_bytes
from tests.encoding.samples import README, SENTENCES

PLAIN = README.replace("—", "-").replace("«", '"').replace("»", '"')


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac_cyrillic", "iso8859-5"])
def test_a_russian_file(encoding: str) -> None:
    found = decode_bytes(PLAIN.encode(encoding))
    assert found is not None and found.text == PLAIN and found.strong
    assert found.encoded() == PLAIN.encode(encoding)


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("de", "cp1252"), ("fr", "cp1252"), ("pl", "cp1250"), ("cs", "cp1250"), ("el", "cp1253"), ("he", "cp1255"),
     ("zh", "gb18030"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ko", "euc_kr")],
)  # fmt: skip
def test_a_sentence(language: str, encoding: str) -> None:
    raw = SENTENCES[language].encode(encoding)
    found = decode_bytes(raw)
    assert found is not None and found.text == SENTENCES[language] and found.encoded() == raw


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [README, "Just some ASCII text, as Notepad saves it.\r\n"])
def test_utf16(encoding: str, text: str) -> None:
    raw = text.encode(encoding)
    found = decode_bytes(raw)
    assert found is not None and found.text.lstrip("\ufeff") == text and found.encoded() == raw


def test_lines_of_two_encodings() -> None:
    lines = PLAIN.split("\n")
    raw = b"\n".join(line.encode("cp1251" if i % 2 else "utf-8") for i, line in enumerate(lines))
    found = decode_bytes(raw)
    assert found is not None and found.text == PLAIN and found.encoded() == raw
    assert set(found.encodings) == {"utf-8", "cp1251"} and len(found.lines) == len(lines)


@pytest.mark.parametrize(
    "raw", [b"", b"plain", README.encode(), bytes(range(256)) * 8, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
)
def test_utf8_and_no_text(raw: bytes) -> None:
    found = decode_bytes(raw)
    assert found is None or not found.strong


def test_mojibake_in_bytes() -> None:
    assert repair_bytes(README.encode().decode("mac_roman").encode()) == README
