#!/usr/bin/env python3
"""Write src/repotool/encoding/tables.py: the upper halves of the single-byte encodings, from Python's own codecs.

Kept as data because the first call of a process would else import some thirty codec modules, 8 ms.
A test holds the file against the codecs.
"""

from __future__ import annotations

import runpy
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "src" / "repotool" / "encoding"
SINGLE_BYTE: dict[str, tuple[str, str]] = runpy.run_path(str(PACKAGE / "candidates.py"))["SINGLE_BYTE"]


def upper_half(codec: str) -> str:
    """The characters of bytes 80 to FF; an unassigned byte is the C1 control of its number."""
    read = bytes(range(128, 256)).decode(codec, "replace")
    return "".join(chr(byte) if char == "\ufffd" else char for byte, char in enumerate(read, 128))


def literal(text: str) -> str:
    """A string literal in which marks, controls and letters of right-to-left or combining scripts are escaped."""
    return '"' + "".join(c if is_plain(c) else f"\\u{ord(c):04x}" for c in text) + '"'


def is_plain(char: str) -> bool:
    escaped = ((0x300, 0x370), (0x590, 0x700), (0xE00, 0xE80), (0xE000, 0xF900), (0xFB00, 0xFE00))
    return char.isprintable() and char not in '"\\\xad' and not any(a <= ord(char) < b for a, b in escaped)


def main() -> None:
    lines = [
        '"""Bytes 80 to FF of the single-byte encodings, sloppily.  Written by tools/build_charmaps.py."""',
        "",
        "UPPER_HALF: dict[str, str] = {",
    ]
    for name, (codec, _) in SINGLE_BYTE.items():
        half = upper_half(codec)
        lines.append(f'    "{name}": (')
        lines += [f"        {literal(half[i : i + 16])}" for i in range(0, 128, 16)]
        lines.append("    ),")
    with (PACKAGE / "tables.py").open("w", encoding="utf-8") as file:
        file.write("\n".join([*lines, "}", ""]))


if __name__ == "__main__":
    main()
