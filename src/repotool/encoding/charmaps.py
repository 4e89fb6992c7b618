"""Encodings as text sees them: which characters a wrong reading can have made, and the way back to the bytes.

Single-byte encodings are "sloppy": a byte without a character of its own stands for the C1 control of the same
number, as browsers and editors have it (https://encoding.spec.whatwg.org/#index-windows-1252).  Python's own codecs
are the source of every other character (`tables.py`).
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from functools import cache

from repotool.encoding.candidates import MULTI_BYTE, SINGLE_BYTE
from repotool.encoding.tables import UPPER_HALF

CJK = "\u2e80"
"""From here on, characters may be UTF-8 read in a multi-byte encoding."""
_ASCII = bytes(range(128)).decode("ascii")


def title(encoding: str) -> str:
    """What people call an encoding: "Mac Roman" for "mac_roman"."""
    return (SINGLE_BYTE.get(encoding) or MULTI_BYTE.get(encoding) or (encoding, encoding))[1]


@cache
def decoding_table(encoding: str) -> str:
    """The 256 characters of a single-byte encoding; an unassigned byte is the C1 control of its number."""
    return _ASCII + UPPER_HALF[encoding]


@cache
def _encoding_map(encoding: str) -> dict[int, int]:
    """Code point → byte; of two bytes with one character the higher is the one a reader has met."""
    return codecs.charmap_build(decoding_table(encoding))  # type: ignore[return-value]


def encode(text: str, encoding: str) -> bytes:
    """The bytes that read as this text.  Raises UnicodeError where there are none."""
    if encoding in SINGLE_BYTE:
        return codecs.charmap_encode(text, "strict", _encoding_map(encoding))[0]
    return text.encode(encoding)


def decode(raw: bytes, encoding: str) -> str:
    """The bytes read in an encoding.  Raises UnicodeError where they are none of its."""
    if encoding in SINGLE_BYTE:
        return codecs.charmap_decode(raw, "strict", decoding_table(encoding))[0]
    return raw.decode(encoding)


def read_as_cjk(words: Sequence[str]) -> set[str]:
    """Those words that UTF-8 read in one of the multi-byte encodings can have made; the words hold no newline."""
    text = "\n".join(words)
    found: set[str] = set()
    for encoding in _LARGEST:
        # as one text, as one by one they would cost an exception each
        results = text.encode(encoding, "replace").decode("utf-8", "replace").split("\n")
        found.update(word for word, result in zip(words, results, strict=True) if "\ufffd" not in result)
    return {word for word in found if _reads_as_cjk(word)}


def _reads_as_cjk(word: str) -> bool:
    for encoding in _LARGEST:
        try:
            word.encode(encoding).decode()
        except UnicodeError:
            continue
        return True
    return False


_LARGEST = ("gb18030", "cp932", "big5hkscs", "cp949", "euc_jp")  # the others read nothing that these do not


class _Masks(dict[str, int]):
    """Character → the set of single-byte encodings that have it, as bits in the order of SINGLE_BYTE."""

    def __missing__(self, char: str) -> int:
        self[char] = mask = (
            0
            if "\u2e80" <= char < "\ue000"
            else sum(1 << i for i, e in enumerate(SINGLE_BYTE) if char in decoding_table(e))
        )
        return mask


_MASKS = _Masks()


def single_bytes_of(text: str) -> int:
    """The single-byte encodings that have every character of the text, as bits."""
    mask = (1 << len(SINGLE_BYTE)) - 1
    for char in set(text):
        mask &= _MASKS[char]
        if not mask:
            break
    return mask


def bit(encoding: str) -> int:
    """The bit of a single-byte encoding in `single_bytes_of`."""
    return 1 << list(SINGLE_BYTE).index(encoding)
