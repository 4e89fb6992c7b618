"""The data the engine ships, and what importing it costs."""

import subprocess
import sys
from pathlib import Path

import pytest

import repotool.encoding
from repotool.encoding.candidates import LEGACY, MULTI_BYTE, SINGLE_BYTE, UTF8_READ_AS, UTF8_READ_AS_CJK
from repotool.encoding.charmaps import decoding_table, encode

PACKAGE = Path(repotool.encoding.__file__).parent


@pytest.mark.parametrize("name", SINGLE_BYTE)
def test_tables_are_those_of_the_codecs(name: str) -> None:
    read = bytes(range(256)).decode(SINGLE_BYTE[name][0], "replace")
    expected = "".join(chr(byte) if char == "\ufffd" else char for byte, char in enumerate(read))
    assert decoding_table(name) == expected
    assert encode(expected, name) == bytes(range(256)) or len(set(expected)) < 256


def test_every_candidate_is_an_encoding() -> None:
    names = {name for name, _ in (*UTF8_READ_AS, *UTF8_READ_AS_CJK)}
    names |= {name for written, read, _ in LEGACY for name in (*written, *read)}
    assert names <= SINGLE_BYTE.keys() | MULTI_BYTE.keys()


def test_the_letter_pairs_are_small() -> None:
    assert (PACKAGE / "letter_pairs.bin").stat().st_size <= 250_000


def modules_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(*sys.modules)"
    path = str(PACKAGE.parents[1])
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={"PYTHONPATH": path}
    )
    return set(run.stdout.split())


def test_imports_are_late() -> None:
    after = modules_after(
        "import repotool.encoding as e; e.repair('plain'); e.repair_text('plain'); e.repair_name('plain')"
    )
    assert not after & {"ftfy", "chardet", "repotool.encoding.letters", "repotool.encoding.engine"}


def test_clean_text_needs_no_ftfy() -> None:
    after = modules_after("import repotool.encoding as e; e.repair_text('Привет, «мир» — это я')")
    assert "repotool.encoding.letters" in after
    assert not after & {"ftfy", "chardet"}


@pytest.mark.parametrize(("library", "owner"), [("ftfy", "borrowed.py"), ("chardet", "rawbytes.py")])
def test_one_owner_for_each_library(library: str, owner: str) -> None:
    owners = [
        path.name
        for path in PACKAGE.glob("*.py")
        if f"import {library}" in (t := path.read_text()) or f"from {library}" in t
    ]
    assert owners == [owner]
